"""`potluck up`: all roles on one machine, with an embedded Redis where no other is configured."""

from __future__ import annotations

import argparse
import asyncio
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.adapters.redis.embedded import EmbeddedServer
from bot.cli.logs import start_logging
from bot.cli.processes import Children
from bot.settings import Settings, default_data_dir

ROLES = ("gateway", "worker", "scheduler")
KeepRedis = Callable[[], str]


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    subparsers.add_parser("up", help="all roles, for one machine").set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = Settings.from_env(args.environ)
    for role in ROLES:
        settings.require(role)
    start_logging(settings.log_level, "up")
    with redis_for(settings, args.environ) as keep_redis:
        asyncio.run(_serve({**args.environ, "POTLUCK_REDIS_URL": keep_redis()}, keep_redis))
    return 0


@contextmanager
def redis_for(settings: Settings, environ: Mapping[str, str]) -> Iterator[KeepRedis]:
    """Tells the URL of the configured server, else of an embedded one that lives as long as the block; each call
    brings that one back where it died."""
    if settings.redis_url:
        yield settings.redis_url.reveal
        return
    server = EmbeddedServer(Path(settings.data_dir or default_data_dir(environ)))
    try:
        yield server.start
    finally:
        server.stop()


async def start_roles(children: Children, environ: Mapping[str, str]) -> None:
    """Each role shows its figures on a port of its own, beginning with the configured one."""
    first = Settings.from_env(environ).metrics_port
    for number, role in enumerate(ROLES):
        port = {"POTLUCK_METRICS_PORT": str(first + number)} if first else {}
        await children.start(role, ["-m", "bot", role], {**environ, **port})


def stop_on_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


async def _serve(environ: Mapping[str, str], keep_redis: KeepRedis) -> None:
    stop, children = stop_on_signal(), Children()
    try:
        await start_roles(children, environ)
        await children.tend(stop, keep_redis)
    finally:
        await children.end()
