"""The gateway that is knocked at: real Redis, real HTTP, the stand-ins' keys for Teams' and users' tokens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.bootstrap import gateway_app
from tests.adapters.teams.stand_ins import KeyServer
from tests.fuzz.knocks import Callers, Knocks
from tests.gateway.door import ANN, APP, BO, GUS, TENANT, open_door, unlimited
from tests.redis_fixtures import HandClock

SERVICE_URL = "https://smba.trafficmanager.net/emea/"
SECRET_KEY = "s" * 32  # as door.py sets it


@asynccontextmanager
async def open_stage(folder: Path, redis_url: str, seed: int) -> AsyncIterator[tuple[str, Knocks]]:
    """The gateway's address, and knocks for all of its doors."""
    teams = KeyServer(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    async with TestServer(teams.app()) as server:
        teams.base = str(server.make_url("")).rstrip("/")
        async with open_door(
            folder, redis_url, HandClock(), limits=unlimited, POTLUCK_BOT_OPENID_URL=f"{teams.base}/openid"
        ) as door:
            routes = gateway_app(door.house).router.routes()
            doors = sorted({(route.method, route.resource.canonical) for route in routes if route.resource})
            people = [
                door.person(ANN, roles=["Admin"]),
                door.person(BO),
                door.person(GUS),
                door.app("Tasks.ReadWrite.All"),
            ]
            callers = Callers(
                api=[f"Bearer {token}" for token in people],
                bot=[teams.authorization(aud=APP, serviceurl=SERVICE_URL, exp=2**31)],
                ids={
                    name: [door.made[f"Alpha {name}"], door.made[f"Beta {name}"]]
                    for name in ("team", "task", "meeting")
                },
                secret_key=SECRET_KEY,
                tenant=TENANT,
                app_id=APP,
                service_url=SERVICE_URL,
            )
            yield door.url, Knocks(seed, doors, callers)
