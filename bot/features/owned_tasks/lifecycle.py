"""The life of a task. Pure: a task, somebody's action and a moment give the next task, or a kind refusal.

    proposed --accept--> accepted --done--> done
       |  \\--pass_on--> proposed (to another)
       |  \\--decline--> declined --take / pass_on--> ...
    accepted --pass_on--> proposed (to another); --drop--> dropped; --reopen from done--> accepted

Only the owner acts on a task, with two exceptions: anybody in the team may take one that nobody is asked about, and
its proposer may take, move, hand over or drop it until somebody said yes. Nobody comes to own a task but by their
own accept or take (or by passing it to themselves).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.person import Person
from bot.domain.task import Step, Task
from bot.domain.tongue import mark, say
from bot.errors import BadInput, NotAllowed

MOST_STEPS = 50  # the newest; a task that moves more often than this has told its story


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody does to a task. `to` for pass_on, `due` for new_date, both and `what` for correct, where nothing
    means that the owner and the words stay, and no date that there is none."""

    name: str
    by: Person
    at: datetime
    to: Person | None = None
    due: date | None = None
    what: str | None = None


def apply(task: Task, action: Action) -> Task:
    """Raises NotAllowed where it is not theirs to do, BadInput where it does not fit the task's state. An action
    that was done before gives the task unchanged, so that a click that arrives twice is harmless."""
    rule = ACTIONS.get(action.name)
    if rule is None:
        raise BadInput(say("Potluck does not know that button any more."))
    changed = rule(task, action)
    if changed == task:
        return task
    step = Step(action.at, action.by.id, action.name)
    return replace(changed, history=(*task.history, step)[-MOST_STEPS:])


def _accept(task: Task, action: Action) -> Task:
    _owner_only(task, action)
    if task.state == "accepted":
        return task
    _expect(task, "proposed")
    return replace(task, state="accepted", owner_name=action.by.name or task.owner_name)


def _decline(task: Task, action: Action) -> Task:
    if task.state == "declined" and task.owner is None:
        return task
    _owner_only(task, action)
    _expect(task, "proposed", "accepted")
    return replace(task, state="declined", owner=None, owner_name=None, owner_words=None)


def _pass_on(task: Task, action: Action) -> Task:
    if action.to is None:
        raise BadInput(say("Choose who it should go to."))
    if action.to.guest:
        raise BadInput(say("Guests cannot own tasks here; choose a colleague who looks after it for them."))
    if task.owner == action.to.id and task.state == "proposed":
        return task
    _owner_or_proposer_before_a_yes(task, action)
    _expect(task, "proposed", "accepted", "declined")
    if action.to.id == action.by.id:
        return replace(task, state="accepted", owner=action.by.id, owner_name=action.by.name, owner_words=None)
    return replace(task, state="proposed", owner=action.to.id, owner_name=action.to.name, owner_words=None)


def _take(task: Task, action: Action) -> Task:
    if task.owner == action.by.id and task.state == "accepted":
        return task
    if task.owner not in (None, action.by.id) and (task.state != "proposed" or action.by.id not in task.authors):
        raise _refused(mark("Somebody has this one already."))
    if action.by.guest:
        raise _refused(mark("Guests cannot own tasks here; a colleague can look after it for you."))
    _expect(task, "proposed", "declined")
    return replace(task, state="accepted", owner=action.by.id, owner_name=action.by.name, owner_words=None)


def _new_date(task: Task, action: Action) -> Task:
    _owner_or_proposer_before_a_yes(task, action)
    if action.due is None:
        raise BadInput(say("Choose a date."))
    if task.due == action.due and task.due_time is None:
        return task
    _expect(task, "proposed", "accepted", "declined")
    state = "accepted" if task.owner == action.by.id else task.state  # who moves their own date has said yes
    return replace(task, state=state, due=action.due, due_time=None, due_words=None)


def _correct(task: Task, action: Action) -> Task:
    """Puts right what was misread. Another owner is asked, as ever."""
    _owner_or_proposer_before_a_yes(task, action)
    _expect(task, "proposed", "accepted", "declined")
    right = replace(task, what=action.what or task.what)
    if action.due != task.due:
        right = replace(right, due=action.due, due_time=None, due_words=None)
    if action.to is None or action.to.id == task.owner:
        return right
    return _pass_on(replace(right, for_guest=None), action)


def _done(task: Task, action: Action) -> Task:
    if task.state == "done":
        return task
    _owner_only(task, action)
    _expect(task, "proposed", "accepted")
    return replace(task, state="done")


def _drop(task: Task, action: Action) -> Task:
    if task.state == "dropped":
        return task
    _owner_or_proposer_before_a_yes(task, action)
    _expect(task, "proposed", "accepted", "declined")
    return replace(task, state="dropped")


def _reopen(task: Task, action: Action) -> Task:
    _owner_only(task, action)
    if task.state == "accepted":
        return task
    _expect(task, "done", "dropped")
    return replace(task, state="accepted")


ACTIONS: dict[str, Callable[[Task, Action], Task]] = {
    "accept": _accept,
    "decline": _decline,
    "pass_on": _pass_on,
    "take": _take,
    "new_date": _new_date,
    "correct": _correct,
    "done": _done,
    "drop": _drop,
    "reopen": _reopen,
}


_ALREADY = {
    "proposed": mark("This one is proposed already."),
    "accepted": mark("This one is accepted already."),
    "declined": mark("This one is declined already."),
    "dropped": mark("This one is dropped already."),
    "done": mark("This one is done already."),
}


def _refused(words: str) -> NotAllowed:
    """For logs and programs in English, for whoever pressed in their language."""
    return NotAllowed(words, told=say(words))


def _owner_only(task: Task, action: Action) -> None:
    if task.owner != action.by.id:
        raise _refused(mark("This one is not yours to change."))


def _owner_or_proposer_before_a_yes(task: Task, action: Action) -> None:
    if task.state in {"proposed", "declined"} and action.by.id in task.authors:
        return
    _owner_only(task, action)


def _expect(task: Task, *states: str) -> None:
    if task.state not in states:
        raise BadInput(say(_ALREADY[task.state]))
