"""A visitor of the playground without a browser: its page API over HTTP, and waiting for what should appear."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote

import aiohttp

from bot.playground.card_hand import NOTHING, Entries, StepFailed, press

Json = dict[str, Any]
Found = TypeVar("Found")
LOOK_EVERY_S = 0.15
WITHIN_S = 45.0


class Refused(Exception):
    """The playground said no; the message is its sentence."""


@dataclass(slots=True)
class PageClient:
    """`tenant` is the state as of the last look."""

    http: aiohttp.ClientSession
    tenant: Json = field(default_factory=dict)
    _tag: str = ""

    async def look(self) -> Json:
        async with self.http.get("/api/state", headers={"If-None-Match": self._tag}) as answer:
            if answer.status == 200:
                self.tenant, self._tag = await answer.json(), answer.headers.get("ETag", "")
        return self.tenant

    async def until(self, what: str, find: Callable[[Json], Found | None], within_s: float = WITHIN_S) -> Found:
        """What `find` finds, as soon as it finds something. Raises StepFailed when time is up."""
        deadline = asyncio.get_running_loop().time() + within_s
        while True:
            found = find(await self.look())
            if found is not None:
                return found
            if asyncio.get_running_loop().time() > deadline:
                raise StepFailed(f"{what} did not happen within {within_s:.0f} seconds")
            await asyncio.sleep(LOOK_EVERY_S)

    async def post(self, path: str, body: Mapping[str, Any] | None = None) -> Json:
        """Raises Refused."""
        async with self.http.post(f"/api/{path}", json=body or {}) as answer:
            told: Json = await answer.json(content_type=None)
            if answer.status >= 400:
                raise Refused(told.get("error") or f"The playground answered {answer.status}.")
            return told

    async def say(self, chat_id: str, person: str, text: str, *, mention: bool = False) -> None:
        await self.post(f"chats/{quote(chat_id, safe='')}/messages", {"as": person, "text": text, "mention": mention})

    async def press(
        self, chat_id: str, message: Mapping[str, Any], person: str, title: str, entries: Entries = NOTHING
    ) -> Json:
        """The card that this person sees after pressing the button of that title. Raises StepFailed."""
        pressed = press(face(message, person) or {}, title, entries)
        path = f"chats/{quote(chat_id, safe='')}/messages/{message['id']}/invoke"
        answer = await self.post(path, {"as": person, "verb": pressed.verb, "data": pressed.data})
        if answer["error"]:
            raise StepFailed(f"“{title}” was answered: {answer['error']}")
        card: Json | None = answer["card"]
        if card is None:
            raise StepFailed(f"“{title}” showed no card, but: {answer['message']}")
        return card


@asynccontextmanager
async def visit(page_url: str) -> AsyncIterator[PageClient]:
    async with aiohttp.ClientSession(page_url, timeout=aiohttp.ClientTimeout(total=30)) as http:
        client = PageClient(http)
        await client.look()
        yield client


def face(message: Mapping[str, Any], person: str) -> Json | None:
    """The card of a message as one person sees it."""
    card: Json | None = message.get("views", {}).get(person) or message["card"]
    return card


def chat_of(tenant: Json, chat_id: str) -> Json:
    return next(chat for chat in tenant["chats"] if chat["id"] == chat_id)


def personal_chat(tenant: Json, person: str) -> Json:
    return next(chat for chat in tenant["chats"] if chat["kind"] == "personal" and chat["person_id"] == person)


def from_bot(chat: Json) -> list[Json]:
    """What the bot said there and did not take back."""
    return [message for message in chat["messages"] if message["from"]["kind"] == "bot" and not message["deleted"]]


def name_of(tenant: Json, person: str) -> str:
    return next(str(one["name"]) for one in tenant["people"] if one["id"] == person)
