"""Job: what a round in writing would be, in the message of the nudge. Nothing is sent to anybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.domain.cards import Card
from bot.domain.ids import keyed_hash
from bot.domain.jobs import PreviewRound
from bot.domain.meeting import Attendee, Invite
from bot.domain.ports import Calendar, Messenger, PeopleStore
from bot.domain.tongue import say, speaking
from bot.errors import Gone, NotAllowed, Unreachable
from bot.features.async_round import round_card

MOST_PEOPLE = 40
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Preview:
    calendar: Calendar
    people: PeopleStore
    messenger: Messenger
    hash_key: str

    async def __call__(self, job: PreviewRound) -> None:
        event_id = str(job.about.get("event", ""))
        if keyed_hash(self.hash_key, "nudge", job.tenant, job.organizer, event_id) != job.nudge:
            log.warning("round_of_another_event", nudge=job.nudge)
            return
        try:
            invite = await self.calendar.invite(job.tenant, job.organizer, event_id)
        except NotAllowed:
            invite = None
        if invite and invite.cancelled:
            invite = None
        with speaking((await self.people.preferences(job.tenant, job.organizer)).speaks):
            face, summary = _face(job, invite), say("Could this meeting be async?")
        try:
            await self.messenger.update(job.message, face, summary=summary)
        except (Gone, Unreachable) as why:
            log.info("card_gone", reason=why.reason)


def _face(job: PreviewRound, invite: Invite | None) -> Card:
    if invite is None:
        return round_card.told(say("This meeting was called off"), say("There is nothing left to decide."))
    people = invite.attendees[:MOST_PEOPLE]
    items = [str(item) for item in job.about.get("items") or ()] or [say("What is new on your side?")]
    return round_card.preview(job.nudge, job.about, people, [(item, named_in(item, people)) for item in items])


def named_in(item: str, people: Sequence[Attendee]) -> int:
    """Whose name an item begins with, where exactly one person bears it; else the organizer, who is the first."""
    first = item.split(":", maxsplit=1)[0].split(" ", maxsplit=1)[0].strip(" -•").casefold()
    bearing = [number for number, one in enumerate(people) if first and one.name.casefold().split()[:1] == [first]]
    return bearing[0] if len(bearing) == 1 else 0
