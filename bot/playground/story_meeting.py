"""Story two: a meeting ends, people say what they took away, owners answer, and the team reads one digest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.playground.card_hand import NOTHING, Entries, StepFailed, has_button
from bot.playground.card_text import card_lines
from bot.playground.clock import ZONE
from bot.playground.narrator import Narrator
from bot.playground.page_client import Json, PageClient, chat_of, face, from_bot, name_of, personal_chat
from bot.playground.templates import ANA, LUKASZ, MAREN, SIOBHAN, TARO, TEAM, ZOE

ONCE_WATCHED_S = 2.0  # how long a second digest or outcome card is waited for
MEETING_MIN = 45
NOTES = {
    MAREN: "I'll send the launch plan by Friday.\nAna checks the numbers by tomorrow.\nŁukasz updates the runbook.",
    ZOE: "山田 太郎 prepares the demo environment by Monday.\nI draw the final icons.",
}
SAID_IN_CHAT = "Siobhán books the test kitchen by Monday"
INVITE = {
    "subject": "Harvest launch review",
    "body": "Work out together which launch risks we accept, and who gives up what for the date.",
    "organizer": MAREN,
    "required": list(TEAM),
    "duration_min": MEETING_MIN,
}


@dataclass(slots=True)
class MeetingStory:
    """`chat` is the id of the meeting's chat."""

    client: PageClient
    narrator: Narrator
    chat: str = ""

    async def play(self) -> None:
        """Raises StepFailed at the first step that does not happen."""
        self.narrator.title("Story two: a meeting ends")
        await self._hold_meeting()
        card = await self._outcome_card()
        for person, words in NOTES.items():
            await self._take_away(card, person, words)
        await self._owners_answer()
        await self._say_in_chat()
        await self._ask_in_private(SIOBHAN, "my tasks", heading="My tasks")
        await self._ask_in_private(MAREN, "help", heading="Potluck")
        if len(self._outcome_cards(await self.client.look())) != 1:
            raise StepFailed("there is more than one outcome card in the meeting chat")
        await self._next_morning()

    async def _hold_meeting(self) -> None:
        invite = (await self.client.post("invites", INVITE))["id"]
        tenant = await self.client.look()
        meeting = next(one for one in tenant["meetings"] if one["invite_id"] == invite)
        self.chat = meeting["chat_id"]
        await self.client.post(f"meetings/{quote(meeting['id'], safe='')}/start")
        await self.client.post("clock", {"advance_s": MEETING_MIN * 60})
        await self.client.post(f"meetings/{quote(meeting['id'], safe='')}/end")
        self.narrator.tell(f"“{INVITE['subject']}” starts, and ends {MEETING_MIN} minutes later.")

    async def _outcome_card(self) -> Json:
        card = await self.client.until("the card that asks for outcomes", self._first_outcome_card)
        self.narrator.card("The meeting chat", card["card"])
        return card

    def _outcome_cards(self, tenant: Json) -> list[Json]:
        return [one for one in from_bot(chat_of(tenant, self.chat)) if has_button(one["card"], "Add", "Nothing to do")]

    def _first_outcome_card(self, tenant: Json) -> Json | None:
        return next(iter(self._outcome_cards(tenant)), None)

    async def _take_away(self, card: Json, person: str, words: str) -> None:
        name = name_of(self.client.tenant, person)
        self.narrator.tell(f"{name} writes: {' / '.join(words.splitlines())}")
        self.narrator.card(name, await self.client.press(self.chat, card, person, "Add", Entries(text=words)))

    async def _owners_answer(self) -> None:
        await self._answer(ANA, "Accept")
        await self._answer(LUKASZ, "Not mine")
        await self._answer(TARO, "Pass on")
        await self._answer(TARO, "Pass on", Entries(person=SIOBHAN))
        await self._answer(SIOBHAN, "Accept")

    async def _answer(self, person: str, title: str, entries: Entries = NOTHING) -> None:
        """Presses a button on the newest card that has it and, where something is filled in, a place for that."""
        name, chat_id = name_of(self.client.tenant, person), personal_chat(self.client.tenant, person)["id"]
        message = await self.client.until(
            f"a card for {name} with “{title}”", _newest_with(chat_id, person, title, entries)
        )
        if entries is NOTHING:
            self.narrator.card(f"{name}, alone,", face(message, person) or {})
        self.narrator.tell(f"{name} presses [{title}].")
        self.narrator.card(name, await self.client.press(chat_id, message, person, title, entries))

    async def _say_in_chat(self) -> None:
        before = len(from_bot(chat_of(await self.client.look(), self.chat)))
        self.narrator.tell(f"{name_of(self.client.tenant, TARO)} writes in the chat: @Potluck {SAID_IN_CHAT}")
        await self.client.say(self.chat, TARO, SAID_IN_CHAT, mention=True)
        answer = await self.client.until("an answer in the meeting chat", _newer_than(self.chat, before))
        self._show("The meeting chat", answer)

    async def _ask_in_private(self, person: str, words: str, *, heading: str) -> None:
        """Other cards may arrive meanwhile; the answer is known by its heading."""
        chat = personal_chat(await self.client.look(), person)
        seen = {message["id"] for message in from_bot(chat)}

        def answer(tenant: Json) -> Json | None:
            fresh = [one for one in from_bot(chat_of(tenant, chat["id"])) if one["id"] not in seen and one["card"]]
            return next((one for one in fresh if card_lines(one["card"], ZONE)[0] == heading), None)

        name = name_of(self.client.tenant, person)
        self.narrator.tell(f"{name} writes to Potluck: {words}")
        await self.client.say(chat["id"], person, words)
        self._show(name, await self.client.until(f"an answer to “{words}”", answer))

    async def _next_morning(self) -> None:
        tenant = await self.client.look()
        team = tenant["teams"][0]
        channel, before = team["channel_chat"], len(from_bot(chat_of(tenant, team["channel_chat"])))
        morning = next_morning(datetime.fromisoformat(tenant["clock"]["now"]), tenant["clock"]["zone"])
        await self.client.post("clock", {"to": morning.isoformat()})
        self.narrator.tell(f"It is {morning:%A, %d %B, %H:%M} now.")
        digest = await self.client.until("the digest in the channel", _newer_than(channel, before))
        self._show(f"The channel of {team['name']}", digest)
        await asyncio.sleep(ONCE_WATCHED_S)
        count = len(from_bot(chat_of(await self.client.look(), channel))) - before
        if count != 1:
            raise StepFailed(f"the digest came {count} times")
        self.narrator.tell("It came once.")

    def _show(self, who: str, message: Json) -> None:
        if message["card"]:
            self.narrator.card(who, message["card"])
        else:
            self.narrator.tell(f"{who} reads: {message['text']}")


def next_morning(now: datetime, zone: str) -> datetime:
    """09:00 of the next Monday to Friday."""
    local = now.astimezone(ZoneInfo(zone))
    morning = datetime.combine(local.date(), time(9), tzinfo=local.tzinfo)
    while morning <= local or morning.weekday() >= 5:
        morning = datetime.combine(morning.date() + timedelta(days=1), time(9), tzinfo=local.tzinfo)
    return morning


def _newest_with(chat_id: str, person: str, title: str, entries: Entries) -> Callable[[Json], Json | None]:
    def find(tenant: Json) -> Json | None:
        for message in reversed(from_bot(chat_of(tenant, chat_id))):
            shown = face(message, person)
            if has_button(shown, title) and (entries.person is None or _has_picker(shown)):
                found: Json = message
                return found
        return None

    return find


def _has_picker(card: Any) -> bool:
    return "choices.data" in str(card)


def _newer_than(chat_id: str, count: int) -> Callable[[Json], Json | None]:
    """The first message of the bot after the first `count`."""

    def find(tenant: Json) -> Json | None:
        messages = from_bot(chat_of(tenant, chat_id))
        return messages[count] if len(messages) > count else None

    return find
