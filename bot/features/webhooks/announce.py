"""Job: one event becomes one delivery for each webhook that wants it. Its ids are those of the API."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.domain.ids import content_hash
from bot.domain.jobs import DeliverHook, TellHooks
from bot.domain.ports import HookStore, JobQueue
from bot.domain.public_ids import opaque


@dataclass(frozen=True, slots=True)
class Announce:
    hooks: HookStore
    queue: JobQueue

    async def __call__(self, job: TellHooks) -> None:
        event_id = content_hash(
            job.tenant, job.event, job.at, job.team or "", job.task_id or "", job.nudge or "", job.answer or ""
        )
        team = opaque(job.team) if job.team else None
        task = opaque(job.team, job.task_id) if job.team and job.task_id else None
        about = {"team": team, "task": task, "nudge": job.nudge, "answer": job.answer}
        told = {name: value for name, value in about.items() if value is not None}
        body = json.dumps({"id": event_id, "type": job.event, "at": job.at, "data": told}, separators=(",", ":"))
        for hook in await self.hooks.all(job.tenant):
            if job.event in hook.events:
                delivery = DeliverHook(job.tenant, hook.id, event_id, body)
                await self.queue.enqueue(delivery, once=f"hook:{hook.id}:{event_id}")
