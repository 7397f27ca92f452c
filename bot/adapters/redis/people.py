"""The PeopleStore: one HASH per person, each field written by itself, so that no write can undo another."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters.redis.codec import decode, encode
from bot.adapters.redis.connect import Connection
from bot.adapters.redis.keys import Keys
from bot.domain.conversation import Conversation
from bot.domain.ids import keyed_hash
from bot.domain.person import Person, Preferences

FIELDS = ("name", "teams_id", "email", "guest")
NAMING = (*FIELDS, "chat", "blocked", "client_locale")
"""All but the preferences: who is back while they are forgotten keeps those."""
TOLD_ALONE = frozenset({"blocked", "client_locale"})  # fields of their own, since another hand writes them


class RedisPeople:
    """Keeps the contract of `bot.domain.ports.PeopleStore`."""

    def __init__(self, redis: Connection, keys: Keys, secret: str = "") -> None:
        """`secret` keys the hashes by which the silence of people who were forgotten is remembered."""
        self._redis = redis
        self._keys = keys
        self._secret = secret

    async def remember(self, person: Person, chat: Conversation | None = None) -> None:
        """What this sight of the person lacks (a name, an address) is kept from earlier ones."""
        seen = {"name": person.name, "teams_id": person.teams_id, "email": person.email}
        fields = {name: value for name, value in seen.items() if value}
        fields["guest"] = "1" if person.guest else ""
        if chat:
            fields["chat"] = encode(chat)
        flat = [part for pair in fields.items() for part in pair]
        await self._redis.call("HSET", self._key(person.tenant, person.id), *flat)

    async def get(self, tenant: str, person_id: str) -> Person | None:
        name, teams_id, email, guest = await self._redis.call("HMGET", self._key(tenant, person_id), *FIELDS)
        if guest is None:
            return None  # only preferences are known
        return Person(tenant, person_id, name or "", teams_id, email, bool(guest))

    async def chat_with(self, tenant: str, person_id: str) -> Conversation | None:
        chat = await self._redis.call("HGET", self._key(tenant, person_id), "chat")
        return decode(Conversation, chat) if chat else None

    async def forget_chat(self, tenant: str, person_id: str) -> None:
        await self._redis.call("HDEL", self._key(tenant, person_id), "chat")

    async def preferences(self, tenant: str, person_id: str) -> Preferences:
        asked = ("HMGET", self._key(tenant, person_id), "preferences", "blocked", "client_locale")
        kept, blocked, locale = await self._redis.call(*asked)
        chosen = decode(Preferences, kept) if kept else Preferences()
        if kept is None and await self._redis.call("EXISTS", self._silent(tenant, person_id)):
            chosen = Preferences(may_write=False, read_invites=False)
        return replace(chosen, blocked=bool(blocked), client_locale=locale)

    async def prefer(self, tenant: str, person_id: str, preferences: Preferences) -> None:
        await self._redis.call(
            "HSET", self._key(tenant, person_id), "preferences", encode(preferences, without=TOLD_ALONE)
        )

    async def note_locale(self, tenant: str, person_id: str, locale: str) -> None:
        await self._redis.call("HSET", self._key(tenant, person_id), "client_locale", locale)

    async def block(self, tenant: str, person_id: str, *, blocked: bool) -> None:
        await self._redis.call("HSET", self._key(tenant, person_id), "blocked", "1" if blocked else "")

    async def stay_silent(self, tenant: str, person_id: str) -> None:
        await self._redis.call("SET", self._silent(tenant, person_id), "1")
        await self._redis.call("HDEL", self._key(tenant, person_id), "preferences")

    def _silent(self, tenant: str, person_id: str) -> str:
        return self._keys.silent(keyed_hash(self._secret, "silent", tenant, person_id))

    def _key(self, tenant: str, person_id: str) -> str:
        return self._keys.of_person("person", tenant, person_id)
