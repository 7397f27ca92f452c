"""The AnswerStore: what a key of a caller stands for, and what was answered to it."""

from __future__ import annotations

from typing import Literal

from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import ANSWERED, ANSWERING, Keys, milliseconds
from bot.domain.ports import KeptAnswer

SEPARATOR = "|"

# KEYS place. ARGV what is asked, life of a mark. A mark has no answer yet. Tells what was there before.
_BEGIN = Lua(
    """
local held = redis.call('GET', KEYS[1])
if not held then redis.call('SET', KEYS[1], ARGV[1] .. '|', 'PX', ARGV[2]) end
return held
"""
)


class RedisAnswers:
    """Keeps the contract of `bot.domain.ports.AnswerStore`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def begin(self, tenant: str, place: str, asked: str) -> KeptAnswer | Literal["begun", "running", "another"]:
        held: str | None = await self._redis.run_once(
            _BEGIN, [self._keys.answer(tenant, place)], [asked, milliseconds(ANSWERING)]
        )
        if held is None:
            return "begun"
        before, _, answer = held.partition(SEPARATOR)
        if before != asked:
            return "another"
        return decode(KeptAnswer, answer) if answer else "running"

    async def done(self, tenant: str, place: str, asked: str, answer: KeptAnswer) -> None:
        kept = asked + SEPARATOR + encode(answer)
        await self._redis.call("SET", self._keys.answer(tenant, place), kept, "PX", milliseconds(ANSWERED))

    async def forget(self, tenant: str, place: str) -> None:
        await self._redis.call("DEL", self._keys.answer(tenant, place))
