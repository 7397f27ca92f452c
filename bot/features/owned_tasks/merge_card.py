"""The private card that asks whether two tasks are the same thing, and what stands after the answer."""

from __future__ import annotations

from datetime import date

from bot.domain.cards import Card, Element, box, card, execute, heading, judged, quiet, text
from bot.domain.task import Task
from bot.domain.tongue import mark, say
from bot.domain.wording import due_words

SUMMARY = mark("Two tasks that may be the same")


def same_thing_question(one: Task, other: Task, today: date) -> Card:
    data = {"team": one.team, "task": one.id, "other": other.id}
    return card(
        [
            heading(say("Same thing?")),
            _line(one, today),
            _line(other, today),
            quiet(say("Merging keeps one, with both authors and the earlier date.")),
            judged(say("AI found them alike, and it can be wrong: then choose Keep both.")),
        ],
        [
            execute(say("Merge"), "task.merge", data, style="positive"),
            execute(say("Keep both"), "task.keep_both", data),
        ],
        speak=say("Are these two tasks the same thing?"),
    )


def merged_into(task: Task, today: date) -> Card:
    return card([heading(say("Merged")), _line(task, today)])


def both_stay(one: Task, other: Task, today: date) -> Card:
    return card([heading(say("Both stay")), _line(one, today), _line(other, today)])


def _line(task: Task, today: date) -> Element:
    who = task.owner_name or task.owner_words or say("nobody yet")
    facts = " · ".join(part for part in (who, due_words(task, today), task.id) if part)
    return box([text(task.what, weight="Bolder"), quiet(facts)], spacing="Medium")
