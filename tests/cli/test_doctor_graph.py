"""What `potluck doctor` says of a tenant's Graph."""

from __future__ import annotations

from dataclasses import replace

from bot.cli.doctor import examine
from bot.settings import Settings
from tests.tenant_fixtures import ZOE, Tenant


async def said(settings: Settings) -> dict[str, str]:
    return {finding.words: finding.state async for finding in examine(settings)}


async def test_doctor_shows_the_tier_and_proves_its_limits(tenant: Tenant) -> None:
    settings = replace(tenant.gateway.settings, outside_mailbox=ZOE)
    told = await said(settings)
    assert told["Graph: tier full: agendas of normal events are read in memory"] == "ok"
    assert told["Graph: events are never changed"] == "ok"
    assert told["Graph: a mailbox outside the scope can be read; limit the application by RBAC"] == "bad"
    tenant.playground.graph.closed.add(ZOE)
    assert (await said(settings))["Graph: the mailbox outside the scope is refused, as it must be"] == "ok"
    quiet = await said(replace(settings, graph_tier="none"))
    assert any("no invites are read" in words for words in quiet)
    assert any("no invites are read yet" in words for words in await said(replace(settings, mailboxes=())))


async def test_doctor_counts_the_group_or_says_what_it_lacks(tenant: Tenant) -> None:
    settings = replace(tenant.gateway.settings, group="guild")
    assert (await said(settings))["Graph: the group in POTLUCK_GROUP does not exist"] == "bad"
    tenant.playground.graph.groups.put("guild", [ZOE])
    assert (await said(settings))["Graph: the group in POTLUCK_GROUP has 1 people"] == "ok"
    tenant.playground.graph.groups.closed = True
    assert (await said(settings))["Graph: the group in POTLUCK_GROUP may not be read"] == "bad"
