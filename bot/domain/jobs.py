"""What is to be done later, by a worker. Imperative, versioned, ids rather than text.

A job is kept as JSON `{"job": name, "v": version, ...fields}`. A field added later needs a default, so that the
jobs of the last release still run; a changed meaning raises `VERSION` and is read in `from_wire`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, ClassVar

from bot.domain.cards import Card
from bot.domain.conversation import Conversation, MessageRef
from bot.errors import BadInput


@dataclass(frozen=True, slots=True)
class Job:
    """Base of all jobs. `tenant` serves fairness between tenants and the log."""

    VERSION: ClassVar[int] = 1
    tenant: str


@dataclass(frozen=True, slots=True)
class JudgeInvite(Job):
    """Read the event, judge it, nudge the organizer where that is right."""

    mailbox: str
    event_id: str
    seen: str = ""  # the change key for which it waited already, since its organizer was still writing


@dataclass(frozen=True, slots=True)
class AskOutcomes(Job):
    """Post the outcome card in the chat of a meeting that ended. Times are ISO 8601 UTC."""

    meeting_id: str
    title: str
    end: str
    chat: Conversation


@dataclass(frozen=True, slots=True)
class AskUnlessEnded(Job):
    """Ask about an instance (by key) whose end nobody told, a good while after it should have ended. Times are ISO
    8601 UTC."""

    meeting: str
    meeting_id: str
    end: str


@dataclass(frozen=True, slots=True)
class NoteStart(Job):
    """Remember that an instance of a meeting began."""

    meeting_id: str
    title: str
    start: str
    chat: Conversation


@dataclass(frozen=True, slots=True)
class NotePrivateMeeting(Job):
    """Remember that the meeting with this chat is marked private, personal or confidential."""

    chat_id: str


@dataclass(frozen=True, slots=True)
class ReadOutcome(Job):
    """Read a submitted outcome into tasks."""

    outcome_id: str


@dataclass(frozen=True, slots=True)
class RefreshOutcomeCard(Job):
    """Bring the outcome card of a meeting instance (by key) up to date."""

    meeting: str


@dataclass(frozen=True, slots=True)
class OfferTask(Job):
    """Ask the owner of a task whether it is theirs."""

    team: str
    task_id: str


@dataclass(frozen=True, slots=True)
class FindTwins(Job):
    """Look whether a task that was just written is the same thing as one that stands."""

    team: str
    task_id: str


@dataclass(frozen=True, slots=True)
class TellProposer(Job):
    """Tell the person who proposed a task what became of it. `what` is declined, passed_on or unreachable."""

    team: str
    task_id: str
    what: str


@dataclass(frozen=True, slots=True)
class AnswerMessage(Job):
    """Answer a command that somebody wrote to the bot. `command` as in `bot.domain.commands`."""

    event_id: str
    conversation: Conversation
    sender: str
    command: str
    zone: str | None = None
    team: str | None = None  # whose place it was asked in


@dataclass(frozen=True, slots=True)
class AnswerAboutData(Job):
    """Answer "export my data" or "delete my data" (`command`: export, delete) with its card."""

    event_id: str
    conversation: Conversation
    sender: str
    command: str


@dataclass(frozen=True, slots=True)
class ForgetPerson(Job):
    """Leave nothing that names a person."""

    person: str


@dataclass(frozen=True, slots=True)
class ExplainSends(Job):
    """Answer "why did I get this" in a private chat."""

    event_id: str
    conversation: Conversation


@dataclass(frozen=True, slots=True)
class ForgetWhoLeft(Job):
    """Forget a person who took Potluck out of their private chat some days ago, unless they came back."""

    person: str


@dataclass(frozen=True, slots=True)
class EraseTeam(Job):
    """Erase a team that Potluck was taken out of at a moment (ISO 8601 UTC), unless it came back since."""

    team: str
    removed_at: str


@dataclass(frozen=True, slots=True)
class DropOldTasks(Job):
    """Delete a team's closed tasks that are older than they are kept."""

    team: str


@dataclass(frozen=True, slots=True)
class ShowTasks(Job):
    """Answer "my tasks" with the list. `about` as in `bot.domain.commands`."""

    event_id: str
    conversation: Conversation
    person: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class RemindOwner(Job):
    """Ask the owner, once and a working day ahead, whether a promise still holds. `due` is an ISO date; a task that
    has another owner or date by now is none of this job's business."""

    team: str
    task_id: str
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class UpdateCard(Job):
    """Bring a card to the state that was answered to a click: the reply reaches only the clicking client, the
    message itself changes by an edit. Holds the card until then."""

    message: MessageRef
    card: Card
    summary: str


@dataclass(frozen=True, slots=True)
class Welcome(Job):
    """The bot is in some place, or its people changed: learn who is there; `hello` where it was just installed."""

    conversation: Conversation
    team_id: str | None = None
    team_name: str | None = None
    channel_id: str | None = None
    hello: bool = False


@dataclass(frozen=True, slots=True)
class PlanDigest(Job):
    """Put a team on the digest schedule, or off it where it is inactive. `today`: its settings changed, so that
    today's moment counts though it may have passed."""

    team: str
    today: bool = False


@dataclass(frozen=True, slots=True)
class RefreshDigest(Job):
    """Bring the team's digest card up to date after a click in it. `message` is the card that was clicked."""

    team: str
    date: str
    message: MessageRef | None = None


@dataclass(frozen=True, slots=True)
class SendDigest(Job):
    """Post the digest of a team for one local date (ISO)."""

    team: str
    date: str


@dataclass(frozen=True, slots=True)
class NoteMissedDigest(Job):
    """The digest of that date (ISO) came too late to be sent: the next one says so."""

    team: str
    date: str


@dataclass(frozen=True, slots=True)
class PlanMyDigest(Job):
    """Put a person on the digest schedule, or off it, as they chose."""

    person: str


@dataclass(frozen=True, slots=True)
class SendMyDigest(Job):
    """Send a person's own digest for one local date (ISO)."""

    person: str
    date: str


@dataclass(frozen=True, slots=True)
class WatchMailboxes(Job):
    """Create, renew and reconcile the subscriptions of all mailboxes."""


@dataclass(frozen=True, slots=True)
class CatchUp(Job):
    """Read a mailbox through delta: what notifications may have missed."""

    mailbox: str


@dataclass(frozen=True, slots=True)
class MendSubscription(Job):
    """A lifecycle notification came: renew or replace the subscription, then catch up."""

    subscription_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class PreviewRound(Job):
    """Show the organizer, in the nudge's own message, what a round in writing would be. `about` is what the nudge's
    card says of the meeting."""

    nudge: str
    organizer: str
    about: dict[str, Any]
    message: MessageRef


@dataclass(frozen=True, slots=True)
class StartRound(Job):
    """Post a round in writing where its people are."""

    round_id: str


@dataclass(frozen=True, slots=True)
class ApplyRound(Job):
    """The time for undoing is over: do with the event what its organizer chose."""

    round_id: str


@dataclass(frozen=True, slots=True)
class CloseRound(Job):
    """The deadline is there: sum up."""

    round_id: str


@dataclass(frozen=True, slots=True)
class ShortenEvent(Job):
    """The time for undoing is over: end the event earlier, unless the organizer took it back (by the nudge)."""

    nudge: str
    mailbox: str
    event_id: str
    minutes: int
    message: MessageRef


@dataclass(frozen=True, slots=True)
class TellHooks(Job):
    """Something happened that other systems may want to hear of: one delivery for each that does. `at` is ISO; what
    it is about are ids alone, or the code of an answer."""

    event: str
    at: str
    team: str | None = None
    task_id: str | None = None
    nudge: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class DeliverHook(Job):
    """Tell one webhook one event. `body` is the JSON text that is signed; it holds ids alone."""

    hook: str
    event_id: str
    body: str


ALL_JOBS: tuple[type[Job], ...] = (
    JudgeInvite,
    AskOutcomes,
    AskUnlessEnded,
    NoteStart,
    NotePrivateMeeting,
    ReadOutcome,
    RefreshOutcomeCard,
    OfferTask,
    FindTwins,
    TellProposer,
    AnswerMessage,
    AnswerAboutData,
    ForgetPerson,
    ExplainSends,
    ForgetWhoLeft,
    EraseTeam,
    DropOldTasks,
    ShowTasks,
    RemindOwner,
    UpdateCard,
    Welcome,
    PlanDigest,
    SendDigest,
    RefreshDigest,
    NoteMissedDigest,
    PlanMyDigest,
    SendMyDigest,
    WatchMailboxes,
    CatchUp,
    MendSubscription,
    PreviewRound,
    StartRound,
    ApplyRound,
    CloseRound,
    ShortenEvent,
    TellHooks,
    DeliverHook,
)
_BY_NAME = {job.__name__: job for job in ALL_JOBS}


def to_wire(job: Job) -> dict[str, Any]:
    return {"job": type(job).__name__, "v": job.VERSION, **_told(job)}


def _told(record: Any) -> dict[str, Any]:
    """As `dataclasses.asdict`, which copies every value deeply and takes most of the time that keeping a job takes."""
    shape: Any = type(record)
    values = ((name, getattr(record, name)) for name in _fields_of(shape))
    return {name: _told(value) if is_dataclass(value) else value for name, value in values}


@cache
def _fields_of(shape: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(shape))


def from_wire(wire: dict[str, Any]) -> Job:
    """Raises BadInput for a job that this release does not know."""
    fields = dict(wire)
    name, _version = fields.pop("job", None), fields.pop("v", None)
    kind = _BY_NAME.get(str(name))
    if kind is None:
        raise BadInput("unknown job")
    try:
        for place in ("chat", "conversation"):
            if place in fields:
                fields[place] = Conversation(**fields[place])
        if fields.get("message"):
            ref = fields["message"]
            fields["message"] = MessageRef(Conversation(**ref["conversation"]), ref["activity_id"])
        return kind(**fields)
    except (TypeError, KeyError) as wrong:
        raise BadInput("job fields do not fit") from wrong
