"""What the Graph edge keeps, in memory: the stores of Redis are tested in tests/adapters/redis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.adapters.graph.breaker import Outage
from bot.adapters.graph.subscription_record import SubscriptionRecord
from bot.domain.stretch import part_of


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
    told: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    walks: set[str] = field(default_factory=set)

    async def of_part(self, tenant: str, part: int) -> Sequence[SubscriptionRecord]:
        return [one for one in self.kept.values() if one.tenant == tenant and part_of(one.mailbox) == part]

    async def find(self, tenant: str, subscription_id: str) -> SubscriptionRecord | None:
        found = self.kept.get(subscription_id)
        return found if found and found.tenant == tenant else None

    async def count(self, tenant: str) -> int:
        return sum(record.tenant == tenant for record in self.kept.values())

    async def put(self, record: SubscriptionRecord) -> None:
        self.kept[record.id] = record

    async def delete(self, tenant: str, part: int, subscription_id: str) -> None:
        found = await self.find(tenant, subscription_id)
        if found and part_of(found.mailbox) == part:
            del self.kept[subscription_id]

    async def note_held(self, tenant: str, walk: str, part: int, ids: Sequence[str]) -> None:
        self.told[f"{tenant}/{walk}", part] |= set(ids)

    async def note_all_told(self, tenant: str, walk: str) -> None:
        self.walks.add(f"{tenant}/{walk}")

    async def held(self, tenant: str, walk: str, part: int) -> frozenset[str] | None:
        at = f"{tenant}/{walk}"
        return frozenset(self.told[at, part]) if at in self.walks else None


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
