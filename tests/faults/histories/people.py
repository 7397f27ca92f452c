"""What people do: each history is one invite or one meeting, and what became of it."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import Protocol

from bot.playground.card_hand import Entries
from bot.playground.people import HARVEST, Person
from bot.playground.records import Invite, Meeting, Message
from tests.faults.histories.stage import ORGANIZERS, Stage
from tests.tenant_fixtures import READ_OUT

KITCHEN = "Settle together which risks we take and who gives up what for the date."
PROMISES = (
    "send the launch plan",
    "book the room",
    "draft the survey",
    "fix the pump",
    "check the budget",
    "order the badges",
    "call the printer",
    "rewrite the handbook",
    "measure the latency",
    "archive the tickets",
    "invite the auditors",
    "translate the menu",
)


class History(Protocol):
    """`first` is before the clock moves on by half an hour, `then` is after."""

    name: str

    async def first(self, stage: Stage) -> None: ...

    async def then(self, stage: Stage) -> None: ...


@dataclass
class InviteHistory:
    """Written, edited, perhaps called off; its question perhaps answered. `answered`: somebody was told "Kept"."""

    name: str
    chance: random.Random
    cooperation: bool
    organizer: Person
    invite: Invite | None = None
    answered: bool = False
    cancelled: bool = False

    async def first(self, stage: Stage) -> None:
        await asyncio.sleep(self.chance.uniform(0, 3))
        outlook = stage.playground.outlook
        body = READ_OUT if self.cooperation else KITCHEN
        everybody = [person.id for person in self.chance.sample(HARVEST, 4)]
        form = {"subject": f"Status {self.name}", "body": body, "organizer": self.organizer.id, "required": everybody}
        self.invite = outlook.write(form)
        for number in range(self.chance.choice((0, 0, 1, 2))):
            await asyncio.sleep(self.chance.uniform(0.05, 0.8))
            outlook.change(
                self.invite, {"body": f"{body}\n- Ana: read out point {number}" if self.cooperation else body}
            )

    async def then(self, stage: Stage) -> None:
        await asyncio.sleep(self.chance.uniform(0, 2))
        chat = stage.chat(self.organizer.id)
        card = await stage.sees(chat, f"Status {self.name}", within_s=8) if self.chance.random() < 0.6 else None
        if card:
            self.answered = await stage.press(chat, card, self.organizer.id, "Keep")
        if self.invite and self.chance.random() < 0.2:
            stage.playground.outlook.cancel(self.invite)
            self.cancelled = True


@dataclass
class Promise:
    """Something somebody said. `mark` stands in the task that it becomes; `kept`: it was acknowledged."""

    mark: str
    by: Person
    owner: Person
    kept: bool
    mentioned: bool
    accepted: bool = False
    done: bool = False


@dataclass
class MeetingHistory:
    """Held, asked about, and what people said. Its events are told in any order."""

    name: str
    chance: random.Random
    people: tuple[Person, ...]
    number: int
    meeting: Meeting | None = None
    promises: list[Promise] = field(default_factory=list)

    async def first(self, stage: Stage) -> None:
        await asyncio.sleep(self.chance.uniform(0, 2.5))
        organizer, world = self.people[0], stage.playground.world
        form = {
            "subject": f"Planning {self.name}",
            "body": KITCHEN,
            "organizer": organizer.id,
            "required": [person.id for person in self.people],
        }
        invite = stage.playground.outlook.write(form)
        self.meeting = world.meetings[invite.meeting_id]
        stage.playground.teams.client.start(self.meeting)

    async def then(self, stage: Stage) -> None:
        assert self.meeting
        await asyncio.sleep(self.chance.uniform(0, 2))
        stage.playground.teams.client.end(self.meeting)
        card = await stage.sees(self.meeting.chat_id, "What did you take away?")
        speakers = self.chance.sample(self.people, self.chance.randint(1, min(3, len(self.people))))
        await asyncio.gather(*(self._speak(stage, card, one, number) for number, one in enumerate(speakers)))
        await asyncio.gather(*(self._answer(stage, promise) for promise in self.promises))

    async def _speak(self, stage: Stage, card: Message | None, by: Person, number: int) -> None:
        assert self.meeting
        await asyncio.sleep(self.chance.uniform(0, 0.8))
        turn = self.number * 4 + number
        verb, things = PROMISES[turn % len(PROMISES)].split(" ", 1)
        mark = f"{things} {1000 + turn}"  # with its words: a number alone may stand in any name or id
        others = [person for person in ORGANIZERS if person in self.people and person != by]
        owner = self.chance.choice(others) if others and self.chance.random() < 0.5 else by
        who = "I'll" if owner is by else f"{owner.name.split()[0]} will"
        text = f"{who} {verb} {mark} by Friday."
        if card is None or self.chance.random() < 0.25:
            stage.playground.teams.client.write(self.meeting.chat_id, by.id, text, mention=True)
            kept = mentioned = True
        else:
            kept = await stage.press(self.meeting.chat_id, card, by.id, "Add", Entries(text=text))
            mentioned = False
        self.promises.append(Promise(mark, by, owner, kept, mentioned))

    async def _answer(self, stage: Stage, promise: Promise) -> None:
        """Who is asked says yes, and some have done it at once."""
        if promise.owner is promise.by or self.chance.random() < 0.3:
            return
        chat = stage.chat(promise.owner.id)
        card = await stage.sees(chat, "Is this yours?", promise.mark, within_s=10)
        if card:
            promise.accepted = await stage.press(chat, card, promise.owner.id, "Accept")
            if promise.accepted and self.chance.random() < 0.4:
                promise.done = await stage.press(chat, card, promise.owner.id, "Done")


def histories(seed: int, count: int) -> list[InviteHistory | MeetingHistory]:
    chance = random.Random(f"people {seed}")  # noqa: S311 - repeatable, no secret
    made: list[InviteHistory | MeetingHistory] = []
    for number in range(count):
        own = random.Random(f"{seed}/{number}")  # noqa: S311 - repeatable, no secret
        name = f"{seed}-{number:03}-{own.randrange(16**4):04x}"
        if chance.random() < 0.5:
            made.append(InviteHistory(name, own, own.random() < 0.8, own.choice(ORGANIZERS)))
        else:
            crowd = HARVEST if own.random() < 0.4 else own.sample(HARVEST, own.randint(2, 5))
            made.append(MeetingHistory(name, own, tuple(crowd), number))
    return made
