"""The list behind "my tasks": a page of it, what it was narrowed to, and the ways on. Never an empty end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.cards import Card, Element, box, card, columns, execute, heading, quiet, text
from bot.domain.task import Task
from bot.domain.wording import due_words
from bot.features.owned_tasks.task_filter import FROM, Page, chosen

SUMMARY = "My tasks"
ROWS = 8
_NAMES = {"overdue": "overdue", "today": "due today", "week": "this week", "undated": "without a date"}


def listing(tasks: Sequence[Task], today: date, page: Page = Page()) -> Card:  # noqa: B008 - frozen
    """`tasks` are all open tasks of the reader; the page says which of them are shown."""
    if not tasks:
        return card([heading("My tasks"), text("Nothing is waiting for you.")], speak="Nothing is waiting for you")
    found = chosen(tasks, page.about, today)
    last = max(0, (len(found) - 1) // ROWS)
    page = Page(page.about, min(page.number, last))
    shown = found[page.number * ROWS : (page.number + 1) * ROWS]
    name = _name(page.about)
    body: list[Element] = [heading("My tasks"), quiet(_count(len(tasks), len(found), name))]
    if not found:
        body.append(text(f"Nothing {name}."))
    body += [_row(task, today, page) for task in shown]
    if last:
        body.append(quiet(f"page {page.number + 1} of {last + 1}"))
    return card(body, _ways_on(tasks, page, last, today), speak=f"{len(found)} tasks")


def list_data(page: Page) -> dict[str, Any]:
    """What a button in the list carries, so that its answer is the same page again."""
    return {"view": "list", "about": page.about, "page": page.number}


def _name(about: str) -> str:
    return f"from “{about.removeprefix(FROM)}”" if about.startswith(FROM) else _NAMES.get(about, "")


def _count(all_of_them: int, found: int, name: str) -> str:
    return f"{found} of {all_of_them} · {name}" if name else f"{all_of_them} open"


def _row(task: Task, today: date, page: Page) -> Element:
    when = due_words(task, today) or "no date"
    late = " · overdue" if task.due is not None and task.due < today else ""
    asked = " · waiting for your yes" if task.state == "proposed" else ""
    where = f" · {task.meeting_title}" if task.meeting_title else ""
    facts = quiet(f"{when}{late}{asked} · {task.id}{where}")
    buttons = {"type": "ActionSet", "actions": _row_buttons(task, page)}
    return box([columns(("stretch", [text(task.what), facts]), ("auto", [buttons]))], separator=True)


def _row_buttons(task: Task, page: Page) -> list[Element]:
    data = {"team": task.team, "task": task.id, **list_data(page)}
    first = ("Done", "task.done") if task.state == "accepted" else ("Accept", "task.accept")
    return [execute(*first, data), execute("New date", "task.ask_date", data)]


def _ways_on(tasks: Sequence[Task], page: Page, last: int, today: date) -> list[Element]:
    ways = []
    if page.number < last:
        ways.append(_way("More", Page(page.about, page.number + 1)))
    if page.number > 0:
        ways.append(_way("Earlier", Page(page.about, page.number - 1)))
    if page.about:
        ways.append(_way("All", Page()))
    elif late := len(chosen(tasks, "overdue", today)):
        ways.append(_way(f"Overdue ({late})", Page("overdue")))
    return ways


def _way(title: str, page: Page) -> Element:
    return execute(title, "tasks.page", list_data(page))
