"""The search behind the message extension: somebody's own open tasks, to be inserted wherever they write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.cards import Card, Found, ShowFound, card, quiet, text
from bot.domain.commands import parse_command
from bot.domain.events import CardAnswered
from bot.domain.ports import TaskStore
from bot.domain.task import Task
from bot.domain.tongue import mark, say
from bot.domain.wording import due_words
from bot.errors import NotAllowed
from bot.features.owned_tasks.my_tasks import TaskList
from bot.features.owned_tasks.task_filter import chosen

MOST = 25
LONGEST_QUERY = 200
NOTHING = mark("Nothing of yours matches.")


@dataclass(frozen=True, slots=True)
class FindTasks:
    """Nobody finds a task that is not theirs: what others own, only others may put into a chat."""

    tasks: TaskStore
    task_list: TaskList

    async def __call__(self, event: CardAnswered) -> ShowFound:
        sender = event.origin.sender
        if sender is None:
            raise NotAllowed("nobody", status=401)
        query = str(event.data.get("query", ""))[:LONGEST_QUERY]
        today = await self.task_list.today(sender.tenant, sender.id)
        found = matching(await self.tasks.of_owner(sender.tenant, sender.id), query, today)
        start, count = _number(event.data.get("skip")), min(MOST, _number(event.data.get("count")) or MOST)
        shown = tuple(Found(task.what, _facts(task), _to_insert(task)) for task in found[start : start + count])
        return ShowFound(shown, say(NOTHING))


def matching(tasks: Sequence[Task], query: str, today: date) -> list[Task]:
    """As "my tasks" understands it ("overdue", "from planning"), else tasks that hold every word of the query."""
    command = parse_command(f"my tasks {query}") if query.strip() else None
    if command and command.about:
        return chosen(tasks, command.about, today)
    words = query.lower().split()
    return [
        task
        for task in tasks
        if all(word in f"{task.what} {task.meeting_title or ''} {task.id}".lower() for word in words)
    ]


def _facts(task: Task) -> str:
    return " · ".join(part for part in (due_words(task), task.id, task.meeting_title or "") if part)


def _to_insert(task: Task) -> Card:
    """For people who may not have been in the meeting, so its title stays out."""
    yes = "" if task.state == "accepted" else say("no yes yet")
    facts = " · ".join(part for part in (task.owner_name or "", due_words(task), yes, task.id) if part)
    return card([text(task.what, weight="Bolder", size="Medium"), quiet(facts)])


def _number(told: object) -> int:
    return told if isinstance(told, int) and 0 <= told < 1_000_000 else 0
