"""The life of subscriptions: exactly the wanted mailboxes are watched, whatever Graph and restarts do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.graph.client_state import is_ours
from bot.adapters.graph.subscriptions import GraphSubscriptions
from bot.domain.events import InviteChanged, SubscriptionTroubled
from bot.domain.stretch import PARTS, Stretch, part_of
from bot.errors import TryLater
from bot.playground.graph.refusals import Refusal
from bot.settings import Secret

Names = dict[str, str]


async def watch(world: Any, names: Names, *who: str) -> list[str]:
    return await walk(world, world.subscriptions, names["tenant"], [names[name] for name in who])


async def walk(world: Any, subscriptions: GraphSubscriptions, tenant: str, mailboxes: Sequence[str]) -> list[str]:
    """As the jobs go it: a look at what Graph holds, a few pages at a time, then all mailboxes, part by part."""
    began, page = world.now.isoformat(), ""
    while page := await subscriptions.look(tenant, walk=began, page=page):
        pass
    new: list[str] = []
    for part in range(PARTS):
        mine = [mailbox for mailbox in mailboxes if part_of(mailbox) == part]
        new += await subscriptions.watch(tenant, Stretch(part), mine, walk=began)
    return sorted(new)


def watched(world: Any) -> set[str]:
    return {kept.person for kept in world.graph.subscriptions.live()}


async def test_a_watched_mailbox_tells_of_every_change(world: Any, names: Names) -> None:
    assert await watch(world, names, "ana") == [names["ana"]]
    assert world.handshakes == 2
    event_id = world.write()
    world.graph.update_invite(event_id, subject="New")
    world.graph.cancel_invite(event_id)
    await world.graph.settled()
    told = world.changes_heard()
    assert {event.change for event in told} == {"created", "updated", "deleted"}
    assert {(event.tenant, event.mailbox, event.event_id) for event in told} == {
        (names["tenant"], names["ana"], event_id)
    }
    assert all("wrong_client_state" not in intake.dropped for intake in world.heard)


async def test_a_second_call_has_nothing_to_do(world: Any, names: Names) -> None:
    await watch(world, names, "ana", "ben")
    world.graph.requests.clear()
    assert await watch(world, names, "ana", "ben") == []
    assert world.graph.requests == ["GET /v1.0/subscriptions"]


async def test_a_long_list_is_read_a_few_pages_at_a_time(
    world: Any, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.graph.subscriptions.MOST_PAGES", 2)
    await watch(world, names, "ana", "ben", "cleo")
    world.graph.subscriptions.page_size = 1
    world.now += timedelta(minutes=1)
    world.graph.requests.clear()
    page = await world.subscriptions.look(names["tenant"], walk=world.now.isoformat())
    assert page
    assert len(world.graph.requests) == 2
    assert await watch(world, names, "ana", "ben", "cleo") == []
    vanished = next(kept for kept in world.graph.subscriptions.live() if kept.person == names["cleo"])
    world.graph.subscriptions.drop(vanished.id)
    world.now += timedelta(minutes=1)
    assert await watch(world, names, "ana", "ben", "cleo") == [names["cleo"]]


async def test_what_was_made_since_the_look_began_is_no_less_held(world: Any, names: Names) -> None:
    tenant, ana = names["tenant"], names["ana"]
    walk = world.now.isoformat()
    assert await world.subscriptions.look(tenant, walk=walk) == ""
    world.now += timedelta(minutes=1)
    only = Stretch(part_of(ana))
    assert await world.subscriptions.watch(tenant, only, [ana], walk=walk) == [ana]
    world.graph.requests.clear()
    assert await world.subscriptions.watch(tenant, only, [ana], walk=walk) == []
    assert world.graph.requests == []


async def test_one_persons_choice_needs_no_look_at_all_the_others(world: Any, names: Names) -> None:
    tenant, ana = names["tenant"], names["ana"]
    await watch(world, names, "ana", "ben")
    world.graph.requests.clear()
    assert await world.subscriptions.watch(tenant, Stretch.of_one(ana), [], walk="") == []
    assert watched(world) == {names["ben"]}
    assert await world.subscriptions.watch(tenant, Stretch.of_one(ana), [ana], walk="") == [ana]
    assert watched(world) == {ana, names["ben"]}
    assert "GET /v1.0/subscriptions" not in world.graph.requests


async def test_the_granted_life_counts_and_a_refused_one_is_asked_for_again(world: Any, names: Names) -> None:
    world.graph.subscriptions.max_minutes = 4230
    await watch(world, names, "ana")
    (record,) = world.records.values()
    assert record.expires == world.now + timedelta(minutes=4229)
    assert record.renew_at == world.now + timedelta(minutes=4229) / 2


async def test_a_service_whose_clock_runs_behind_is_asked_for_less(world: Any, names: Names) -> None:
    real = world.now
    world.graph.subscriptions._clock = lambda: real - timedelta(minutes=10)
    world.graph.subscriptions.max_minutes = 4230
    await watch(world, names, "ana")
    assert watched(world) == {names["ana"]}


async def test_renewal_comes_at_half_life_and_is_no_new_subscription(world: Any, names: Names) -> None:
    await watch(world, names, "ana")
    (first,) = world.records.values()
    world.now = first.renew_at
    assert await watch(world, names, "ana") == []
    (renewed,) = world.records.values()
    assert renewed.id == first.id
    assert renewed.expires > first.expires


async def test_renewals_travel_together_and_each_has_its_own_outcome(world: Any, names: Names) -> None:
    await watch(world, names, "ana", "ben", "cleo")
    first, second, third = sorted(world.records.values(), key=lambda record: record.mailbox)
    world.now = first.renew_at
    world.graph.subscriptions.max_minutes = 4230
    world.graph.subscriptions.drop(second.id)
    world.graph.requests.clear()
    assert await watch(world, names, "ana", "ben", "cleo") == [names["ben"]]
    assert "POST /v1.0/$batch" in world.graph.requests
    renewed = {record.mailbox: record for record in world.records.values()}
    assert (renewed[first.mailbox].id, renewed[third.mailbox].id) == (first.id, third.id)
    assert {record.expires for record in renewed.values()} == {world.now + timedelta(minutes=4229)}


async def test_ninety_days_without_a_gap(world: Any, names: Names) -> None:
    await watch(world, names, "ana", "ben")
    for _ in range(90 * 4):
        world.now += timedelta(hours=6)
        assert await watch(world, names, "ana", "ben") == []
    assert watched(world) == {names["ana"], names["ben"]}


async def test_an_expired_subscription_is_made_anew_and_asks_for_a_catch_up(world: Any, names: Names) -> None:
    await watch(world, names, "ana")
    world.now += timedelta(days=30)
    assert await watch(world, names, "ana") == [names["ana"]]
    assert len(world.records) == 1


async def test_a_mailbox_no_longer_wanted_is_let_go(world: Any, names: Names) -> None:
    await watch(world, names, "ana", "ben")
    assert await watch(world, names, "ben") == []
    assert watched(world) == {names["ben"]}
    assert {record.mailbox for record in world.records.values()} == {names["ben"]}


async def test_orphans_of_ours_are_deleted_and_strangers_left_alone(world: Any, names: Names) -> None:
    await watch(world, names, "ana")
    stranger = {
        "changeType": "updated",
        "notificationUrl": f"{world.settings.public_url}/api/graph/notifications?other=app",
        "resource": f"users/{names['cleo']}/events",
        "expirationDateTime": "2026-11-27T00:00:00Z",
        "clientState": "somebody else's",
    }
    await world.client.post("/subscriptions", stranger)
    world.records.clear()  # as after a lost store
    assert await watch(world, names, "ana") == [names["ana"]]
    assert watched(world) == {names["ana"], names["cleo"]}
    assert len(world.graph.subscriptions.live()) == 2


async def test_a_lost_answer_is_adopted_through_the_conflict(world: Any, names: Names) -> None:
    await watch(world, names, "ana")
    (lost,) = world.records.values()
    world.records.clear()
    told = await world.subscriptions._create(names["tenant"], names["ana"])
    assert told == names["ana"]
    assert list(world.records) == [lost.id]


async def test_after_a_change_of_key_every_subscription_is_made_anew_while_the_old_key_is_still_taken(
    world: Any, names: Names
) -> None:
    await watch(world, names, "ana", "ben")
    rotated = replace(world.settings, secret_key=Secret("n" * 40), other_secret_key=world.settings.secret_key)
    after = GraphSubscriptions(rotated, world.client, world.subscriptions._store, world.subscriptions._clock)
    both = [names["ana"], names["ben"]]
    assert await walk(world, after, names["tenant"], both) == sorted(
        both
    )  # who calls catches up with what came meanwhile
    assert await walk(world, after, names["tenant"], both) == []
    live = world.graph.subscriptions.live()
    assert {kept.person for kept in live} == set(both)
    assert all(is_ours(one.client_state, secret_key=rotated.secret_key, tenant=names["tenant"]) for one in live)


async def test_a_subscription_made_with_another_key_is_replaced_since_its_secret_is_lost(
    world: Any, names: Names
) -> None:
    await watch(world, names, "ana")
    rotated = replace(world.settings, secret_key=Secret("n" * 40))
    world.records.clear()
    subscriptions = GraphSubscriptions(
        rotated, world.client, world.subscriptions._store, world.subscriptions._clock, jitter=lambda: 0.5
    )
    await subscriptions._create(names["tenant"], names["ana"])
    (kept,) = world.graph.subscriptions.live()
    assert is_ours(kept.client_state, secret_key=rotated.secret_key, tenant=names["tenant"])
    assert list(world.records) == [kept.id]


async def test_one_mailbox_that_fails_does_not_hold_up_the_others(world: Any, names: Names) -> None:
    nobody = "22222222-0000-4000-8000-000000000000"
    told = await walk(world, world.subscriptions, names["tenant"], [nobody, names["ana"]])
    assert told == [names["ana"]]


async def test_an_endpoint_that_fails_the_handshake_is_not_subscribed(world: Any, names: Names) -> None:
    deaf = replace(world.settings, public_url="http://127.0.0.1:9")
    subscriptions = GraphSubscriptions(
        deaf, world.client, world.subscriptions._store, world.subscriptions._clock, jitter=lambda: 0.5
    )
    assert await walk(world, subscriptions, names["tenant"], [names["ana"]]) == []
    assert world.records == {}


async def test_an_outage_means_try_later(world: Any, names: Names) -> None:
    world.graph.physics.outage = True
    with pytest.raises(TryLater):
        await watch(world, names, "ana")


async def test_lifecycle_notifications_are_acted_on(world: Any, names: Names) -> None:
    await watch(world, names, "ana")
    (first,) = world.records.values()
    world.now += timedelta(hours=1)
    for kind in ("reauthorizationRequired", "missed", "subscriptionRemoved"):
        world.graph.send_lifecycle(first.id, kind)
    await world.graph.settled()
    troubles: list[SubscriptionTroubled] = [event for intake in world.troubles for event in intake.events]
    mended = {event.kind: await mend(world, event) for event in sorted(troubles, key=lambda event: event.kind)}
    assert mended == {"missed": names["ana"], "reauthorizationRequired": names["ana"], "subscriptionRemoved": None}
    assert watched(world) == {names["ana"]}


async def test_reauthorization_renews_in_place(world: Any, names: Names) -> None:
    await watch(world, names, "ana")
    (first,) = world.records.values()
    world.now += timedelta(hours=1)
    assert await world.subscriptions.mend(names["tenant"], first.id, "reauthorizationRequired") is None
    assert world.records[first.id].expires == first.expires + timedelta(hours=1)


async def test_a_removed_subscription_is_made_anew_once(world: Any, names: Names) -> None:
    await watch(world, names, "ana")
    (first,) = world.records.values()
    world.graph.send_lifecycle(first.id, "subscriptionRemoved")
    assert await world.subscriptions.mend(names["tenant"], first.id, "subscriptionRemoved") == names["ana"]
    assert await world.subscriptions.mend(names["tenant"], first.id, "subscriptionRemoved") is None
    assert len(world.graph.subscriptions.live()) == 1


async def test_trouble_of_an_unknown_subscription_does_nothing(world: Any, names: Names) -> None:
    assert await world.subscriptions.mend(names["tenant"], "nobody's", "missed") is None


async def test_a_mailbox_that_may_no_longer_be_watched_is_left_to_the_next_call(world: Any, names: Names) -> None:
    await watch(world, names, "ana")
    (first,) = world.records.values()
    world.graph.send_lifecycle(first.id, "subscriptionRemoved")
    world.graph.subscriptions._handshake = _refuse
    assert await world.subscriptions.mend(names["tenant"], first.id, "subscriptionRemoved") is None
    assert world.records == {}


async def _refuse(_url: str) -> None:
    raise Refusal(403, "ExtensionError", "Operation: Create; Exception: [Status Code: Forbidden]")


async def mend(world: Any, event: SubscriptionTroubled) -> str | None:
    told: str | None = await world.subscriptions.mend(event.tenant, event.subscription_id, event.kind)
    return told


async def test_notifications_repeat_until_the_gateway_keeps_them(world: Any, names: Names) -> None:
    await watch(world, names, "ana")
    world.gateway_answers = 503
    waits = 0

    async def patient(_seconds: float) -> None:
        nonlocal waits
        waits += 1
        world.gateway_answers = 202 if waits == 3 else 503

    world.graph._notifier._sleep = patient
    event_id = world.write()
    await world.graph.settled()
    assert waits == 3
    assert InviteChanged(names["tenant"], names["ana"], event_id, "created") in world.changes_heard()
