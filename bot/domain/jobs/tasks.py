"""What is to be done about tasks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.conversation import Conversation
from bot.domain.jobs.job import Job


@dataclass(frozen=True, slots=True)
class OfferTask(Job):
    """Ask the owner of a task whether it is theirs."""

    team: str
    task_id: str


@dataclass(frozen=True, slots=True)
class OfferMany(Job):
    """One text named somebody so often that a card for each task would be a flood: ask about all of them in one."""

    team: str
    outcome_id: str
    person: str


@dataclass(frozen=True, slots=True)
class FindTwins(Job):
    """Look whether a task that was just written, or any of the same text, is the same thing as one that stands."""

    team: str
    task_id: str
    outcome_id: str = ""


@dataclass(frozen=True, slots=True)
class TellProposer(Job):
    """Tell everybody who proposed a task what became of it. `what` is declined, passed_on or unreachable."""

    team: str
    task_id: str
    what: str


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
class DropOldTasks(Job):
    """Delete a team's closed tasks that are older than they are kept."""

    team: str
