"""What other systems hear of a task: that it has become what it is now. Pure."""

from __future__ import annotations

from bot.domain.jobs import TellHooks
from bot.domain.task import Task


def task_news(task: Task) -> TellHooks:
    at = task.history[-1].at if task.history else task.created
    return TellHooks(task.tenant, f"task.{task.state}", at.isoformat(), team=task.team, task_id=task.id)
