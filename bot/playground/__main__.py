"""`python -m bot.playground`: the tenant to play in, as a process of its own. Usually started by `potluck demo`."""

from __future__ import annotations

import argparse
import asyncio
import signal
from pathlib import Path

from bot.playground.run import PlaygroundConfig, serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description="A tenant to play in.")
    parser.add_argument(
        "--state", type=Path, required=True, help="folder for tenant.json, tenant.env and a certificate"
    )
    parser.add_argument("--gateway-url", required=True, help="where Potluck's gateway answers, or will")
    parser.add_argument("--port", type=int, default=0, help="port of the page; 0 takes a free one")
    args = parser.parse_args()
    asyncio.run(_run(PlaygroundConfig(args.state, args.gateway_url, args.port)))


async def _run(config: PlaygroundConfig) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await serve(config, stop)


if __name__ == "__main__":
    main()
