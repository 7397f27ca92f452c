"""What Graph, and whoever pretends to be Graph, may send to the gateway. Pure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.adapters.graph.client_state import is_ours, new_client_state
from bot.adapters.graph.notifications import (
    MOST_BYTES,
    MOST_ITEMS,
    read_lifecycle,
    read_notifications,
    validation_token,
)
from bot.domain.events import InviteChanged, SubscriptionTroubled
from bot.errors import BadInput

TENANT = "5d7d3f0e-94a1-4a47-8f7c-3f6f9b8f2a11"
ANA = "11111111-aaaa-4bbb-8ccc-000000000001"
KEY = "k" * 40
STATE = new_client_state(KEY, TENANT)
PAYLOADS = Path(__file__).parents[2] / "payloads" / "graph"


def payload(name: str) -> bytes:
    return (PAYLOADS / name).read_text(encoding="utf-8").replace("SECRET", STATE).encode()


def item(**fields: Any) -> dict[str, Any]:
    ordinary = {
        "tenantId": TENANT,
        "clientState": STATE,
        "changeType": "updated",
        "resource": f"Users/{ANA}/Events/AAMk=",
    }
    return {**ordinary, **fields}


def read(*items: Any) -> tuple[list[InviteChanged], dict[str, int]]:
    intake = read_notifications(json.dumps({"value": list(items)}).encode(), tenant=TENANT, secret_key=KEY)
    return [event for event in intake.events if isinstance(event, InviteChanged)], dict(intake.dropped)


def test_one_post_of_many_items_is_sorted_into_events_and_counted_drops() -> None:
    intake = read_notifications(payload("notification-many.json"), tenant=TENANT, secret_key=KEY)
    assert intake.events == (
        InviteChanged(TENANT, ANA, "AAkALg-short_id=", "created"),
        InviteChanged(TENANT, ANA, "AAMk/slash+plus==", "updated"),
        InviteChanged(TENANT, ANA, "AAMkquoted=", "deleted"),
    )
    assert intake.dropped == {
        "no_item": 1,
        "repeated": 1,
        "wrong_client_state": 1,
        "foreign_tenant": 1,
        "unknown_resource": 1,
        "unknown_change": 1,
    }


def test_lifecycle_items_need_no_resource_and_new_kinds_count_as_missed() -> None:
    intake = read_lifecycle(payload("lifecycle-many.json"), tenant=TENANT, secret_key=KEY)
    assert intake.events == (
        SubscriptionTroubled(TENANT, "s-1", "missed"),
        SubscriptionTroubled(TENANT, "s-2", "reauthorizationRequired"),
        SubscriptionTroubled(TENANT, "s-3", "subscriptionRemoved"),
        SubscriptionTroubled(TENANT, "s-4", "missed"),
    )
    assert intake.dropped == {"wrong_client_state": 1, "no_subscription": 1}


@pytest.mark.parametrize(
    "forged",
    [
        None,
        "",
        7,
        [],
        "potluck.",
        "potluck.nonce",
        "potluck.nonce.",
        STATE[:-1],
        STATE + "A",
        STATE.upper(),
        STATE.removeprefix("potluck."),
        new_client_state("another key" * 4, TENANT),
        new_client_state(KEY, "99999999-94a1-4a47-8f7c-3f6f9b8f2a11"),
        "x" * 100_000,
    ],
    ids=range(14),
)
def test_a_forged_client_state_is_dropped_and_counted(forged: Any) -> None:
    assert read(item(clientState=forged)) == ([], {"wrong_client_state": 1})


def test_client_states_are_short_never_the_same_and_hold_no_key() -> None:
    made = {new_client_state(KEY, TENANT) for _ in range(50)}
    assert len(made) == 50
    assert all(len(state) <= 128 and KEY not in state and TENANT not in state for state in made)
    assert all(is_ours(state, secret_key=KEY, tenant=TENANT.upper()) for state in made)


@pytest.mark.parametrize(
    "resource",
    [
        None,
        7,
        "",
        "Users",
        f"Users/{ANA}/Events/",
        f"Users/{ANA}/Messages/AAMk=",
        f"Users/{ANA}/Events/{'A' * 2000}",
        f"Users/{ANA}/../{ANA}/Events/AAMk=",
        f"Users/{ANA}/Events/AA\nMk=",
    ],
)
def test_other_resources_are_dropped(resource: Any) -> None:
    assert read(item(resource=resource)) == ([], {"unknown_resource": 1})


def test_the_mailbox_is_known_in_every_spelling() -> None:
    spellings = [
        f"Users/{ANA.upper()}/Events/AAMk=",
        f"/users/{ANA}/events/AAMk=",
        f"Users('{ANA}')/Events('AAMk=')",
        f"Users/{ANA}@{TENANT}/Events/AAMk=",
    ]
    events, dropped = read(*(item(resource=spelling) for spelling in spellings))
    assert events == [InviteChanged(TENANT, ANA, "AAMk=", "updated")]
    assert dropped == {"repeated": 3}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"{}", 400),
        (b'{"value": {}}', 400),
        (b"[" * 200_000, 400),
        (b'{"value": [{"clientState": "potluck.\\ud800"}]}', 400),
        (b'{"value": [' + b"9" * 6000 + b"]}", 400),
        (b" " * (MOST_BYTES + 1), 413),
        (b'{"value": [' + b"0," * MOST_ITEMS + b"0]}", 413),
    ],
)
@pytest.mark.parametrize("reader", [read_notifications, read_lifecycle])
def test_what_is_no_notification_is_bad_input(reader: Any, body: bytes, status: int) -> None:
    with pytest.raises(BadInput) as refused:
        reader(body, tenant=TENANT, secret_key=KEY)
    assert refused.value.status == status


_anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text() | some.just(STATE) | some.just(TENANT),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_fields = ("tenantId", "clientState", "changeType", "resource", "resourceData", "lifecycleEvent", "subscriptionId")


@given(some.lists(some.dictionaries(some.sampled_from(_fields), _anything) | _anything, max_size=5))
def test_no_item_whatsoever_raises(items: list[Any]) -> None:
    full = [{**item(subscriptionId="s"), **one} if isinstance(one, dict) else one for one in items]
    body = json.dumps({"value": [*items, *full]}).encode()
    for reader in (read_notifications, read_lifecycle):
        intake = reader(body, tenant=TENANT, secret_key=KEY)
        assert len(intake.events) + sum(intake.dropped.values()) == len(items) + len(full)


def test_a_handshake_is_answered_with_its_token_made_harmless() -> None:
    words = "Validation: Testing client application reachability for subscription Request-Id: 5f2c"
    assert validation_token({"validationToken": words}) == words
    assert validation_token({"validationToken": "<script>"}) == "&lt;script&gt;"
    assert validation_token({}) is None


@pytest.mark.parametrize("token", ["", "x" * 5000, "two\nlines", "\x00"])
def test_a_token_that_no_service_sends_is_bad_input(token: str) -> None:
    with pytest.raises(BadInput):
        validation_token({"validationToken": token})
