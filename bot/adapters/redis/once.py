"""Send-once marks: the outbox of everything that people see.

No store can know whether a message arrived whose answer was lost. So each send is marked before its bytes leave and
recorded after; what follows from a death in between is a choice, and this is it:

| what happened                                       | the mark    | the next try |
|-----------------------------------------------------|-------------|--------------|
| an event told twice, a job run again after its send | the message | sends nothing, gets the first message |
| two workers at once                                 | begun       | the second is in doubt and sends nothing |
| a definite refusal (throttled, unreachable)         | forgotten   | sends |
| the answer lost, or a worker killed while sending   | begun       | in doubt for ever: never twice |
| killed after the answer, before the record          | begun       | the same |
| the answer to the mark itself lost                  | begun, ours | asked again with the same token: it is ours |

Never twice is preferred to never lost: the next digest and "my tasks" show what a crash swallowed, while a card shown
twice to thirty people cannot be taken back. Marks live 90 days, longer than any job can come back.
"""

from __future__ import annotations

import secrets
from typing import Literal

from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection, Lua
from bot.adapters.redis.keys import SENT_ONCE, Keys, milliseconds
from bot.domain.conversation import MessageRef

BEGUN = "begun:"

# KEYS mark. ARGV our token, life. Tells who holds the mark.
_BEGIN = Lua(
    """
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return ARGV[1] end
return redis.call('GET', KEYS[1])
"""
)


class RedisSendOnce:
    """Keeps the contract of `bot.domain.ports.SendOnce`."""

    def __init__(self, redis: Connection, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def begin(self, key: str) -> MessageRef | Literal["begun", "in_doubt"]:
        token = BEGUN + secrets.token_hex(8)
        held: str = await self._redis.run(_BEGIN, [self._keys.sent(key)], [token, milliseconds(SENT_ONCE)])
        if held == token:
            return "begun"
        return "in_doubt" if held.startswith(BEGUN) else decode(MessageRef, held)

    async def done(self, key: str, message: MessageRef) -> None:
        await self._redis.call("SET", self._keys.sent(key), encode(message), "PX", milliseconds(SENT_ONCE))

    async def forget(self, key: str) -> None:
        await self._redis.call("DEL", self._keys.sent(key))
