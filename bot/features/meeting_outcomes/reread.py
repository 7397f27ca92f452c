"""What changed words change. Pure: the tasks that were read before, and those that the words say now.

Words change what nobody has touched since it was written, and withdraw what nobody has said yes to; what somebody
agreed to is theirs and stays. Tasks that stand are told apart by what they say, never by their place in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rapidfuzz import fuzz

from bot.domain.task import Step, Task

SAME_ITEM = 60  # of 100: an item that was reworded is still the same one
_BY_WRITING = frozenset({"proposed", "accepted", "reworded"})  # steps that the words alone made


@dataclass(frozen=True, slots=True)
class Rereading:
    """`fresh` are drafts to store, `changed` and `withdrawn` tasks to replace, `kept` those that stay as they are."""

    fresh: tuple[Task, ...]
    changed: tuple[Task, ...]
    kept: tuple[Task, ...]
    withdrawn: tuple[Task, ...]


def reread(before: Sequence[Task], drafts: Sequence[Task], now: datetime) -> Rereading:
    standing = [task for task in before if not is_withdrawn(task)]
    pairs = _pairs(standing, drafts)
    said = set(pairs.values())
    now_standing = [
        _follow(task, drafts[pairs[place]], now) if place in pairs else _without_words(task, now)
        for place, task in enumerate(standing)
    ]
    moved = [task for before_it, task in zip(standing, now_standing, strict=True) if task is not before_it]
    return Rereading(
        fresh=tuple(draft for place, draft in enumerate(drafts) if place not in said),
        changed=tuple(task for task in moved if not is_withdrawn(task)),
        kept=tuple(task for before_it, task in zip(standing, now_standing, strict=True) if task is before_it),
        withdrawn=tuple(task for task in moved if is_withdrawn(task)),
    )


def is_withdrawn(task: Task) -> bool:
    return bool(task.history) and task.history[-1].action == "withdrawn"


def _pairs(standing: Sequence[Task], drafts: Sequence[Task]) -> dict[int, int]:
    """Place of a standing task -> place of the draft that says the same, the most alike first."""
    alike = sorted(
        (-_likeness(task, draft), abs(place - other), place, other)
        for place, task in enumerate(standing)
        for other, draft in enumerate(drafts)
    )
    pairs: dict[int, int] = {}
    for likeness, _apart, place, other in alike:
        if -likeness >= SAME_ITEM and place not in pairs and other not in pairs.values():
            pairs[place] = other
    return pairs


def _likeness(task: Task, draft: Task) -> float:
    return fuzz.token_sort_ratio(task.what.casefold(), draft.what.casefold())


def _follow(task: Task, draft: Task, now: datetime) -> Task:
    if not all(step.action in _BY_WRITING for step in task.history) or _says(task) == _says(draft):
        return task
    steps = [Step(now, task.proposer, "reworded")]
    if draft.state == "accepted" and task.state != "accepted":
        steps.append(Step(now, task.proposer, "accepted"))
    return replace(
        task,
        what=draft.what,
        state=draft.state,
        owner=draft.owner,
        owner_name=draft.owner_name,
        owner_words=draft.owner_words,
        for_guest=draft.for_guest,
        due=draft.due,
        due_time=draft.due_time,
        due_words=draft.due_words,
        history=(*task.history, *steps),
    )


def _says(task: Task) -> tuple[object, ...]:
    return task.what, task.owner, task.owner_words, task.for_guest, task.due, task.due_time, task.due_words


def _without_words(task: Task, now: datetime) -> Task:
    """Who wrote "I'll do it" and takes the words back takes the yes back, unless they acted on it since."""
    agreed = task.state == "accepted" and not all(step.action in _BY_WRITING for step in task.history)
    if agreed or not task.is_open:
        return task
    return replace(task, state="dropped", history=(*task.history, Step(now, task.proposer, "withdrawn")))
