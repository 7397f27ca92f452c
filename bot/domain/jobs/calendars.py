"""What is to be done about invites and the calendars they come from."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.conversation import MessageRef
from bot.domain.jobs.job import Job
from bot.domain.stretch import Stretch


@dataclass(frozen=True, slots=True)
class JudgeInvite(Job):
    """Read the event, judge it, nudge the organizer where that is right."""

    mailbox: str
    event_id: str
    seen: str = ""  # the change key for which it waited already, since its organizer was still writing


@dataclass(frozen=True, slots=True)
class WatchMailboxes(Job):
    """Look at all subscriptions that Graph holds, from `page` on, then at the mailboxes, stretch by stretch. `start`:
    after Potluck was down, by the hour in which it came back, so that each mailbox is caught up once. `walk` is the
    moment (ISO 8601 UTC) in which the look began."""

    start: str = ""
    walk: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class WatchStretch(Job):
    """Create, renew and reconcile the subscriptions of the mailboxes of a stretch (`bot.domain.stretch`), then go on to
    the next. Without a `walk` what we have on record is believed, and nothing comes after."""

    part: int
    first: str = ""
    before: str = ""
    start: str = ""
    walk: str = ""


def watch_one(tenant: str, mailbox: str) -> WatchStretch:
    """Somebody chose anew whether they are read."""
    only = Stretch.of_one(mailbox)
    return WatchStretch(tenant, only.part, only.first, only.before)


@dataclass(frozen=True, slots=True)
class ReadGroup(Job):
    """Learn anew who is in the configured group; who joined is watched, who left is not."""


@dataclass(frozen=True, slots=True)
class FollowChoice(Job):
    """A person chose whether their invites are read: do as they say."""

    person: str


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
class ShortenEvent(Job):
    """The time for undoing is over: end the event earlier, unless the organizer took it back (by the nudge)."""

    nudge: str
    mailbox: str
    event_id: str
    minutes: int
    message: MessageRef
