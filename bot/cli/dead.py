"""`potluck dead list | retry | drop`: jobs that failed for good, looked at and settled by an operator.

A dead letter is told by what it was (kind, tenant, reason, when), never by its content.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable

from bot.adapters.redis.queue import RedisQueue
from bot.bootstrap import open_redis_alone
from bot.errors import PotluckError
from bot.settings import Settings

EVERYTHING = "all"
PAGE = 1000


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("dead", help="look at jobs that failed for good; retry or drop them")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="oldest first: id, when, kind, reason, tenant")
    listing.add_argument("--limit", type=int, default=100, help="at most so many lines (100)")
    listing.set_defaults(run=lambda args: _with_queue(args, lambda queue: _list(queue, args.limit)))
    for name, words in (("retry", "put it back into the queue, from its first try"), ("drop", "forget it for good")):
        action = actions.add_parser(name, help=words)
        action.add_argument("id", nargs="+", help=f"as `potluck dead list` shows it, or `{EVERYTHING}`")
        action.set_defaults(run=lambda args: _with_queue(args, lambda queue: _settle(queue, args.action, args.id)))


def _with_queue(args: argparse.Namespace, act: Callable[[RedisQueue], Awaitable[int]]) -> int:
    settings = Settings.from_env(args.environ)

    async def run() -> int:
        async with open_redis_alone(settings) as redis:
            return await act(redis.queue)

    try:
        return asyncio.run(run())
    except PotluckError as why:
        print(f"potluck: Redis does not answer ({why}); check POTLUCK_REDIS_URL", file=sys.stderr)
        return 1


async def _list(queue: RedisQueue, limit: int) -> int:
    letters = await queue.dead_letters(limit=max(1, limit))
    for letter in letters:
        died = f"{letter.died:%Y-%m-%d %H:%M:%SZ}"
        print(f"{letter.id}  {died}  {letter.kind or '(unreadable)'}  {letter.reason}  {letter.tenant or '-'}")
    if not letters:
        print("No dead jobs.")
    return 0


async def _settle(queue: RedisQueue, action: str, told: list[str]) -> int:
    """Exit status 1 where one of the ids is not (any more) among the dead."""
    act = queue.requeue if action == "retry" else queue.drop
    ids = [letter.id for letter in await queue.dead_letters(limit=PAGE)] if told == [EVERYTHING] else told
    missing = [letter_id for letter_id in ids if not await act(letter_id)]
    for letter_id in missing:
        print(f"{letter_id}: no such dead job", file=sys.stderr)
    print(f"{len(ids) - len(missing)} {'back in the queue' if action == 'retry' else 'dropped'}")
    return 1 if missing else 0
