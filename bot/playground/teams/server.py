"""The Teams stand-in as a whole: its server, its keys, and the way to the bot."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.playground.teams.activities import Writer
from bot.playground.teams.client import TeamsClient
from bot.playground.teams.connector import Connector
from bot.playground.teams.delivery import ANSWER_WITHIN_S, Delivery
from bot.playground.teams.physics import TeamsPhysics
from bot.playground.teams.scopes import Scopes
from bot.playground.teams.signing import SigningKeys
from bot.playground.world import World

ISSUER = "https://bots.playground.example"
REGION = "emea"


class TeamsStandIn:
    """`client` is what people do, `scopes` where the app is, `physics` the moods, `keys` what activities are signed
    with. `bot_url` is the bot's messaging endpoint; nothing needs to answer there yet."""

    def __init__(
        self,
        world: World,
        *,
        bot_url: str,
        check_token: Callable[[str], bool],
        issuer: str = ISSUER,
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        self.world = world
        self.physics = TeamsPhysics()
        self.keys = SigningKeys(issuer)
        self.scopes = Scopes(world)
        self.connector = Connector(world, self.scopes, self.physics, check_token=check_token, log=world.note)
        self.delivery = Delivery(
            self.keys,
            self.physics,
            app_id=world.app_id,
            bot_url=bot_url,
            log=world.note,
            answer_within_s=answer_within_s,
        )
        self.writer = Writer(world, service_url="")
        self.client = TeamsClient(world, self.scopes, self.writer, self.delivery)
        self.origin = ""
        self._runner: web.AppRunner | None = None

    async def start(self, *, port: int = 0) -> str:
        """Serve on loopback; returns the origin, fit for POTLUCK_SERVICE_URLS."""
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.add_routes([*self.keys.routes(), *self.connector.routes()])
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.move_to(REGION)
        return self.origin

    def move_to(self, region: str) -> None:
        """Activities tell this service address from now on; calls to the old one still work."""
        self.writer.service_url = f"{self.origin}/{region}/"

    @property
    def openid_url(self) -> str:
        return f"{self.origin}/v1/.well-known/openidconfiguration"

    async def stop(self) -> None:
        await self.delivery.close()
        if self._runner is not None:
            await self._runner.cleanup()
