"""`potluck demo`: the whole product on loopback, in a tenant to play in.

The playground is started as its own process and tells, in a file, the settings that any tenant would give; from
there on the product is started exactly as `potluck up` starts it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp

from bot.cli.logs import start_logging
from bot.cli.processes import Children
from bot.cli.up import KeepRedis, redis_for, start_roles, stop_on_signal
from bot.playground.run import SETTINGS_FILE, TENANT_FILE, Playground, PlaygroundConfig, serve
from bot.playground.script import play
from bot.settings import PREFIX, Settings

READY_WITHIN_S = 90.0
REHEARSED_GATEWAY = "http://127.0.0.1:3978"  # where `potluck up` answers unless told otherwise


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("demo", help="play with it: no account, no cloud")
    parser.add_argument("--script", action="store_true", help="play both stories without a browser, then end")
    parser.add_argument("--invites", metavar="FILE.jsonl", type=Path, help="play these invites, without a browser")
    parser.add_argument(
        "--tenant", metavar="FOLDER", type=Path, help="only the tenant, to rehearse in: writes FOLDER/tenant.env"
    )
    parser.add_argument("--port", type=int, default=0, help="port of the page; 0 takes a free one")
    parser.add_argument("--log-level", default="error", help="of the roles: debug, info, warning or error")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    start_logging(args.log_level, "demo")
    if args.tenant:
        return asyncio.run(_play_tenant(args.tenant.resolve(), args.port))
    environ = {name: value for name, value in args.environ.items() if not name.startswith((PREFIX, "REDIS_URL"))}
    with (
        tempfile.TemporaryDirectory(prefix="potluck-") as folder,
        redis_for(Settings(data_dir=f"{folder}/redis"), environ) as keep_redis,
    ):
        return asyncio.run(_play(args, environ, keep_redis, Path(folder)))


async def _play_tenant(folder: Path, port: int) -> int:
    """For a Potluck that somebody sets up and starts as they would for a tenant of their own."""

    def opened(playground: Playground) -> None:
        print(f"A tenant to rehearse in: {playground.page_url}\nIts settings: {folder / SETTINGS_FILE}")
        print("Ctrl-C ends it.", flush=True)

    await serve(PlaygroundConfig(folder, REHEARSED_GATEWAY, port), stop_on_signal(), opened)
    return 0


async def _play(args: argparse.Namespace, environ: Mapping[str, str], keep_redis: KeepRedis, folder: Path) -> int:
    stop, children = stop_on_signal(), Children()
    gateway_port = _free_port()
    gateway_url = f"http://127.0.0.1:{gateway_port}"
    try:
        told = await _start_playground(children, environ, folder, gateway_url, args.port)
        await start_roles(
            children,
            {
                **environ,
                **told["environment"],
                "POTLUCK_REDIS_URL": keep_redis(),
                "POTLUCK_PORT": str(gateway_port),
                "POTLUCK_PUBLIC_URL": gateway_url,
                "POTLUCK_DEFAULT_ZONE": "Europe/Berlin",
                "POTLUCK_LOG_LEVEL": args.log_level,
            },
        )
        tending = asyncio.create_task(children.tend(stop, keep_redis))
        try:
            return await _until_stopped(args, told["page_url"], gateway_url, stop)
        finally:
            stop.set()
            await tending
    finally:
        await children.end()


async def _until_stopped(args: argparse.Namespace, page_url: str, gateway_url: str, stop: asyncio.Event) -> int:
    await _answers(f"{gateway_url}/readyz", stop)
    if args.script or args.invites:
        return await play(page_url, args.invites, sys.stdout)
    print(f"Potluck's playground: {page_url}\nCtrl-C ends it.", flush=True)
    await stop.wait()
    return 0


async def _start_playground(
    children: Children, environ: Mapping[str, str], folder: Path, gateway_url: str, port: int
) -> dict[str, Any]:
    state = folder / "playground"
    argv = ["-m", "bot.playground", "--state", str(state), "--gateway-url", gateway_url, "--port", str(port)]
    await children.start("playground", argv, environ)
    told = state / TENANT_FILE
    deadline = asyncio.get_running_loop().time() + READY_WITHIN_S
    while not told.exists():
        if children.running["playground"].returncode is not None:
            raise SystemExit("The playground did not start; its words stand above.")
        if asyncio.get_running_loop().time() > deadline:
            raise SystemExit("The playground did not start in time.")
        await asyncio.sleep(0.05)
    tenant: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    return tenant


async def _answers(url: str, stop: asyncio.Event) -> None:
    deadline = asyncio.get_running_loop().time() + READY_WITHIN_S
    async with aiohttp.ClientSession() as http:
        while not stop.is_set():
            try:
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            if asyncio.get_running_loop().time() > deadline:
                raise SystemExit("Potluck did not start in time; run with --log-level info to see why.")
            await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
