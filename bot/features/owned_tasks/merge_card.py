"""The private card that asks whether two tasks are the same thing, and what stands after the answer."""

from __future__ import annotations

from datetime import date

from bot.domain.cards import Card, Element, box, card, execute, heading, judged, quiet, text
from bot.domain.task import Task
from bot.domain.wording import due_words

SUMMARY = "Two tasks that may be the same"


def same_thing_question(one: Task, other: Task, today: date) -> Card:
    data = {"team": one.team, "task": one.id, "other": other.id}
    return card(
        [
            heading("Same thing?"),
            _line(one, today),
            _line(other, today),
            quiet("Merging keeps one, with both authors and the earlier date."),
            judged("AI found them alike, and it can be wrong: then choose Keep both."),
        ],
        [
            execute("Merge", "task.merge", data, style="positive"),
            execute("Keep both", "task.keep_both", data),
        ],
        speak="Are these two tasks the same thing?",
    )


def merged_into(task: Task, today: date) -> Card:
    return card([heading("Merged"), _line(task, today)])


def both_stay(one: Task, other: Task, today: date) -> Card:
    return card([heading("Both stay"), _line(one, today), _line(other, today)])


def _line(task: Task, today: date) -> Element:
    who = task.owner_name or task.owner_words or "nobody yet"
    facts = " · ".join(part for part in (who, due_words(task, today), task.id) if part)
    return box([text(task.what, weight="Bolder"), quiet(facts)], spacing="Medium")
