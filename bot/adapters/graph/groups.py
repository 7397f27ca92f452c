"""Who is in a group of the directory, groups within it included."""

from __future__ import annotations

from collections.abc import Sequence

from bot.adapters.graph.client import GraphClient, path
from bot.errors import GiveUp

MOST_PAGES = 400
PAGE = 999  # people a page; Graph gives no more
PERSON = "#microsoft.graph.user"


class GraphGroups:
    """Keeps the contract of `bot.domain.ports.Groups`."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    async def people_in(self, group: str) -> Sequence[str]:
        """A group of more than 399,600 raises GiveUp: half of it would drop the other half."""
        found: dict[str, None] = {}
        asked = {"$select": "id", "$top": str(PAGE)}
        page = await self._client.get(path("groups", group, "transitiveMembers"), params=asked)
        for _ in range(MOST_PAGES):
            for member in page.get("value") or ():
                if isinstance(member, dict) and member.get("@odata.type") == PERSON and member.get("id"):
                    found[str(member["id"]).lower()] = None
            if not (following := page.get("@odata.nextLink")):
                return list(found)
            page = await self._client.follow(str(following))
        raise GiveUp("group_too_large")
