"""The worker: every job kind meets its one handler. Taking, retrying and burying jobs is the queue's business."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

import structlog

from bot.domain.feature import DoJob, Feature
from bot.domain.jobs import ALL_JOBS, Job, UpdateCard
from bot.domain.ports import Messenger
from bot.errors import BadInput, Gone, Unreachable

log = structlog.get_logger()


class Consumer(Protocol):
    async def run(self, handle: Callable[[Job], Awaitable[None]], *, stop: asyncio.Event) -> None: ...


class Handle:
    """Raises ValueError at start where a job has no handler or two: better than when the job comes."""

    def __init__(self, features: Iterable[Feature], messenger: Messenger) -> None:
        self._messenger = messenger
        self._handlers: dict[type[Job], DoJob] = {UpdateCard: self._update_card}
        for feature in features:
            for kind, do in feature.jobs.items():
                if kind in self._handlers:
                    raise ValueError(f"two handlers for {kind.__name__}")
                self._handlers[kind] = do
        missing = set(ALL_JOBS) - set(self._handlers)
        if missing:
            raise ValueError(f"no handler for {sorted(kind.__name__ for kind in missing)}")

    async def __call__(self, job: Job) -> None:
        do = self._handlers.get(type(job))
        if do is None:
            raise BadInput("no handler for this job")
        with structlog.contextvars.bound_contextvars(job=type(job).__name__):
            await do(job)

    async def _update_card(self, job: UpdateCard) -> None:
        try:
            await self._messenger.update(job.message, job.card, summary=job.summary)
        except (Gone, Unreachable) as why:
            log.info("card_gone", reason=why.reason)


async def run_worker(consumer: Consumer, handle: Handle, *, stop: asyncio.Event) -> None:
    """Returns when `stop` is set and the running jobs have ended."""
    await consumer.run(handle, stop=stop)
