"""Who wants to hear what: the rules of POST, PATCH and DELETE /subscriptions, with the handshake."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from bot.playground.graph.event_view import Preferences, stamp
from bot.playground.graph.mailboxes import Mailboxes
from bot.playground.graph.notifier import Notifier
from bot.playground.graph.refusals import Refusal

MAX_MINUTES = 10_070
_RESOURCE = re.compile(r"/?users/([^/]+)/events/?", re.IGNORECASE)
_CHANGES = frozenset({"created", "updated", "deleted"})
_SETTABLE = frozenset(
    {"changeType", "notificationUrl", "lifecycleNotificationUrl", "resource", "clientState", "expirationDateTime"}
)


@dataclass(frozen=True, slots=True)
class Subscription:
    person: str
    resource: str
    changes: frozenset[str]
    url: str
    lifecycle_url: str | None
    client_state: str | None
    expires: datetime
    immutable: bool
    id: str = field(default_factory=lambda: str(uuid4()))

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "resource": self.resource,
            "applicationId": "00000000-0000-4000-8000-000000000001",
            "changeType": ",".join(sorted(self.changes)),
            "clientState": self.client_state,
            "notificationUrl": self.url,
            "lifecycleNotificationUrl": self.lifecycle_url,
            "expirationDateTime": stamp(self.expires),
            "creatorId": "00000000-0000-4000-8000-000000000002",
            "includeResourceData": None,
            "latestSupportedTlsVersion": "v1_2",
            "notificationContentType": None,
        }


class SubscriptionDesk:
    """All subscriptions. `max_minutes` is the longest life that is granted, `page_size` how many a page lists."""

    def __init__(self, mailboxes: Mailboxes, notifier: Notifier, clock: Callable[[], datetime]) -> None:
        self.max_minutes = MAX_MINUTES
        self.page_size = 100
        self._mailboxes = mailboxes
        self._notifier = notifier
        self._clock = clock
        self._all: dict[str, Subscription] = {}

    def live(self) -> list[Subscription]:
        return [kept for kept in self._all.values() if kept.expires > self._clock()]

    def get(self, subscription_id: str) -> Subscription:
        for kept in self.live():
            if kept.id == subscription_id:
                return kept
        raise Refusal(404, "ResourceNotFound", "The object was not found.")

    async def create(self, body: Mapping[str, Any], prefer: Preferences) -> Subscription:
        made = self._read(body, prefer)
        for kept in self.live():
            if (kept.person, kept.changes) == (made.person, made.changes):
                words = f"Subscription Id {kept.id} already exists for the requested combination"
                raise Refusal(409, "ObjectIdentifierInUse", words)
        for url in (made.url, made.lifecycle_url):
            if url is not None:
                await self._handshake(url)
        self._all[made.id] = made
        return made

    async def renew(self, subscription_id: str, body: Mapping[str, Any]) -> Subscription:
        kept = self.get(subscription_id)
        if set(body) - {"expirationDateTime", "notificationUrl"}:
            raise Refusal(400, "InvalidRequest", "Only expirationDateTime and notificationUrl can be updated.")
        url = str(body.get("notificationUrl") or kept.url)
        if url != kept.url:
            await self._handshake(_endpoint(url))
        expires = self._expiry(body["expirationDateTime"]) if "expirationDateTime" in body else kept.expires
        self._all[kept.id] = replace(kept, url=url, expires=expires)
        return self._all[kept.id]

    def drop(self, subscription_id: str) -> Subscription:
        return self._all.pop(self.get(subscription_id).id)

    def _read(self, body: Mapping[str, Any], prefer: Preferences) -> Subscription:
        for name in ("changeType", "notificationUrl", "resource", "expirationDateTime"):
            if not body.get(name):
                raise Refusal(400, "InvalidRequest", f"{name} is a required property.")
        if stray := set(body) - _SETTABLE:
            raise Refusal(400, "BadRequest", f"The property '{min(stray)}' does not exist on type 'subscription'.")
        resource, changes = str(body["resource"]), frozenset(str(body["changeType"]).split(","))
        match = _RESOURCE.fullmatch(resource)
        if match is None or not changes <= _CHANGES:
            raise Refusal(400, "InvalidRequest", "The resource or change type is not supported.")
        if len(str(body.get("clientState") or "")) > 128:
            raise Refusal(400, "InvalidRequest", "clientState is longer than 128 characters.")
        lifecycle = body.get("lifecycleNotificationUrl")
        return Subscription(
            person=self._mailboxes.person(match[1]).id,
            resource=resource,
            changes=changes,
            url=_endpoint(str(body["notificationUrl"])),
            lifecycle_url=_endpoint(str(lifecycle)) if lifecycle else None,
            client_state=body.get("clientState"),
            expires=self._expiry(body["expirationDateTime"]),
            immutable=prefer.immutable,
        )

    def _expiry(self, told: object) -> datetime:
        try:
            expires = datetime.fromisoformat(str(told))
        except ValueError:
            raise Refusal(400, "BadRequest", "expirationDateTime is no date and time.") from None
        now = self._clock()
        if expires.tzinfo is None or expires <= now:
            raise Refusal(400, "InvalidRequest", "Subscription expiration must be in the future.")
        if expires > now + timedelta(minutes=self.max_minutes):
            words = f"Subscription expiration can only be {self.max_minutes} minutes in the future."
            raise Refusal(400, "ExtensionError", words)
        return expires

    async def _handshake(self, url: str) -> None:
        if not await self._notifier.handshake(url):
            words = "Subscription validation request failed. Notification endpoint must respond with 200 OK."
            raise Refusal(400, "ValidationError", words)


def _endpoint(url: str) -> str:
    """https, or the machine itself: the playground's gateway has no certificate."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "127.0.0.1"):
        return url
    raise Refusal(400, "InvalidRequest", "Notification endpoint must use HTTPS.")
