"""Jobs as they are kept."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from bot.domain.conversation import Conversation, MessageRef
from bot.domain.jobs.calendars import (
    CatchUp,
    FollowChoice,
    JudgeInvite,
    MendSubscription,
    ReadGroup,
    ShortenEvent,
    WatchMailboxes,
)
from bot.domain.jobs.digests import NoteMissedDigest, PlanDigest, PlanMyDigest, RefreshDigest, SendDigest, SendMyDigest
from bot.domain.jobs.hooks import DeliverHook, TellHooks
from bot.domain.jobs.job import Job
from bot.domain.jobs.meetings import (
    AskOutcomes,
    AskUnlessEnded,
    NotePrivateMeeting,
    NoteStart,
    OpenSealed,
    PlaceOutcome,
    ReadOutcome,
    RefreshOutcomeCard,
)
from bot.domain.jobs.people import (
    AnswerAboutData,
    AnswerMessage,
    EraseTeam,
    ExplainSends,
    ForgetPerson,
    ForgetWhoLeft,
    UpdateCard,
    Welcome,
)
from bot.domain.jobs.rounds import ApplyRound, CloseRound, PreviewRound, StartRound
from bot.domain.jobs.tasks import DropOldTasks, FindTwins, OfferTask, RemindOwner, ShowTasks, TellProposer
from bot.errors import BadInput

ALL_JOBS: tuple[type[Job], ...] = (
    JudgeInvite,
    AskOutcomes,
    AskUnlessEnded,
    NoteStart,
    NotePrivateMeeting,
    OpenSealed,
    PlaceOutcome,
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
    ReadGroup,
    FollowChoice,
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
