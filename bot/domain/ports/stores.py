"""What is asked of the state of nudges, meetings, tasks, people and teams."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.domain.conversation import Conversation
from bot.domain.jobs import Job
from bot.domain.meeting import MeetingInstance
from bot.domain.nudge import Nudge
from bot.domain.person import Person, Preferences
from bot.domain.round import Round
from bot.domain.task import Outcome, Task
from bot.domain.team import Team


class NudgeStore(Protocol):
    async def add(self, nudge: Nudge) -> bool:
        """False where a nudge with this id exists (its answer included, after it expired)."""
        ...

    async def get(self, tenant: str, nudge_id: str) -> Nudge | None: ...

    async def replace(self, nudge: Nudge) -> Nudge:
        """Conflict where `nudge.version` is not the stored one. Returns the stored record."""
        ...

    async def judged(self, tenant: str, event: str) -> str | None:
        """The change key that an event (by keyed hash) had when it was judged last, for 90 days."""
        ...

    async def note_judged(self, tenant: str, event: str, change_key: str) -> None: ...

    def judging(self, tenant: str, event: str) -> AbstractAsyncContextManager[bool]:
        """One at a time: False where somebody else judges this event now. It ends with its holder."""
        ...

    async def sent_since(self, tenant: str, organizer: str, since: datetime) -> int: ...

    async def of_organizer(self, tenant: str, organizer: str) -> Sequence[Nudge]:
        """What is still kept of what somebody was asked, oldest first."""
        ...

    async def muted_series(self, tenant: str, organizer: str) -> int:
        """How many series somebody is not to be asked about."""
        ...

    async def mute_series(self, tenant: str, organizer: str, series: str) -> None: ...

    async def is_muted(self, tenant: str, organizer: str, series: str) -> bool: ...


class RoundStore(Protocol):
    """Rounds in writing, kept until a day after their deadline."""

    async def get(self, tenant: str, round_id: str) -> Round | None: ...

    async def put(self, one: Round) -> Round:
        """Version 0 creates (Conflict where the id exists), else replaces (Conflict where it changed)."""
        ...

    async def answered_by(self, tenant: str, person: str) -> Sequence[Round]:
        """Those that still hold an answer of this person."""
        ...


class MeetingStore(Protocol):
    """Meeting instances; `latest` is the newest of a meeting id."""

    async def latest(self, tenant: str, meeting_id: str) -> MeetingInstance | None: ...

    async def get(self, tenant: str, key: str) -> MeetingInstance | None: ...

    async def note_private(self, tenant: str, chat_id: str) -> None:
        """The meeting with this chat is private; what was told of it once stays so."""
        ...

    async def is_private(self, tenant: str, chat_id: str) -> bool: ...

    async def put(self, instance: MeetingInstance) -> MeetingInstance:
        """Version 0 creates (Conflict where the key exists), else replaces (Conflict where it changed)."""
        ...

    async def note_asked(self, instance: MeetingInstance, people: Sequence[str], at: datetime) -> None:
        """These people are asked about it; known for 7 days."""
        ...

    async def asked(self, tenant: str, person: str, now: datetime) -> Sequence[MeetingInstance]:
        """What a person was asked about in the 7 days before `now`, newest start first; at most 50."""
        ...

    async def of_team(self, tenant: str, team: str) -> Sequence[MeetingInstance]:
        """Instances whose tasks belong to a team, newest start first; at most the newest 1,000."""
        ...


class TaskStore(Protocol):
    """`add` and `replace` keep, in one step with the task, the job of `bot.domain.reminder.first_look`."""

    async def add(self, task: Task, *, once: str) -> Task:
        """Stores a new task under a fresh short id (the given id is ignored); the same `once` returns the first."""
        ...

    async def get(self, tenant: str, team: str, task_id: str) -> Task | None: ...

    async def replace(self, task: Task, *, then: Sequence[Job] = ()) -> Task:
        """Conflict where `task.version` is not the stored one. Returns the stored record. `then` is enqueued in the
        same step: where the task has changed, who must hear of it will."""
        ...

    def open_of_team(self, tenant: str, team: str) -> AsyncIterator[Task]:
        """Open tasks, earliest due first, those without a date last."""
        ...

    async def of_owner(self, tenant: str, owner: str) -> Sequence[Task]:
        """Open tasks of a person over all teams, earliest due first."""
        ...

    async def of_author(self, tenant: str, author: str) -> Sequence[Task]:
        """Open tasks that a person wrote and others own, or nobody, over all teams, earliest due first."""
        ...

    async def naming(self, tenant: str, person: str) -> Sequence[Task]:
        """All tasks, closed ones too, that a person owns or proposed."""
        ...

    async def of_meeting(self, tenant: str, team: str, meeting: str) -> Sequence[Task]: ...

    async def of_outcome(self, tenant: str, team: str, outcome: str) -> Sequence[Task]:
        """All tasks that were read from one submission or message."""
        ...

    async def drop_closed(self, tenant: str, team: str, before: datetime) -> int:
        """Deletes the done and dropped tasks that were closed before a moment; tells how many."""
        ...

    async def closed_since(self, tenant: str, team: str, since: datetime) -> Sequence[Task]:
        """Done or dropped tasks closed at or after `since`."""
        ...


class OutcomeStore(Protocol):
    async def keep(self, outcome: Outcome, job: Job) -> bool:
        """Keeps the words and enqueues the job that reads them, in one step. False where the id was kept before."""
        ...

    async def change(self, outcome: Outcome, job: Job) -> bool:
        """As `keep`, for a message that was edited or deleted: newer words take the place of older ones, which may
        still be on their way. The meeting stays the first one told, if any was. False where newer words are known."""
        ...

    async def get(self, tenant: str, outcome_id: str) -> Outcome | None:
        """None also where the words have been dropped."""
        ...

    def reading(self, tenant: str, outcome_id: str) -> AbstractAsyncContextManager[bool]:
        """One reader at a time: False where somebody else reads these words now. It ends with its holder."""
        ...

    async def drop_words(self, outcome: Outcome, *, team: str) -> None:
        """These words, unless newer ones came meanwhile, have become tasks of a team and are not needed any more."""
        ...

    async def set_aside(self, outcome: Outcome) -> None:
        """Nothing to do was found in these words, or not which meeting they are about: unless newer ones came, they
        wait a week from now for their author to say, and then go."""
        ...


class PeopleStore(Protocol):
    async def remember(self, person: Person, chat: Conversation | None = None) -> None:
        """Newest name and ids of a person, and the 1:1 chat where known. Never erases a known chat."""
        ...

    async def get(self, tenant: str, person_id: str) -> Person | None: ...

    async def chat_with(self, tenant: str, person_id: str) -> Conversation | None: ...

    async def forget_chat(self, tenant: str, person_id: str) -> None: ...

    async def preferences(self, tenant: str, person_id: str) -> Preferences: ...

    async def prefer(self, tenant: str, person_id: str, preferences: Preferences) -> None:
        """Stores what the person chose; `blocked` and `client_locale` are not theirs to choose and stay as they are."""
        ...

    async def note_locale(self, tenant: str, person_id: str, locale: str) -> None:
        """What the person's Teams speaks; `prefer` leaves it as it is."""
        ...

    async def block(self, tenant: str, person_id: str, *, blocked: bool) -> None:
        """The person blocked the bot, or let it back in."""
        ...

    async def stay_silent(self, tenant: str, person_id: str) -> None:
        """Remember, by keyed hash alone, that somebody who was forgotten opted out: until they choose again, their
        `preferences` say so."""
        ...


class TeamStore(Protocol):
    async def get(self, tenant: str, team_id: str) -> Team | None: ...

    async def put(self, team: Team, members: Sequence[str] | None = None) -> Team:
        """Stores a team and, where given, the object ids of its members. Conflict as in MeetingStore.put."""
        ...

    async def members(self, tenant: str, team_id: str) -> frozenset[str]: ...

    async def teams_of(self, tenant: str, person_id: str) -> Sequence[str]: ...

    async def of_tenant(self, tenant: str) -> Sequence[str]:
        """Ids of all teams that were ever put."""
        ...


class Unreached(Protocol):
    """Organizers whom Potluck would have asked and cannot write to: each once, for the administrator's count."""

    async def note(self, tenant: str, person: str) -> bool:
        """True the first time."""
        ...

    async def reached(self, tenant: str, person: str) -> None: ...

    async def count(self, tenant: str) -> int: ...
