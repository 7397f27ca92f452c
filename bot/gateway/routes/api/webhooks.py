"""/webhooks: which other systems hear of what happens. For administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from bot.domain.hook import Hook, HookEvent
from bot.domain.public_ids import opaque
from bot.features.webhooks import ManageHooks
from bot.gateway.api.ids import OpaqueId
from bot.gateway.api.operation import Answer, Call, Nothing, Operation, Taken, Told, not_found

Events = Annotated[list[HookEvent], Field(min_length=1, max_length=20)]


class HookIn(Taken):
    """`url` is https and leads to a public address."""

    url: Annotated[str, Field(min_length=8, max_length=2000, pattern="^https?://[!-~]+$")]
    events: Events


class HookTold(Told):
    id: OpaqueId
    url: str
    events: list[HookEvent]
    created: datetime


class HookMade(HookTold):
    """`secret` is told this once; deliveries are signed with it."""

    secret: str


class HookList(Told):
    items: list[HookTold]


@dataclass(frozen=True, slots=True)
class Webhooks:
    manage: ManageHooks

    def operations(self) -> list[Operation]:
        return [
            Operation("GET", "/webhooks", "webhooks", self.list, "List webhooks"),
            Operation("POST", "/webhooks", "webhooks", self.add, "Add a webhook", status=201),
            Operation("DELETE", "/webhooks/{webhook}", "webhooks", self.delete, "Delete a webhook", status=204),
        ]

    async def list(self, call: Call) -> Answer[HookList]:
        return Answer(HookList(items=[HookTold(**_told(hook)) for hook in await self.manage.all(call.caller.tenant)]))

    async def add(self, call: Call, body: HookIn) -> Answer[HookMade]:
        hook = await self.manage.add(call.caller.tenant, body.url, body.events, once=call.once or "")
        return Answer(HookMade(**_told(hook), secret=hook.secret), location=f"/webhooks/{opaque(hook.id)}")

    async def delete(self, call: Call) -> Answer[Nothing]:
        (hook_id,) = call.ids("webhook", 1)
        if not await self.manage.delete(call.caller.tenant, hook_id):
            raise not_found()
        return Answer(Nothing())


def _told(hook: Hook) -> dict[str, Any]:
    return {"id": opaque(hook.id), "url": hook.url, "events": list(hook.events), "created": hook.created}
