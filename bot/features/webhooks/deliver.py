"""Job: tell one webhook one event."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.domain.jobs import DeliverHook
from bot.domain.ports import HookSender, HookStore
from bot.errors import GiveUp, TryLater
from bot.features.webhooks.sign import signed_headers

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Deliver:
    """`now` is the system's time, whatever clock the product lives in: receivers hold the signature against theirs."""

    hooks: HookStore
    sender: HookSender
    now: Callable[[], float] = time.time

    async def __call__(self, job: DeliverHook) -> None:
        hook = await self.hooks.get(job.tenant, job.hook)
        if hook is None:
            return
        body = job.body.encode()
        headers = signed_headers(body, secret=hook.secret, event_id=job.event_id, now_s=int(self.now()))
        status = await self.sender.post(hook.url, headers, body)
        if status == 410:
            await self.hooks.delete(job.tenant, hook.id)
            raise GiveUp("hook_gone")
        if not 200 <= status < 300:
            raise TryLater(f"hook answered {status}")
        log.info("hook_told", hook=hook.id, event_id=job.event_id)
