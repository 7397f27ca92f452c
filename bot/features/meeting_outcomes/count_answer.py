"""Who has answered: counted once per person, however many answer at the same moment."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.meeting import MeetingInstance
from bot.domain.ports import MeetingStore
from bot.errors import Conflict, TryLater

TRIES = 50  # thirty people pressing at once need about thirty rounds at worst


async def count_answer(
    meetings: MeetingStore, instance: MeetingInstance, person: str, *, team: str | None = None
) -> MeetingInstance:
    """The instance as stored, with this person among those who answered and, where told, its team."""
    for _ in range(TRIES):
        wanted = replace(
            instance,
            answered=tuple(dict.fromkeys([*instance.answered, person])),
            team=team or instance.team,
        )
        if wanted == instance:
            return instance
        try:
            return await meetings.put(wanted)
        except Conflict:
            instance = await meetings.get(instance.tenant, instance.key) or instance
    raise TryLater("many people answer at once", after_s=1)
