"""The Subscriptions port over Graph: exactly the wanted mailboxes are watched, for months, without a hand.

Graph is the truth and our records are a memory of which subscription serves which mailbox and when to renew it.
Every walk compares the two, so that lost answers, restarts and a changed secret key mend themselves: `look` notes what
Graph holds, a few pages at a time, and `watch` holds the records of a stretch of mailboxes against it. What was granted
since the look began counts as held.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot.adapters.graph.batch import Call
from bot.adapters.graph.client import GraphClient, Json, path
from bot.adapters.graph.client_state import PREFIX, is_ours, new_client_state
from bot.adapters.graph.refusals import Refused
from bot.adapters.graph.subscription_record import SubscriptionRecord, SubscriptionStore
from bot.domain.ids import keyed_hash
from bot.domain.ports import Clock
from bot.domain.stretch import Stretch, part_of
from bot.errors import GiveUp, Gone, NotAllowed, PotluckError, TryLater
from bot.settings import Settings

ASK_FOR = timedelta(minutes=10_000)
CLOCKS_DIFFER = timedelta(minutes=30)
AT_ONCE = 8
MOST_PAGES = 50  # of what Graph holds, in one look
MOST_DROPPED = 1000  # in one go; the rest waits for the next walk
NOTIFICATIONS = "/api/graph/notifications"
LIFECYCLE = "/api/graph/lifecycle"
IMMUTABLE = ('IdType="ImmutableId"',)
_RESOURCE = re.compile(r"/?users/([^/]+)/events/?", re.IGNORECASE)
_MINUTES = re.compile(r"can only be (\d{1,6}) minutes", re.IGNORECASE)
_TAKEN_BY = re.compile(r"subscription id (\S+) already exists", re.IGNORECASE)

log = structlog.get_logger(__name__)


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

    async def any_kept(self, tenant: str) -> bool:
        return await self._store.count(tenant) > 0

    async def look(self, tenant: str, *, walk: str, page: str = "") -> str:
        """Graph lists all of the application, also other deployments'. TryLater where it does not answer."""
        for _ in range(MOST_PAGES):
            told = await self._client.follow(page) if page else await self._client.get("/subscriptions")
            held: dict[int, list[str]] = defaultdict(list)
            for item in told.get("value") or ():
                if self._is_ours(item):
                    held[part_of(_mailbox(item))].append(str(item["id"]))
            for part, ids in held.items():
                await self._store.note_held(tenant, walk, part, ids)
            page = str(told.get("@odata.nextLink") or "")
            if not page:
                await self._store.note_all_told(tenant, walk)
                return ""
        return page

    async def watch(self, tenant: str, stretch: Stretch, mailboxes: Sequence[str], *, walk: str) -> Sequence[str]:
        """A mailbox that fails is logged and left for the next walk; the others go on."""
        wanted = frozenset(mailbox.lower() for mailbox in mailboxes)
        kept = await self._store.of_part(tenant, stretch.part)
        records = [record for record in kept if record.mailbox in stretch]
        held = await self._store.held(tenant, walk, stretch.part) if walk else None
        if held is not None:
            strays = held - {record.id for record in kept} if not stretch.first else frozenset[str]()
            began = datetime.fromisoformat(walk)
            held |= {record.id for record in records if record.granted and record.granted > began}
        else:
            strays, held = frozenset(), frozenset(record.id for record in records)
        serving = self._serving(records, held, wanted)
        surplus = strays | {record.id for record in records} - {record.id for record in serving.values()}
        await self._drop(tenant, stretch.part, sorted(surplus)[:MOST_DROPPED])
        new = await self._renew_due(list(serving.values()))
        new += await self._create_all(tenant, sorted(wanted - set(serving)))
        return sorted(new)

    async def mend(self, tenant: str, subscription_id: str, kind: str) -> str | None:
        """reauthorizationRequired is answered by a renewal, which authorizes again too; "subscriptionRemoved" by a
        new subscription. Unknown subscriptions, and what Graph refuses, are left to the next `watch`."""
        record = await self._store.find(tenant, subscription_id)
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
            await self._store.delete(record.tenant, part_of(record.mailbox), record.id)
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

    def _is_ours(self, item: Json) -> bool:
        """By address, and by secret where Graph tells it (a listing may leave clientState null)."""
        state = item.get("clientState")
        return item.get("notificationUrl") == self._base + NOTIFICATIONS and (
            not state or str(state).startswith(PREFIX)
        )

    def _serving(
        self, records: Sequence[SubscriptionRecord], held: frozenset[str], wanted: frozenset[str]
    ) -> dict[str, SubscriptionRecord]:
        """Which record serves which mailbox."""
        return {
            record.mailbox: record
            for record in records
            if record.id in held and record.mailbox in wanted and self._passes(record)
        }

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
            await self._store.delete(record.tenant, part_of(record.mailbox), record.id)
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
        await self._store.put(SubscriptionRecord(str(told["id"]), tenant, mailbox, expires, renew_at, now, made_with))

    async def _drop(self, tenant: str, part: int, ids: Sequence[str]) -> None:
        """What Graph would not let go now stays on record, and the next walk tries again."""
        calls = [Call("DELETE", path("subscriptions", one)) for one in ids]
        for subscription_id, outcome in zip(ids, await self._client.batch(calls) if ids else (), strict=True):
            if isinstance(outcome, PotluckError) and not isinstance(outcome, Gone):
                log.warning("subscription_failed", subject=subscription_id, reason=str(outcome))
            else:
                await self._store.delete(tenant, part, subscription_id)


def _mailbox(item: Json) -> str:
    """Whose it is; "" where its resource is none of ours, and it serves nobody."""
    found = _RESOURCE.fullmatch(str(item.get("resource")))
    return found[1] if found else ""


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
