"""What is to be done later, by a worker. Imperative, versioned, ids rather than text.

A job is kept as JSON `{"job": name, "v": version, ...fields}`. A field added later needs a default, so that the
jobs of the last release still run; a changed meaning raises `VERSION` and is read in `from_wire`. During an upgrade a
worker of the old release puts back what the new one wrote.
"""

from bot.domain.jobs.calendars import (
    CatchUp,
    FollowChoice,
    JudgeInvite,
    MendSubscription,
    ReadGroup,
    ShortenEvent,
    WatchMailboxes,
    WatchStretch,
    watch_one,
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
from bot.domain.jobs.tasks import DropOldTasks, FindTwins, OfferMany, OfferTask, RemindOwner, ShowTasks, TellProposer
from bot.domain.jobs.wire import ALL_JOBS, from_wire, kind_of, to_wire

__all__ = [
    "ALL_JOBS",
    "AnswerAboutData",
    "AnswerMessage",
    "ApplyRound",
    "AskOutcomes",
    "AskUnlessEnded",
    "CatchUp",
    "CloseRound",
    "DeliverHook",
    "DropOldTasks",
    "EraseTeam",
    "ExplainSends",
    "FindTwins",
    "FollowChoice",
    "ForgetPerson",
    "ForgetWhoLeft",
    "Job",
    "JudgeInvite",
    "MendSubscription",
    "NoteMissedDigest",
    "NotePrivateMeeting",
    "NoteStart",
    "OfferMany",
    "OfferTask",
    "OpenSealed",
    "PlaceOutcome",
    "PlanDigest",
    "PlanMyDigest",
    "PreviewRound",
    "ReadGroup",
    "ReadOutcome",
    "RefreshDigest",
    "RefreshOutcomeCard",
    "RemindOwner",
    "SendDigest",
    "SendMyDigest",
    "ShortenEvent",
    "ShowTasks",
    "StartRound",
    "TellHooks",
    "TellProposer",
    "UpdateCard",
    "WatchMailboxes",
    "WatchStretch",
    "Welcome",
    "from_wire",
    "kind_of",
    "to_wire",
    "watch_one",
]
