"""`potluck gateway | worker | scheduler`: one role per process; SIGTERM drains."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from functools import partial

import structlog
from aiohttp import web

from bot.bootstrap import House, Role, gateway_app, look, open_house, scheduler, worker_handle
from bot.cli.logs import start_logging
from bot.gateway.runner import GatewayRunner
from bot.gateway.sight import showing_metrics
from bot.settings import Settings
from bot.sight.export import sending_traces
from bot.worker.run import run_worker

log = structlog.get_logger()
DRAIN_S = 20.0
BEHIND_DOORS = 5  # niceness of workers: on a machine that they share, whoever waits at a door goes first
_HELP: dict[Role, str] = {
    "gateway": "the door: Teams, Graph and health",
    "worker": "does the jobs",
    "scheduler": "fires digests and looks after subscriptions",
}


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for role, words in _HELP.items():
        subparsers.add_parser(role, help=words).set_defaults(run=partial(run, role=role))


def run(args: argparse.Namespace, role: Role) -> int:
    settings = Settings.from_env(args.environ)
    settings.require(role)
    start_logging(settings.log_level, role)
    with sending_traces(settings.traces_url, role):
        asyncio.run(serve(settings, role))
    return 0


async def serve(settings: Settings, role: Role) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with (
        open_house(settings, role) as house,
        showing_metrics(partial(look, house), settings.host, settings.metrics_port),
    ):
        await _ROLES[role](house, stop)
    log.info("role_ended")


async def _gateway(house: House, stop: asyncio.Event) -> None:
    runner = GatewayRunner(gateway_app(house), drain_s=DRAIN_S)
    await runner.setup()
    try:
        await web.TCPSite(runner, house.settings.host, house.settings.port).start()
        log.info("gateway_listens", port=house.settings.port)
        await stop.wait()
    finally:
        await runner.cleanup()


async def _worker(house: House, stop: asyncio.Event) -> None:
    if hasattr(os, "nice"):
        os.nice(BEHIND_DOORS)
    await asyncio.to_thread(house.language.warm_up)
    log.info("worker_starts")
    await run_worker(house.redis.consumer(concurrency=house.settings.concurrency), worker_handle(house), stop=stop)


async def _scheduler(house: House, stop: asyncio.Event) -> None:
    log.info("scheduler_starts")
    await scheduler(house).run(stop=stop)


_ROLES = {"gateway": _gateway, "worker": _worker, "scheduler": _scheduler}
