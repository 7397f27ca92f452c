"""What stands where somebody stood who asked to be forgotten. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.task import Step, Task

NOBODY = "someone-who-left"
"""Takes the place of a person id."""
NAME = "someone who left"
"""Takes the place of a name, also inside what others wrote."""


def without_person(task: Task, person: str, name: str) -> Task:
    """The task as it stands once `person` (an id, with the full name others know them by) is gone. What was theirs to
    do and is not done is nobody's again."""
    left = replace(
        task,
        what=unnamed(task.what, name),
        proposer=NOBODY if task.proposer == person else task.proposer,
        owner_words=unnamed(task.owner_words, name) if task.owner_words else None,
        for_guest=unnamed(task.for_guest, name) if task.for_guest else None,
        meeting_title=unnamed(task.meeting_title, name) if task.meeting_title else None,
        also_proposed=tuple(NOBODY if author == person else author for author in task.also_proposed),
        history=tuple(Step(step.at, NOBODY if step.by == person else step.by, step.action) for step in task.history),
    )
    if task.owner != person:
        return left
    if not task.is_open:
        return replace(left, owner=NOBODY, owner_name=NAME)
    return replace(left, owner=None, owner_name=None, state="proposed")


def unnamed(words: str, name: str) -> str:
    """Without the full name, where it stands as words of its own."""
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NAME, words) if name else words
