"""What Graph's POSTs to the gateway say. Pure: bytes in, events out; nothing is read from Graph here.

A notification only means "something changed", so nothing but tenant, mailbox and event id is taken from it.
Notifications with resource data (encrypted) are not subscribed to for calendars; those of meetings go on sealed, as
they came, and `sealed` opens them in a worker.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar, cast, get_args

import orjson

from bot.adapters.graph.client_state import is_ours
from bot.domain.events import InviteChanged, SealedTold, SubscriptionTroubled
from bot.errors import BadInput

MOST_BYTES = 1024 * 1024
MOST_ITEMS = 1000
MOST_TOKENS = 50
LONGEST_ID = 1024
LONGEST_TOKEN = 4096

Event = TypeVar("Event", InviteChanged | SealedTold, SubscriptionTroubled)
Change = Literal["created", "updated", "deleted"]
Trouble = Literal["reauthorizationRequired", "subscriptionRemoved", "missed"]
_CHANGES: Mapping[str, Change] = {kind.lower(): cast("Change", kind) for kind in get_args(Change)}
_TROUBLES: Mapping[str, Trouble] = {kind.lower(): cast("Trouble", kind) for kind in get_args(Trouble)}

# Users/{oid}/Events/{id}, Users('{oid}')/Events('{id}'), {oid}@{tenant}; event ids may hold slashes
_RESOURCE = re.compile(
    r"/?users(?:/|\(')(?P<mailbox>[\w.-]{1,128})(?:@[\w.-]+)?(?:'\))?/events(?:/|\(')(?P<event>[^'()]+)(?:'\))?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Intake(Generic[Event]):
    """What one POST amounts to: events without repeats, and how many items were dropped for which reason."""

    events: tuple[Event, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)


class _Dropped(Exception):
    """An item that is not ours or says nothing; its reason is a metric label."""


def read_notifications(
    body: bytes, *, tenant: str, secret_key: str, other_key: str = "", opens: bool = False
) -> Intake[InviteChanged | SealedTold]:
    """Raises BadInput for a body that is no notification at all; single items that are not ours are dropped.
    `opens`: there is a key for what comes encrypted."""
    told = _told(body)
    tokens = _tokens(told.get("validationTokens"))

    def meaning(item: Mapping[str, Any], home: str) -> InviteChanged | SealedTold:
        if item.get("encryptedContent") is None:
            return _invite_changed(item, home)
        if not opens:
            raise _Dropped("encrypted")
        return _sealed(item["encryptedContent"], home, tokens)

    return _read(told, tenant, (secret_key, other_key), meaning)


def read_lifecycle(body: bytes, *, tenant: str, secret_key: str, other_key: str = "") -> Intake[SubscriptionTroubled]:
    """The same for the lifecycle URL. Kinds that are not known yet count as "missed"."""
    return _read(_told(body), tenant, (secret_key, other_key), _subscription_troubled)


def validation_token(query: Mapping[str, str]) -> str | None:
    """The text to answer a handshake with (200, text/plain), or None where this is no handshake.

    `query` holds URL-decoded values. The token comes from whoever calls, so it is escaped and never long. Raises
    BadInput for a token that no service sends.
    """
    token = query.get("validationToken")
    if token is None:
        return None
    if not token or len(token) > LONGEST_TOKEN or not token.isprintable():
        raise BadInput("validationToken is empty, too long or not printable")
    return html.escape(token)


def _read(
    told: Mapping[str, Any], tenant: str, keys: Sequence[str], meaning: Callable[[Mapping[str, Any], str], Event]
) -> Intake[Event]:
    dropped: Counter[str] = Counter()
    events: dict[Event, None] = {}
    for item in _items(told):
        try:
            event = meaning(_checked(item, tenant, keys), tenant)
            if event in events:
                raise _Dropped("repeated")  # noqa: TRY301 - one place counts all drops
        except _Dropped as reason:
            dropped[str(reason)] += 1
        else:
            events[event] = None
    return Intake(tuple(events), dict(dropped))


def _told(body: bytes) -> Mapping[str, Any]:
    if len(body) > MOST_BYTES:
        raise BadInput("too large for a notification", status=413)
    try:
        told = orjson.loads(body)
    except ValueError as error:
        raise BadInput("not JSON") from error
    if not isinstance(told, dict):
        raise BadInput("not an object")
    return told


def _items(told: Mapping[str, Any]) -> list[Any]:
    items = told.get("value")
    if not isinstance(items, list):
        raise BadInput('no list of notifications under "value"')
    if len(items) > MOST_ITEMS:
        raise BadInput("too many notifications", status=413)
    return items


def _checked(item: Any, tenant: str, keys: Sequence[str]) -> Mapping[str, Any]:
    """The item, once we know that it comes from one of our subscriptions in our tenant."""
    if not isinstance(item, dict):
        raise _Dropped("no_item")
    if not any(key and is_ours(item.get("clientState"), secret_key=key, tenant=tenant) for key in keys):
        raise _Dropped("wrong_client_state")
    if str(item.get("tenantId", "")).lower() != tenant.lower():
        raise _Dropped("foreign_tenant")
    return item


def _tokens(told: Any) -> tuple[str, ...]:
    listed = told if isinstance(told, list) else []
    return tuple(token for token in listed[:MOST_TOKENS] if isinstance(token, str))


def _sealed(content: Any, tenant: str, tokens: tuple[str, ...]) -> SealedTold:
    """Whole or not at all: whether it opens is seen where time is no matter."""
    if not isinstance(content, dict):
        raise _Dropped("encrypted")
    return SealedTold(tenant, orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode(), tokens)


def _invite_changed(item: Mapping[str, Any], tenant: str) -> InviteChanged:
    change = _CHANGES.get(str(item.get("changeType")).lower())
    if change is None:
        raise _Dropped("unknown_change")
    resource = _RESOURCE.fullmatch(_id(item.get("resource"), "unknown_resource"))
    if resource is None:
        raise _Dropped("unknown_resource")
    data = item.get("resourceData")
    told = data.get("id") if isinstance(data, dict) else None
    event_id = _id(told, "unknown_resource") if told else resource["event"]
    return InviteChanged(tenant=tenant, mailbox=resource["mailbox"].lower(), event_id=event_id, change=change)


def _subscription_troubled(item: Mapping[str, Any], tenant: str) -> SubscriptionTroubled:
    kind = _TROUBLES.get(str(item.get("lifecycleEvent")).lower(), "missed")
    subscription = _id(item.get("subscriptionId"), "no_subscription")
    return SubscriptionTroubled(tenant=tenant, subscription_id=subscription, kind=kind)


def _id(value: object, reason: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID or not value.isprintable():
        raise _Dropped(reason)
    return value
