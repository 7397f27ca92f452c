"""Changing a meeting instance that many people touch at the same moment: read, change, write, and again on conflict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain.conversation import MessageRef
from bot.domain.meeting import MeetingInstance
from bot.domain.ports import MeetingStore
from bot.domain.task import Outcome
from bot.errors import Conflict, TryLater

MOST_ASIDE = 50
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


def answered_by(person: str) -> Callable[[MeetingInstance], MeetingInstance]:
    """Counts a person once."""

    def change(instance: MeetingInstance) -> MeetingInstance:
        return replace(instance, answered=tuple(dict.fromkeys([*instance.answered, person])))

    return change


def read_from(outcome: Outcome, *, team: str, found: bool) -> Callable[[MeetingInstance], MeetingInstance]:
    """Somebody's words were read: they count as answered, the meeting's tasks belong to that team, and who used the
    card is to be shown what was understood. Words in which nothing was found are set aside for them to decide."""
    by_card = outcome.conversation is None

    def change(instance: MeetingInstance) -> MeetingInstance:
        instance = replace(answered_by(outcome.author)(instance), team=team)
        if not by_card:
            return instance
        checking = tuple(dict.fromkeys([*instance.checking, outcome.author]))
        aside = instance.aside if found else tuple(dict.fromkeys([*instance.aside, outcome.id]))[-MOST_ASIDE:]
        return replace(instance, checking=checking, aside=aside)

    return change


def looked_through(person: str) -> Callable[[MeetingInstance], MeetingInstance]:
    """They said that what was understood is right."""

    def change(instance: MeetingInstance) -> MeetingInstance:
        return replace(instance, checking=tuple(one for one in instance.checking if one != person))

    return change


def no_longer_aside(outcome_id: str) -> Callable[[MeetingInstance], MeetingInstance]:
    def change(instance: MeetingInstance) -> MeetingInstance:
        return replace(instance, aside=tuple(one for one in instance.aside if one != outcome_id))

    return change


def shown_as(card: MessageRef) -> Callable[[MeetingInstance], MeetingInstance]:
    """Notes which message the outcome card is, where that is not known: a send whose record was lost with its
    worker is found again by the first click on it."""

    def change(instance: MeetingInstance) -> MeetingInstance:
        return instance if instance.card else replace(instance, card=card)

    return change
