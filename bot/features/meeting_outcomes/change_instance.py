"""Changing a meeting instance that many people touch at the same moment: read, change, write, and again on conflict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain.conversation import MessageRef
from bot.domain.meeting import MeetingInstance
from bot.domain.ports import MeetingStore
from bot.errors import Conflict, TryLater

TRIES = 50  # thirty people pressing at once need about thirty rounds at worst


async def change_instance(
    meetings: MeetingStore, instance: MeetingInstance, change: Callable[[MeetingInstance], MeetingInstance]
) -> MeetingInstance:
    """The instance as stored. Nothing is written where the change changes nothing."""
    for _ in range(TRIES):
        wanted = change(instance)
        if wanted == instance:
            return instance
        try:
            return await meetings.put(wanted)
        except Conflict:
            instance = await meetings.get(instance.tenant, instance.key) or instance
    raise TryLater("many people answer at once", after_s=1)


def answered_by(person: str, *, team: str | None = None) -> Callable[[MeetingInstance], MeetingInstance]:
    """Counts a person once and, where told, notes the team that the meeting's tasks belong to."""

    def change(instance: MeetingInstance) -> MeetingInstance:
        answered = tuple(dict.fromkeys([*instance.answered, person]))
        return replace(instance, answered=answered, team=team or instance.team)

    return change


def shown_as(card: MessageRef) -> Callable[[MeetingInstance], MeetingInstance]:
    """Notes which message the outcome card is, where that is not known: a send whose record was lost with its
    worker is found again by the first click on it."""

    def change(instance: MeetingInstance) -> MeetingInstance:
        return instance if instance.card else replace(instance, card=card)

    return change
