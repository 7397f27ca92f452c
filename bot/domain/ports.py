"""What the inside asks of the outside: small Protocols whose docstrings are the contract.

One contract suite per port in tests/contracts/ runs over every adapter that claims to keep it. All methods that
touch a service may raise `TryLater`; times are aware UTC datetimes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from bot.domain.cards import Card
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.hook import Hook
from bot.domain.jobs import Job
from bot.domain.judgement import FoundItem, Judgement
from bot.domain.ledger import Entry
from bot.domain.meeting import AgendaText, Invite, MeetingInstance
from bot.domain.nudge import Nudge
from bot.domain.person import Person, Preferences
from bot.domain.round import Round
from bot.domain.task import Outcome, Task
from bot.domain.team import DigestTime, Team


class Clock(Protocol):
    def now(self) -> datetime:
        """The moment the product lives in, aware UTC."""
        ...


class TokenSource(Protocol):
    async def token(self, scope: str) -> str:
        """An app-only bearer token, cached and renewed off the event loop, one request in flight per scope."""
        ...


class Messenger(Protocol):
    """Teams, as the inside sees it. `once` names the effect: a second send with the same key sends nothing and
    returns the first message. A send whose answer was lost raises MaybeDelivered and is never repeated."""

    async def send(self, to: Conversation, card: Card, *, once: str, summary: str) -> MessageRef: ...

    async def send_text(self, to: Conversation, text: str, *, once: str) -> MessageRef: ...

    async def open_personal(self, person: Person, *, service_url: str) -> Conversation:
        """The 1:1 chat with a person. Unreachable where the app is not installed in any scope they share."""
        ...

    async def update(self, message: MessageRef, card: Card, *, summary: str) -> None:
        """Gone where the message was deleted."""
        ...

    async def members(self, of: Conversation) -> Sequence[Person]:
        """All people of a conversation or team, all pages, bots left out."""
        ...

    async def scheduled_length(self, chat: Conversation, meeting_id: str) -> timedelta | None:
        """How long the meeting of this chat is meant to take, or None where nobody can tell."""
        ...


class SendOnce(Protocol):
    """Marks around a send, so that a card is never shown twice. A crash between mark and record leaves the send
    in doubt for ever: it may have arrived, and a card that is missing is mended by the next digest or list."""

    async def begin(self, key: str) -> MessageRef | Literal["begun", "in_doubt"]:
        """The message that was sent under this key, or leave to send it now, or doubt."""
        ...

    async def done(self, key: str, message: MessageRef) -> None: ...

    async def forget(self, key: str) -> None:
        """The send definitely failed: it may be tried again."""
        ...


class Calendar(Protocol):
    async def invite(self, tenant: str, mailbox: str, event_id: str) -> Invite | None:
        """The event as it is now, or None where it is gone; of a running series, the next time it takes place.
        NotAllowed where this calendar may not be read."""
        ...

    async def changes(self, tenant: str, mailbox: str) -> Sequence[str]:
        """Ids of the events that changed since the last call (delta); the first call tells all upcoming ones.
        The new position is kept only by `changes_done`."""
        ...

    async def changes_done(self, tenant: str, mailbox: str) -> None:
        """The ids of the last `changes` are safely kept: move on."""
        ...


class Installs(Protocol):
    async def install(self, person: str) -> bool:
        """Whether the app is installed for this person now, or was before. False where that is not allowed."""
        ...


class Unreached(Protocol):
    """Organizers whom Potluck would have asked and cannot write to: each once, for the administrator's count."""

    async def note(self, tenant: str, person: str) -> bool:
        """True the first time."""
        ...

    async def reached(self, tenant: str, person: str) -> None: ...

    async def count(self, tenant: str) -> int: ...


class CalendarWrites(Protocol):
    """Changes of an event, for its organizer and never by ourselves. NotAllowed where that was not consented to or
    Graph forbids it; Gone where the event is no more. The body, and with it the way to join, is never touched."""

    async def cancel(self, mailbox: str, event_id: str, comment: str) -> None:
        """Everybody invited hears of it, with the comment."""
        ...

    async def shorten(self, mailbox: str, event_id: str, minutes: int) -> None:
        """Ends it that many minutes after its start; nothing where it is as short already."""
        ...


class Subscriptions(Protocol):
    async def watch(self, tenant: str, mailboxes: Sequence[str]) -> Sequence[str]:
        """Create, adopt, renew and drop subscriptions so that exactly these mailboxes are watched; returns the
        mailboxes that need a catch-up because they were not watched until now."""
        ...

    async def mend(self, tenant: str, subscription_id: str, kind: str) -> str | None:
        """Act on a lifecycle notification; returns the mailbox to catch up, if any."""
        ...


class AgendaJudge(Protocol):
    @property
    def threshold(self) -> float:
        """The lowest probability that deserves a nudge, as measured for the judge that is shipped."""
        ...

    async def judge(self, invite: Invite) -> Judgement: ...


class TextJudge(Protocol):
    @property
    def threshold(self) -> float:
        """As that of an AgendaJudge."""
        ...

    async def judge_text(self, agenda: AgendaText) -> Judgement: ...


class ItemFinder(Protocol):
    async def find(
        self, text: str, people: Sequence[Person], author: str, when: date, zone: str, locale: str
    ) -> Sequence[FoundItem]: ...


class JobQueue(Protocol):
    async def enqueue(self, job: Job, *, once: str | None = None, at: datetime | None = None) -> bool:
        """Kept durably when this returns. `once`: a second job with the same key within 7 days is dropped and
        False is returned. `at`: not before that moment of the product's clock."""
        ...


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

    async def begin_judging(self, tenant: str, event: str) -> bool:
        """One at a time: False where somebody else judges this event now, or died less than a minute ago."""
        ...

    async def end_judging(self, tenant: str, event: str) -> None: ...

    async def sent_since(self, tenant: str, organizer: str, since: datetime) -> int: ...

    async def mute_series(self, tenant: str, organizer: str, series: str) -> None: ...

    async def is_muted(self, tenant: str, organizer: str, series: str) -> bool: ...


class RoundStore(Protocol):
    """Rounds in writing, kept until a day after their deadline."""

    async def get(self, tenant: str, round_id: str) -> Round | None: ...

    async def put(self, one: Round) -> Round:
        """Version 0 creates (Conflict where the id exists), else replaces (Conflict where it changed)."""
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

    async def of_team(self, tenant: str, team: str) -> Sequence[MeetingInstance]:
        """Instances whose tasks belong to a team, newest start first; at most the newest 1,000."""
        ...


class TaskStore(Protocol):
    """`add` and `replace` keep, in one step with the task, the job of `bot.domain.reminder.first_look`."""

    async def add(self, task: Task, *, once: str) -> Task:
        """Stores a new task under a fresh short id (the given id is ignored); the same `once` returns the first."""
        ...

    async def get(self, tenant: str, team: str, task_id: str) -> Task | None: ...

    async def replace(self, task: Task) -> Task:
        """Conflict where `task.version` is not the stored one. Returns the stored record."""
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
        still be on their way. The meeting stays the first one told. False where newer words are known."""
        ...

    async def get(self, tenant: str, outcome_id: str) -> Outcome | None:
        """None also where the words have been dropped."""
        ...

    async def begin_reading(self, tenant: str, outcome_id: str) -> bool:
        """One reader at a time: False where somebody else reads these words now, or died less than a minute ago."""
        ...

    async def end_reading(self, tenant: str, outcome_id: str) -> None: ...

    async def drop_words(self, outcome: Outcome, *, team: str) -> None:
        """These words, unless newer ones came meanwhile, have become tasks of a team and are not needed any more."""
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
        """Stores what the person chose; `blocked` is not theirs to choose and stays as it is."""
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


class Ledger(Protocol):
    async def write(self, tenant: str, conversation: str, entry: Entry, *, once: str) -> None:
        """The same outcome of the same send (`once`) is one entry, however often it is told."""
        ...

    async def latest(self, tenant: str, conversation: str, *, limit: int) -> Sequence[Entry]:
        """Newest first; at most the last 200 are kept, for 365 days."""
        ...

    async def counts(self, tenant: str, day: date) -> Mapping[tuple[str, str], int]:
        """How many entries of each (kind, what came of it) a UTC day has. Names nobody."""
        ...


class Erasure(Protocol):
    async def erase_team(self, tenant: str, team: str) -> None:
        """A team and its tasks are gone afterwards. May be called again."""
        ...

    async def forget(self, person: Person, *, chat: str | None) -> int:
        """Nothing kept names the person (or their 1:1 `chat`) afterwards, except what is said anew. Slow; may be
        killed and called again. Returns how many things were changed or deleted."""
        ...


@dataclass(frozen=True, slots=True)
class Due:
    """A digest whose moment came. `planned_for` is the original due moment, over crashes too."""

    tenant: str
    team: str
    planned_for: datetime
    settings: DigestTime


class Schedule(Protocol):
    """When each team's digest is due: a due index that any number of scheduler replicas share, with no leader."""

    async def plan(self, tenant: str, team: str, settings: DigestTime, next_at: datetime | None) -> None:
        """(Re)plan a team; None takes it off the schedule."""
        ...

    async def claim(self, *, limit: int = 50) -> Sequence[Due]:
        """Lease what is due now; what is not fired within the lease is claimed again by somebody."""
        ...

    async def fire(
        self, due: Due, job: Job | None, *, once: str, next_at: datetime | None
    ) -> Literal["fired", "already", "skipped", "changed"]:
        """In one step: enqueue the job unless `once` was fired before, and plan `next_at`. "skipped" for job None;
        "changed" where the team was planned anew under us: it is claimed again when its new moment comes."""
        ...


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What the API answered to a POST. `headers` are lines."""

    status: int
    body: str
    headers: tuple[str, ...] = ()


class AnswerStore(Protocol):
    """Answers of the API under the keys that callers chose, for 24 hours. `place` and `asked` are hashes."""

    async def begin(self, tenant: str, place: str, asked: str) -> KeptAnswer | Literal["begun", "running", "another"]:
        """The answer that was kept; or leave to begin; or somebody has begun less than a minute ago; or the place
        stands for something else that was asked."""
        ...

    async def done(self, tenant: str, place: str, asked: str, answer: KeptAnswer) -> None: ...

    async def forget(self, tenant: str, place: str) -> None: ...


class HookStore(Protocol):
    async def add(self, hook: Hook) -> bool:
        """False where the tenant has as many as it may; the same id again replaces."""
        ...

    async def all(self, tenant: str) -> Sequence[Hook]:
        """Oldest first."""
        ...

    async def get(self, tenant: str, hook_id: str) -> Hook | None: ...

    async def delete(self, tenant: str, hook_id: str) -> bool:
        """False where there is none. A lost answer that is asked again tells False too."""
        ...


class HookSender(Protocol):
    def is_allowed(self, url: str) -> bool:
        """https to a public address; what a name leads to is only seen, and held against the same rule, on sending."""
        ...

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status that was answered. TryLater where none came; GiveUp where the address is not allowed."""
        ...


@dataclass(frozen=True, slots=True)
class Share:
    """What a caller may spend: `burst` calls at once, `per_s` more each second."""

    burst: int
    per_s: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """`left` of the caller's own share; `wait_s` is 0 where the call may go on."""

    left: int
    wait_s: float


class Shares(Protocol):
    async def draw(self, tenant: str, caller: str, *, own: Share, tenants: Share) -> Drawn:
        """One call out of the caller's share and of the tenant's, in one step for all replicas."""
        ...
