"""Adding, listing and deleting webhooks."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.hook import Hook, HookEvent
from bot.domain.ids import content_hash
from bot.domain.ports import Clock, HookSender, HookStore
from bot.errors import BadInput


@dataclass(frozen=True, slots=True)
class ManageHooks:
    hooks: HookStore
    sender: HookSender
    clock: Clock

    async def add(self, tenant: str, url: str, events: Sequence[HookEvent], *, once: str) -> Hook:
        """The same `once` names the same webhook. Raises BadInput: 422 for an address that is not allowed, 409 where
        there are too many."""
        if not self.sender.is_allowed(url):
            raise BadInput("The address must be https and lead to a public host.", status=422)
        hook = Hook(
            id=content_hash(tenant, once)[:24],
            tenant=tenant,
            url=url,
            events=tuple(dict.fromkeys(events)),
            secret=secrets.token_urlsafe(32),
            created=self.clock.now(),
        )
        if not await self.hooks.add(hook):
            raise BadInput("There are as many webhooks as one tenant may have.", status=409)
        return hook

    async def all(self, tenant: str) -> Sequence[Hook]:
        return await self.hooks.all(tenant)

    async def delete(self, tenant: str, hook_id: str) -> bool:
        return await self.hooks.delete(tenant, hook_id)
