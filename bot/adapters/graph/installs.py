"""Installing the app for a person, so that Potluck may write to them: only where the administrator allows it.

The app must be in the organization's catalog, where its id differs from the one in its manifest. Once it is installed
Teams tells the bot of its new chat by itself.
"""

from __future__ import annotations

import structlog

from bot.adapters.graph.client import GraphClient, path
from bot.adapters.graph.refusals import Refused
from bot.errors import Gone, NotAllowed

CATALOG = "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps"  # a name rather than an address
log = structlog.get_logger(__name__)


class GraphInstalls:
    """Keeps the contract of `bot.domain.ports.Installs`. `app_id`: the id in the app's manifest."""

    def __init__(self, client: GraphClient, app_id: str, *, allowed: bool) -> None:
        self._client = client
        self._app_id = app_id
        self._allowed = allowed
        self._catalog_id = ""

    async def install(self, person: str) -> bool:
        if not self._allowed:
            return False
        try:
            app = await self._in_catalog()
            if not app:
                log.warning("app_not_in_catalog")
                return False
            body = {"teamsApp@odata.bind": f"{CATALOG}/{app}"}
            await self._client.post(path("users", person, "teamwork", "installedApps"), body)
        except Refused as refused:
            return refused.status == 409  # it is there already
        except (NotAllowed, Gone) as why:
            log.warning("app_not_installed", person=person, reason=why.reason)
            return False
        log.info("app_installed", person=person)
        return True

    async def _in_catalog(self) -> str:
        if not self._catalog_id:
            asked = {"$filter": f"externalId eq '{self._app_id}'", "$select": "id,externalId"}
            found = (await self._client.get("/appCatalogs/teamsApps", params=asked)).get("value") or ()
            self._catalog_id = next((str(one["id"]) for one in found if isinstance(one, dict) and one.get("id")), "")
        return self._catalog_id
