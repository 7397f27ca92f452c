"""The Subscriptions port over Graph: exactly the wanted mailboxes are watched, for months, without a hand.

Graph is the truth and our records are a memory of which subscription serves which mailbox and when to renew it.
Every `watch` compares the two, so that lost answers, restarts and a changed secret key mend themselves.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.adapters.graph.batch import Call
from bot.adapters.graph.client import GraphClient, Json, path
from bot.adapters.graph.client_state import PREFIX, is_ours, new_client_state
from bot.adapters.graph.refusals import Refused
from bot.domain.ids import keyed_hash
from bot.domain.ports import Clock
from bot.errors import GiveUp, Gone, NotAllowed, PotluckError, TryLater
from bot.settings import Settings

ASK_FOR = timedelta(minutes=10_000)
CLOCKS_DIFFER = timedelta(minutes=30)
AT_ONCE = 8
MOST_PAGES = 200
NOTIFICATIONS = "/api/graph/notifications"
LIFECYCLE = "/api/graph/lifecycle"
IMMUTABLE = ('IdType="ImmutableId"',)
_MINUTES = re.compile(r"can only be (\d{1,6}) minutes", re.IGNORECASE)
_TAKEN_BY = re.compile(r"subscription id (\S+) already exists", re.IGNORECASE)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SubscriptionRecord:
    """One subscription that we hold. Times are aware UTC."""

    id: str
    tenant: str
    mailbox: str
    expires: datetime
    renew_at: datetime
    made_with: str = ""  # which secret key its clientState was made with, as a mark that tells nothing of the key


class SubscriptionStore(Protocol):
    """Durable records, keyed by tenant and id; `put` replaces."""

    async def all(self, tenant: str) -> Sequence[SubscriptionRecord]: ...

    async def put(self, record: SubscriptionRecord) -> None: ...

    async def delete(self, tenant: str, subscription_id: str) -> None: ...


class GraphSubscriptions:
    """Keeps the contract of `bot.domain.ports.Subscriptions`. `jitter` (0..1) spreads renewals."""

    def __init__(
        self,
        settings: Settings,
        client: GraphClient,
        store: SubscriptionStore,
        clock: Clock,
        *,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._client = client
        self._settings = settings
        self._store = store
        self._clock = clock
        self._jitter = jitter
        self._base = settings.public_url.rstrip("/")
        self._mark = keyed_hash(settings.secret_key.reveal(), "made with")[:8]

    async def watch(self, tenant: str, mailboxes: Sequence[str]) -> Sequence[str]:
        """A mailbox that fails is logged and left for the next call; the others go on. TryLater where Graph does
        not even tell what it holds."""
        wanted, records = frozenset(mailbox.lower() for mailbox in mailboxes), await self._store.all(tenant)
        if not wanted and not records:
            return []  # an installation that reads no calendars may have no leave to ask for anything
        held = await self._held()
        serving, surplus = self._sorted(records, held, wanted)
        await self._drop(tenant, sorted(surplus))
        new = await self._renew_due(list(serving.values()))
        new += await self._create_all(tenant, sorted(wanted - set(serving)))
        return sorted(new)

    async def mend(self, tenant: str, subscription_id: str, kind: str) -> str | None:
        """reauthorizationRequired is answered by a renewal, which authorizes again too; "subscriptionRemoved" by a
        new subscription. Unknown subscriptions, and what Graph refuses, are left to the next `watch`."""
        record = next((kept for kept in await self._store.all(tenant) if kept.id == subscription_id), None)
        if record is None:
            return None
        try:
            return await self._mend(record, kind)
        except (GiveUp, NotAllowed) as why:
            log.warning("subscription_failed", subject=record.mailbox, reason=why.reason)
            return None

    async def _mend(self, record: SubscriptionRecord, kind: str) -> str | None:
        if kind == "reauthorizationRequired":
            return await self._renew(record)
        if kind == "subscriptionRemoved":
            await self._store.delete(record.tenant, record.id)
            await self._create(record.tenant, record.mailbox)
        return record.mailbox

    async def _attempt(self, step: Any, subject: str) -> str | None:
        """Nobody's trouble may keep the others unwatched."""
        try:
            told: str | None = await step
        except (TryLater, GiveUp, NotAllowed) as error:
            log.warning("subscription_failed", subject=subject, reason=error.reason)
            return None
        return told

    async def _held(self) -> Mapping[str, Json]:
        """Our subscriptions as Graph holds them, by id. Graph lists all of the application, also other deployments'."""
        held: dict[str, Json] = {}
        page = await self._client.get("/subscriptions")
        for _ in range(MOST_PAGES):
            held.update({str(item["id"]): item for item in page.get("value") or () if self._is_ours(item)})
            if not (following := page.get("@odata.nextLink")):
                break
            page = await self._client.follow(str(following))
        return held

    def _is_ours(self, item: Json) -> bool:
        """By address, and by secret where Graph tells it (a listing may leave clientState null)."""
        state = item.get("clientState")
        return item.get("notificationUrl") == self._base + NOTIFICATIONS and (
            not state or str(state).startswith(PREFIX)
        )

    def _sorted(
        self, records: Sequence[SubscriptionRecord], held: Mapping[str, Json], wanted: frozenset[str]
    ) -> tuple[dict[str, SubscriptionRecord], set[str]]:
        """Which record serves which mailbox, and the ids, held or remembered, that serve nobody."""
        serving = {
            record.mailbox: record
            for record in records
            if record.id in held and record.mailbox in wanted and self._passes(record)
        }
        useful = {record.id for record in serving.values()}
        return serving, ({record.id for record in records} | set(held)) - useful

    def _passes(self, record: SubscriptionRecord) -> bool:
        """Whether its secret is made with the key that stays; while keys are changed, of unmarked ones nobody knows."""
        if not record.made_with:
            return not self._settings.other_secret_key
        return record.made_with == self._mark

    async def _renew_due(self, serving: Sequence[SubscriptionRecord]) -> list[str]:
        """In batches. One that will not simply be renewed is looked at by itself. Returns the mailboxes whose
        subscription had vanished and was made anew."""
        now = self._clock.now()
        due = [record for record in serving if now >= record.renew_at]
        until = {"expirationDateTime": _stamp(now + ASK_FOR)}
        calls = [Call("PATCH", path("subscriptions", record.id), until, record.mailbox) for record in due]
        again: list[SubscriptionRecord] = []
        for record, outcome in zip(due, await self._client.batch(calls) if due else (), strict=True):
            if isinstance(outcome, TryLater):
                log.warning("subscription_failed", subject=record.mailbox, reason=outcome.reason)
            elif isinstance(outcome, PotluckError):
                again.append(record)
            else:
                await self._remember(record.tenant, record.mailbox, outcome, record.made_with)
        told = [await self._attempt(self._renew(record), record.mailbox) for record in again]
        return [mailbox for mailbox in told if mailbox]

    async def _create_all(self, tenant: str, mailboxes: Sequence[str]) -> list[str]:
        lanes = asyncio.Semaphore(AT_ONCE)

        async def one(mailbox: str) -> str | None:
            async with lanes:
                return await self._attempt(self._create(tenant, mailbox), mailbox)

        told = await asyncio.gather(*(one(mailbox) for mailbox in mailboxes))
        return [mailbox for mailbox in told if mailbox]

    async def _renew(self, record: SubscriptionRecord) -> str | None:
        """The mailbox where it was not watched until now."""
        at = path("subscriptions", record.id)
        try:
            told = await self._ask(lambda until: self._client.patch(at, {"expirationDateTime": until}))
        except Gone:
            await self._store.delete(record.tenant, record.id)
            return await self._create(record.tenant, record.mailbox)
        await self._remember(record.tenant, record.mailbox, told, record.made_with)
        return None

    async def _create(self, tenant: str, mailbox: str) -> str:
        try:
            told = await self._post(tenant, mailbox)
        except Refused as refused:
            taken = _TAKEN_BY.search(refused.detail)
            if refused.status != 409 or taken is None:
                raise
            told = await self._adopt(tenant, mailbox, taken[1])
        await self._remember(tenant, mailbox, told, self._mark)
        return mailbox

    async def _adopt(self, tenant: str, mailbox: str, subscription_id: str) -> Json:
        """One that exists for the same mailbox is renewed, if its notifications will reach us and pass our check;
        else it is deaf for us and is replaced."""
        at = path("subscriptions", subscription_id)
        try:
            found = await self._client.get(at)
            state, key = found.get("clientState"), self._settings.secret_key
            if self._is_ours(found) and is_ours(state, secret_key=key, tenant=tenant):
                return await self._ask(lambda until: self._client.patch(at, {"expirationDateTime": until}))
            await self._client.delete(at)
        except Gone:
            log.info("subscription_vanished", subscription=subscription_id)
        return await self._post(tenant, mailbox)

    async def _post(self, tenant: str, mailbox: str) -> Json:
        body = {
            "changeType": "created,updated,deleted",
            "notificationUrl": self._base + NOTIFICATIONS,
            "lifecycleNotificationUrl": self._base + LIFECYCLE,
            "resource": f"users/{mailbox}/events",
            "clientState": new_client_state(self._settings.secret_key, tenant),
        }
        return await self._ask(
            lambda until: self._client.post(
                "/subscriptions", {**body, "expirationDateTime": until}, mailbox=mailbox, prefer=IMMUTABLE
            )
        )

    async def _ask(self, call: Callable[[str], Any]) -> Json:
        """Ask for 10,000 minutes. Where Graph names a smaller maximum, ask for that, then for less in case its clock
        runs behind ours."""
        life = ASK_FOR
        for slack in (timedelta(minutes=1), CLOCKS_DIFFER):
            try:
                return await self._until(call, life)
            except Refused as refused:
                named = _MINUTES.search(refused.detail)
                if refused.status != 400 or named is None:
                    raise
                life = timedelta(minutes=int(named[1])) - slack
        return await self._until(call, life)

    async def _until(self, call: Callable[[str], Any], life: timedelta) -> Json:
        told: Json = await call(_stamp(self._clock.now() + life))
        return told

    async def _remember(self, tenant: str, mailbox: str, told: Json, made_with: str) -> None:
        """What was granted counts, not what was asked for. Renewal is due around half life."""
        now = self._clock.now()
        expires = datetime.fromisoformat(str(told["expirationDateTime"])).astimezone(UTC)
        renew_at = now + (expires - now) * (0.4 + 0.2 * self._jitter())
        await self._store.put(SubscriptionRecord(str(told["id"]), tenant, mailbox, expires, renew_at, made_with))

    async def _drop(self, tenant: str, ids: Sequence[str]) -> None:
        """What Graph would not let go now stays on record, and the next `watch` tries again."""
        calls = [Call("DELETE", path("subscriptions", one)) for one in ids]
        for subscription_id, outcome in zip(ids, await self._client.batch(calls) if ids else (), strict=True):
            if isinstance(outcome, PotluckError) and not isinstance(outcome, Gone):
                log.warning("subscription_failed", subject=subscription_id, reason=str(outcome))
            else:
                await self._store.delete(tenant, subscription_id)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
