"""The list behind "my tasks": a page of it, what it was narrowed to, and the ways on. Never an empty end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.cards import Card, Element, box, card, columns, execute, heading, judged, quiet, text
from bot.domain.task import Task
from bot.domain.tongue import many, mark, say
from bot.domain.wording import due_words
from bot.features.owned_tasks.task_filter import FROM, Page, chosen

SUMMARY = mark("My tasks")
ROWS = 8
_NAMES = {
    "overdue": mark("overdue"),
    "today": mark("due today"),
    "week": mark("this week"),
    "undated": mark("without a date"),
}


def listing(tasks: Sequence[Task], today: date, page: Page = Page()) -> Card:  # noqa: B008 - frozen
    """`tasks` are all open tasks of the reader; the page says which of them are shown."""
    if not tasks:
        nothing = say("Nothing is waiting for you.")
        return card([heading(say(SUMMARY)), text(nothing)], speak=nothing)
    found = chosen(tasks, page.about, today)
    last = max(0, (len(found) - 1) // ROWS)
    page = Page(page.about, min(page.number, last))
    shown = found[page.number * ROWS : (page.number + 1) * ROWS]
    name = _name(page.about)
    body: list[Element] = [heading(say(SUMMARY)), quiet(_count(len(tasks), len(found), name))]
    if not found:
        body.append(text(say("Nothing {which}.", which=name)))
    body += [_row(task, today, page) for task in shown]
    if last:
        body.append(quiet(say("page {page} of {last}", page=page.number + 1, last=last + 1)))
    return card(body, _ways_on(tasks, page, last, today), speak=many(len(found), "{number} task", "{number} tasks"))


def asking(tasks: Sequence[Task], named: str, today: date, page: Page) -> Card:
    """Many tasks that somebody is asked about at once: the list, with who named them and that nothing is agreed."""
    made = listing(tasks, today, page)
    made["body"] = [
        heading(say("Are these yours?")),
        quiet(f"{named} {say('Nothing is agreed until you say so.')}"),
        judged(say("AI read this out of their words, and it can be wrong: then choose Not mine.")),
        *made["body"][1:],
    ]
    return made


def list_data(page: Page) -> dict[str, Any]:
    """What a button in the list carries, so that its answer is the same page again."""
    return {"view": "list", "about": page.about, "page": page.number}


def _name(about: str) -> str:
    if about.startswith(FROM):
        return say("from “{meeting}”", meeting=about.removeprefix(FROM))
    return say(_NAMES[about]) if about in _NAMES else ""


def _count(all_of_them: int, found: int, name: str) -> str:
    if name:
        return say("{found} of {number} · {which}", found=found, number=all_of_them, which=name)
    return say("{number} open", number=all_of_them)


def _row(task: Task, today: date, page: Page) -> Element:
    when = due_words(task, today) or say("no date")
    late = say("overdue") if task.due is not None and task.due < today else ""
    asked = say("waiting for your yes") if task.state == "proposed" else ""
    facts = quiet(" · ".join(part for part in (when, late, asked, task.id, task.meeting_title) if part))
    buttons = {"type": "ActionSet", "actions": _row_buttons(task, page)}
    return box([columns(("stretch", [text(task.what), facts]), ("auto", [buttons]))], separator=True)


def _row_buttons(task: Task, page: Page) -> list[Element]:
    data = {"team": task.team, "task": task.id, **list_data(page)}
    new_date = execute(say("New date"), "task.ask_date", data)
    if task.state == "accepted":
        return [execute(say("Done"), "task.done", data), new_date]
    return [execute(say("Accept"), "task.accept", data), execute(say("Not mine"), "task.decline", data), new_date]


def _ways_on(tasks: Sequence[Task], page: Page, last: int, today: date) -> list[Element]:
    ways = []
    if page.number < last:
        ways.append(_way(say("More"), Page(page.about, page.number + 1)))
    if page.number > 0:
        ways.append(_way(say("Earlier"), Page(page.about, page.number - 1)))
    if page.about:
        ways.append(_way(say("All"), Page()))
    elif late := len(chosen(tasks, "overdue", today)):
        ways.append(_way(say("Overdue ({number})", number=late), Page("overdue")))
    return ways


def _way(title: str, page: Page) -> Element:
    return execute(title, "tasks.page", list_data(page))
