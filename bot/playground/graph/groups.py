"""The directory's groups: who is in them, through groups within groups, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from aiohttp import web

from bot.playground.graph.refusals import Refusal

USUAL_PAGE = 100
MOST_PAGE = 999


class Directory:
    """`closed`: the application has no leave to read groups. A member whose id is a group's is that group."""

    def __init__(self) -> None:
        self.closed = False
        self._members: dict[str, tuple[str, ...]] = {}

    def put(self, group: str, members: Sequence[str]) -> None:
        self._members[group] = tuple(members)

    def page(self, request: web.Request) -> dict[str, Any]:
        group = request.match_info["group"]
        if self.closed:
            raise Refusal(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
        if group not in self._members:
            words = f"Resource '{group}' does not exist."
            raise Refusal(404, "Request_ResourceNotFound", words)
        found = list(dict.fromkeys(self._within(group, frozenset({group}))))
        size = min(int(request.query.get("$top", USUAL_PAGE)), MOST_PAGE)
        first = int(request.query.get("$skiptoken", "0"))
        origin = f"{request.scheme}://{request.host}"
        more = {"@odata.nextLink": f"{origin}{request.path}?$top={size}&$skiptoken={first + size}"}
        return {
            "@odata.context": f"{origin}/v1.0/$metadata#directoryObjects(id)",
            **(more if first + size < len(found) else {}),
            "value": [self._item(one) for one in found[first : first + size]],
        }

    def _within(self, group: str, seen: frozenset[str]) -> Iterator[str]:
        """Groups may hold each other in a circle."""
        for member in self._members[group]:
            yield member
            if member in self._members and member not in seen:
                yield from self._within(member, seen | {member})

    def _item(self, member: str) -> dict[str, str]:
        kind = "group" if member in self._members else "user"
        return {"@odata.type": f"#microsoft.graph.{kind}", "id": member}
