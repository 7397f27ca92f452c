"""`potluck backup FILE` and `potluck restore FILE`: an installation's state as JSON lines.

The file holds names and tasks: it is written for its owner's eyes only (mode 600), and belongs where backups of
personal data belong.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.adapters.redis.archive import RedisArchive
from bot.bootstrap import open_redis_alone
from bot.errors import BadInput, Conflict, PotluckError
from bot.settings import Settings


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, words, act in (
        ("backup", "write the state of this installation to a file", _backup),
        ("restore", "read such a file into an empty Redis", _restore),
    ):
        parser = subparsers.add_parser(name, help=words)
        parser.add_argument("file", type=Path)
        parser.set_defaults(run=lambda args, act=act: _with_archive(args, act))


def _with_archive(args: argparse.Namespace, act: Callable[[RedisArchive, Path], Awaitable[str]]) -> int:
    settings = Settings.from_env(args.environ)
    settings.require("worker")

    async def run() -> str:
        async with open_redis_alone(settings) as redis:
            return await act(redis.archive(), args.file)

    try:
        print(asyncio.run(run()))
    except Conflict:
        return _refuse("Redis holds this installation's keys already; restore into an empty one")
    except BadInput as wrong:
        return _refuse(f"{args.file}: {wrong.detail}")
    except OSError as wrong:
        return _refuse(f"{args.file}: {wrong.strerror}")
    except PotluckError as wrong:
        return _refuse(f"Redis does not answer ({wrong}); check POTLUCK_REDIS_URL")
    return 0


def _refuse(words: str) -> int:
    print(f"potluck: {words}", file=sys.stderr)
    return 1


async def _backup(archive: RedisArchive, file: Path) -> str:
    """Written beside its place and moved there, so that a broken run leaves no half backup under the name."""
    part = file.with_name(file.name + ".part")
    lines = 0
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        async for line in archive.dump():
            out.write(line + "\n")
            lines += 1
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    return f"{file}: {lines - 1} keys"


async def _restore(archive: RedisArchive, file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        restored = await archive.load(lines)
    return f"{restored} keys restored; start the roles"
