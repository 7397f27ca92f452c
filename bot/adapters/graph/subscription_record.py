"""What is remembered of the subscriptions that we hold at Graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SubscriptionRecord:
    """One subscription that we hold. Times are aware UTC."""

    id: str
    tenant: str
    mailbox: str
    expires: datetime
    renew_at: datetime
    granted: datetime | None = None  # when Graph last made or renewed it
    made_with: str = ""  # which secret key its clientState was made with, as a mark that tells nothing of the key


class SubscriptionStore(Protocol):
    """Durable records, by tenant, part of its mailboxes, and id, which `put` replaces; and what a walk found Graph to
    hold."""

    async def of_part(self, tenant: str, part: int) -> Sequence[SubscriptionRecord]: ...

    async def find(self, tenant: str, subscription_id: str) -> SubscriptionRecord | None: ...

    async def count(self, tenant: str) -> int: ...

    async def put(self, record: SubscriptionRecord) -> None: ...

    async def delete(self, tenant: str, part: int, subscription_id: str) -> None: ...

    async def note_held(self, tenant: str, walk: str, part: int, ids: Sequence[str]) -> None: ...

    async def note_all_told(self, tenant: str, walk: str) -> None: ...

    async def held(self, tenant: str, walk: str, part: int) -> frozenset[str] | None:
        """None where not all of it is known, or not any more."""
        ...
