"""`potluck migrate`: brings what lies in Redis to the form of this release, while the roles run."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.bootstrap import open_redis_alone
from bot.errors import ConfigError, PotluckError
from bot.settings import Settings


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("migrate", help="after an upgrade: bring older data forward, while the roles run")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = Settings.from_env(args.environ)
    try:
        print(asyncio.run(_migrate(settings)))
    except ConfigError:
        raise
    except PotluckError as why:
        print(f"potluck: Redis does not answer ({why}); run it again, it goes on where it was", file=sys.stderr)
        return 1
    return 0


async def _migrate(settings: Settings) -> str:
    async with open_redis_alone(settings) as redis:
        changed = await redis.schema.migrate()
        return f"schema {redis.schema.ours}: {changed} keys brought forward"
