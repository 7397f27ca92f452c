"""Items whose owner cannot be asked: guests, people who want no word, nobody at all. Somebody always hears of it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.jobs import OfferTask
from bot.domain.task import Task
from bot.playground.card_hand import Entries, has_button, press
from bot.playground.people import PEOPLE
from tests.redis_fixtures import until
from tests.tenant_fixtures import ANA, MAREN, TARO, TEAM, ZOE, Tenant, quoted, words

TOM = PEOPLE[11].id  # a guest
ASK = ("Add", "Nothing to do")
OFFER = ("Accept", "New date", "Pass on", "Not mine", "Done")
TOLD = ("I'll take it", "Ask somebody else", "Drop it")
TAKE = "I'll take it"
BERLIN = ZoneInfo("Europe/Berlin")


async def written(tenant: Tenant, *said: tuple[str, str], people: list[str] = TEAM) -> str:
    """What each person added by the card after one meeting; the meeting's chat."""
    chat = await tenant.hold_meeting(people=people)
    card = await tenant.card(chat, *ASK)
    for person, text in said:
        await tenant.press(chat, card, person, "Add", Entries(text=text))
        await tenant.quiet()
    return chat


async def shown(tenant: Tenant, chat: str) -> str:
    return words((await tenant.card(chat, *ASK))["card"])


async def taken(tenant: Tenant, chat: str, person: str) -> str:
    """What the person is told after "I'll take it"."""
    card = await tenant.card(chat, TAKE)
    pressed = press(card["card"], TAKE)
    path = f"chats/{quoted(chat)}/messages/{card['id']}/invoke"
    told = await tenant.page.post(path, {"as": person, "verb": pressed.verb, "data": pressed.data})
    return str(told["error"] or told["message"])


async def test_for_a_guest_the_colleague_who_named_them_is_asked(tenant: Tenant) -> None:
    chat = await written(tenant, (MAREN, "Tom Fairweather sends the samples by Friday"), people=[*TEAM, TOM])
    private = tenant.private(MAREN)
    (offer,) = await tenant.cards(private, *OFFER)
    assert "Would you look after this?" in words(offer["card"])
    assert "Guests own nothing here" in words(offer["card"])
    assert "Maren Lindqvist (asked) · for Tom Fairweather" in await shown(tenant, chat)
    await tenant.press(private, offer, MAREN, "Accept")
    await tenant.quiet()
    assert "Maren Lindqvist · for Tom Fairweather" in await shown(tenant, chat)


async def test_what_a_guest_promises_is_offered_to_the_meeting_and_they_cannot_take_it(tenant: Tenant) -> None:
    chat = await written(tenant, (TOM, "I'll send the samples by Friday"), people=[*TEAM, TOM])
    card = await tenant.card(chat, *ASK)
    assert "nobody yet · for Tom Fairweather" in words(card["card"])
    assert "a colleague can look after it for you" in await taken(tenant, chat, TOM)
    assert "It's yours" in await taken(tenant, chat, ZOE)
    await tenant.quiet()
    assert "Zoë Müller · for Tom Fairweather" in await shown(tenant, chat)
    assert not await tenant.cards(chat, TAKE)


async def test_what_nobody_owns_is_offered_once_to_the_meeting_and_then_stands_in_the_digest(tenant: Tenant) -> None:
    chat = await written(tenant, (MAREN, "Someone needs to find a room for the harvest party."))
    (card,) = await tenant.cards(chat, TAKE)
    assert has_button(card["card"], *ASK)  # on the one card, not in another message
    morning = datetime.combine(tenant.gateway.clock.now().date() + timedelta(days=1), time(9, 0), tzinfo=BERLIN)
    await tenant.page.post("clock", {"to": morning.isoformat()})
    await until(lambda: tenant.gateway.clock.now() >= morning)
    await tenant.sees(tenant.channel, "Needs an owner (1)")
    await tenant.quiet()
    assert len(await tenant.cards(chat, TAKE)) == 1


async def test_who_wants_no_word_or_is_unknown_is_not_asked_and_whoever_named_them_hears_it(tenant: Tenant) -> None:
    await tenant.page.say(tenant.private(ANA), ANA, "stop")
    await tenant.quiet()
    chat, kit = await written(tenant, (MAREN, "Ana checks the numbers by Friday")), tenant.gateway.redis
    assert not await tenant.cards(tenant.private(ANA), *OFFER)
    organization, now = tenant.gateway.settings.tenant_id, tenant.gateway.clock.now()
    of_a_stranger = Task("", organization, chat, "count the apples", "proposed", MAREN, now, owner="a-stranger")
    task = await kit.tasks.add(of_a_stranger, once="x")
    await kit.queue.enqueue(OfferTask(task.tenant, task.team, task.id), once="x")
    await tenant.quiet()
    told = [words(one["card"]) for one in await tenant.cards(tenant.private(MAREN), *TOLD)]
    assert [("numbers" in one, "apples" in one) for one in told] == [(True, False), (False, True)]
    assert all("could not reach the person you named" in one for one in told)


async def test_a_no_is_told_to_everybody_who_wrote_the_same_thing(tenant: Tenant) -> None:
    await written(tenant, (MAREN, "Ana checks the numbers by Friday"), (TARO, "Ana reviews the numbers by Friday"))
    private = tenant.private(ANA)
    await tenant.press(private, await tenant.card(private, "Merge"), ANA, "Merge")
    await tenant.quiet()
    (offer,) = await tenant.cards(private, *OFFER)
    await tenant.press(private, offer, ANA, "Not mine")
    await tenant.quiet()
    for author in (MAREN, TARO):
        (told,) = await tenant.cards(tenant.private(author), *TOLD)
        assert "it was not theirs" in words(told["card"])
