"""Settings of a person and of a team: effective at once, and an opt-out is honoured by everything."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.person import Preferences
from bot.playground.card_hand import Entries
from bot.playground.page_client import Json, Refused
from tests.redis_fixtures import until
from tests.tenant_fixtures import ANA, MAREN, READ_OUT, Tenant, quoted, words

ASK = ("Add", "Nothing to do")
OFFER = ("Accept", "Not mine")
BERLIN = ZoneInfo("Europe/Berlin")


async def fill_in(tenant: Tenant, chat: str, card: Json, person: str, verb: str, data: Json) -> Json:
    """What a client sends for a form, and what it is answered."""
    path = f"chats/{quoted(chat)}/messages/{card['id']}/invoke"
    return await tenant.page.post(path, {"as": person, "verb": verb, "data": data})


async def settings_card(tenant: Tenant, person: str) -> Json:
    await tenant.page.say(tenant.private(person), person, "Setings")
    return await tenant.card(tenant.private(person), "Save")


async def wishes(tenant: Tenant, person: str) -> Preferences:
    return await tenant.gateway.redis.people.preferences(tenant.gateway.settings.tenant_id, person)


async def test_settings_are_kept_as_filled_in_and_shown_again(tenant: Tenant) -> None:
    card = await settings_card(tenant, MAREN)
    assert "My time zone" in words(card["card"])
    given = {
        "may_write": "true",
        "nudges": "false",
        "reminders": "true",
        "digest": "weekly",
        "quiet_from": "17:30",
        "quiet_until": "08:30",
        "days": "0,1,2,3",
        "zone": "europe/lisbon",
        "country": "pt",
        "locale": "de-DE",
        "pause": "",
    }
    shown = await fill_in(tenant, tenant.private(MAREN), card, MAREN, "settings.save", given)
    assert "Gespeichert." in words(shown["card"])  # in the language that was just chosen
    assert await wishes(tenant, MAREN) == Preferences(
        nudges=False,
        zone="Europe/Lisbon",
        locale="de-DE",
        digest="weekly",
        quiet_from=time(17, 30),
        quiet_until=time(8, 30),
        days=(0, 1, 2, 3),
        country="PT",
        client_locale="en-GB",
    )
    for wrong in ({"zone": "Atlantis"}, {"country": "XX"}, {"quiet_from": "soon"}, {"days": "8"}, {"pause": "x"}):
        assert (await fill_in(tenant, tenant.private(MAREN), card, MAREN, "settings.save", wrong))["error"]


async def test_an_opt_out_silences_questions_and_offers_until_the_person_takes_it_back(tenant: Tenant) -> None:
    private = tenant.private(ANA)
    await tenant.page.say(private, ANA, "Stop!")
    await tenant.sees(private, "I write nothing to you any more")
    await tenant.invite("Status round", READ_OUT, organizer=ANA)
    chat = await tenant.hold_meeting()
    card = await tenant.card(chat, *ASK)
    await tenant.press(chat, card, MAREN, "Add", Entries(text="Ana checks the numbers by Friday"))
    await tenant.sees(tenant.private(MAREN), "Potluck could not reach the person you named")
    await tenant.quiet()
    assert not await tenant.cards(private, *OFFER)
    assert not await tenant.cards(private, "Make it async")
    await tenant.page.say(private, ANA, "resume")
    await tenant.card(private, "Save")
    assert (await wishes(tenant, ANA)).may_write


async def test_a_team_moves_its_digest_and_names_who_may_move_it(tenant: Tenant) -> None:
    await tenant.page.say(tenant.channel, MAREN, "settings", mention=True)
    card = await tenant.card(tenant.channel, "Change")
    team = card["card"]["actions"][0]["data"]["team"]
    await tenant.press(tenant.channel, card, MAREN, "Change")
    given = {"team": team, "at": "10:15", "zone": "Europe/Rome", "days": "0,2", "country": "IT", "keepers": MAREN}
    shown = await fill_in(tenant, tenant.channel, card, MAREN, "team.save", given)
    assert "10:15 (Europe/Rome) on Mon, Wed, not on public holidays (IT)" in words(shown["card"])
    await tenant.sees(tenant.channel, "May be changed by Maren Lindqvist")
    refused = await fill_in(tenant, tenant.channel, card, ANA, "team.settings", {"team": team})
    assert "Only the people named" in refused["error"]
    with pytest.raises(Refused):  # the form is Maren's alone
        await fill_in(tenant, tenant.channel, card, ANA, "team.save", given)


async def test_a_team_chooses_the_channel_of_its_digest_and_the_language_of_what_it_reads(tenant: Tenant) -> None:
    harvest = tenant.playground.world.open_channel("Harvest plans")
    await tenant.page.say(tenant.channel, MAREN, "settings", mention=True)
    card = await tenant.card(tenant.channel, "Change")
    team = card["card"]["actions"][0]["data"]["team"]
    form = await fill_in(tenant, tenant.channel, card, MAREN, "team.settings", {"team": team})
    field = next(one for one in form["card"]["body"] if one.get("id") == "channel")
    assert [choice["title"] for choice in field["choices"]] == ["General", "Harvest plans"]
    assert field["value"] == tenant.channel
    strange = await fill_in(tenant, tenant.channel, card, MAREN, "team.save", {"team": team, "channel": "19:x@y"})
    assert "Choose a channel of this team" in strange["error"]
    wanted = {"team": team, "channel": harvest.id, "locale": "de-DE"}
    await fill_in(tenant, tenant.channel, card, MAREN, "team.save", wanted)
    chat = await tenant.hold_meeting()
    asked = await tenant.card(chat, "Hinzufügen", "Nichts zu tun")
    await tenant.press(chat, asked, MAREN, "Hinzufügen", Entries(text="I'll call Bo by tomorrow"))
    await tenant.quiet()
    await tenant.page.post("clock", {"advance_s": 24 * 3600})
    await tenant.sees(harvest.id, "Wer tut was")
    await tenant.sees(harvest.id, "call Bo")
    assert not any("Who owns what" in words(one["card"]) for one in await tenant.cards(tenant.channel))


async def test_a_person_s_own_digest_comes_when_they_chose_it(tenant: Tenant) -> None:
    tenant_id = tenant.gateway.settings.tenant_id
    chat = await tenant.hold_meeting()
    today: date = tenant.gateway.clock.now().date()
    monday = today + timedelta(days=7 - today.weekday())
    card = await tenant.card(chat, *ASK)
    said = "I'll send the launch plan by Monday. Ana checks the numbers."
    await tenant.press(chat, card, MAREN, "Add", Entries(text=said))
    await tenant.sees(chat, "check the numbers")
    form = await settings_card(tenant, MAREN)
    await fill_in(tenant, tenant.private(MAREN), form, MAREN, "settings.save", {"digest": "weekly"})
    await until(lambda: _is_weekly(tenant))
    await tenant.quiet()
    moment = datetime.combine(monday, time(9, 0), tzinfo=BERLIN)
    await tenant.page.post("clock", {"to": moment.isoformat()})
    await tenant.sees(tenant.private(MAREN), "What waits on you")
    digest = await tenant.card(tenant.private(MAREN), "My tasks", "Settings")
    shown = words(digest["card"])
    assert shown.index("Due (1)") < shown.index("send the launch plan")
    assert shown.index("You are waiting on (1)") < shown.index("check the numbers")
    assert await tenant.gateway.redis.tasks.of_author(tenant_id, MAREN)


async def _is_weekly(tenant: Tenant) -> bool:
    return (await wishes(tenant, MAREN)).digest == "weekly"
