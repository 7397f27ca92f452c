"""What the inside asks of the outside: small Protocols whose docstrings are the contract.

One contract suite per port in tests/contracts/ runs over every adapter that claims to keep it. All methods that
touch a service may raise `TryLater`; times are aware UTC datetimes.
"""

from bot.domain.ports.calendars import Calendar, CalendarWrites, Groups, Sealed, Subscriptions, Watching
from bot.domain.ports.language import AgendaJudge, ItemFinder, TextJudge
from bot.domain.ports.queue import Due, JobQueue, Schedule, SendOnce
from bot.domain.ports.records import AnswerStore, Drawn, Erasure, HookStore, KeptAnswer, Ledger, Share, Shares
from bot.domain.ports.services import Clock, HookSender, Installs, Messenger, TokenSource
from bot.domain.ports.stores import (
    MeetingStore,
    NudgeStore,
    OutcomeStore,
    PeopleStore,
    RoundStore,
    TaskStore,
    TeamStore,
    Unreached,
)

__all__ = [
    "AgendaJudge",
    "AnswerStore",
    "Calendar",
    "CalendarWrites",
    "Clock",
    "Drawn",
    "Due",
    "Erasure",
    "Groups",
    "HookSender",
    "HookStore",
    "Installs",
    "ItemFinder",
    "JobQueue",
    "KeptAnswer",
    "Ledger",
    "MeetingStore",
    "Messenger",
    "NudgeStore",
    "OutcomeStore",
    "PeopleStore",
    "RoundStore",
    "Schedule",
    "Sealed",
    "SendOnce",
    "Share",
    "Shares",
    "Subscriptions",
    "TaskStore",
    "TeamStore",
    "TextJudge",
    "TokenSource",
    "Unreached",
    "Watching",
]
