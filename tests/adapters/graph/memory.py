"""What the Graph edge keeps, in memory: the stores of Redis are tested in tests/adapters/redis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.adapters.graph.breaker import Outage
from bot.adapters.graph.subscriptions import SubscriptionRecord


@dataclass
class Cursors:
    kept: dict[str, str]

    async def get(self, key: str) -> str | None:
        return self.kept.get(key)

    async def put(self, key: str, value: str) -> None:
        self.kept[key] = value


@dataclass
class Records:
    kept: dict[str, SubscriptionRecord]

    async def all(self, tenant: str) -> Sequence[SubscriptionRecord]:
        return [record for record in self.kept.values() if record.tenant == tenant]

    async def put(self, record: SubscriptionRecord) -> None:
        self.kept[record.id] = record

    async def delete(self, tenant: str, subscription_id: str) -> None:
        if subscription_id in self.kept and self.kept[subscription_id].tenant == tenant:
            del self.kept[subscription_id]


@dataclass
class FourPlaces:
    """One process's own view: nobody else is there. The shared one is tested in tests/adapters/redis."""

    taken: list[str] = field(default_factory=list)

    async def take(self, mailbox: str, most: int) -> str | None:
        if self.taken.count(mailbox) >= most:
            return None
        self.taken.append(mailbox)
        return mailbox

    async def leave(self, mailbox: str, ticket: str) -> None:
        assert ticket == mailbox
        self.taken.remove(mailbox)


@dataclass
class KnownOutages:
    known: dict[str, Outage]

    async def outage(self, tenant: str) -> Outage | None:
        return self.known.get(tenant)

    async def begin_outage(self, tenant: str, outage: Outage) -> None:
        self.known[tenant] = outage

    async def end_outage(self, tenant: str) -> None:
        self.known.pop(tenant, None)
