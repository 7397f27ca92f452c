"""Story two, second half: the team's morning digest, at its local time, once, and nothing when there is nothing."""

from __future__ import annotations

import re
from datetime import datetime

from bot.domain.person import Preferences
from bot.playground.card_hand import Entries
from bot.playground.page_client import Json, chat_of, from_bot
from bot.playground.story_meeting import next_morning
from tests.redis_fixtures import until
from tests.tenant_fixtures import ANA, MAREN, TEAM, Tenant, quoted, words

ASK = ("Add", "Nothing to do")


async def note(tenant: Tenant, said: str, *, people: list[str] | None = None) -> str:
    chat = await tenant.hold_meeting(people=people or TEAM)
    card = await tenant.card(chat, *ASK)
    await tenant.press(chat, card, MAREN, "Add", Entries(text=said))
    await tenant.quiet()
    return chat


async def morning(tenant: Tenant) -> None:
    clock = (await tenant.page.look())["clock"]
    await tenant.page.post(
        "clock", {"to": next_morning(datetime.fromisoformat(clock["now"]), clock["zone"]).isoformat()}
    )
    await tenant.quiet()


async def digests(tenant: Tenant, chat: str) -> list[Json]:
    messages = from_bot(chat_of(await tenant.page.look(), chat))
    return [m for m in messages if m["card"] and words(m["card"]).startswith("Who owns what")]


async def first_digest(tenant: Tenant, chat: str, count: int = 1) -> Json:
    def found(state: Json) -> Json | None:
        those = [
            m for m in from_bot(chat_of(state, chat)) if m["card"] and words(m["card"]).startswith("Who owns what")
        ]
        return those[-1] if len(those) >= count else None

    return await tenant.page.until("a digest", found, 20)


async def test_the_next_working_morning_brings_one_digest_grouped_by_owner(tenant: Tenant) -> None:
    await note(tenant, "I'll send the launch plan by Friday. Ana checks the numbers. Someone needs to book a room.")
    await morning(tenant)
    text = words((await first_digest(tenant, tenant.channel))["card"])
    assert text.index("New (") < text.index("Maren Lindqvist") < text.index("send the launch plan")
    assert "Needs an owner (1)" in text
    await tenant.quiet()
    assert len(await digests(tenant, tenant.channel)) == 1


async def test_nothing_is_posted_when_there_is_nothing(tenant: Tenant) -> None:
    await tenant.hold_meeting()
    await morning(tenant)
    await tenant.quiet()
    assert not await digests(tenant, tenant.channel)


async def test_a_task_nobody_owns_is_taken_in_place_and_the_digest_follows(tenant: Tenant) -> None:
    await note(tenant, "Someone needs to book a room.")
    await morning(tenant)
    digest = await first_digest(tenant, tenant.channel)
    toast = await press_in(tenant, digest, ANA, "task.take")
    assert "yours" in (toast["message"] or "")
    await tenant.sees(tenant.channel, "Ana Souza")


async def test_a_second_morning_s_digest_takes_the_buttons_off_the_first(tenant: Tenant) -> None:
    await note(tenant, "Someone needs to book a room.")
    await morning(tenant)
    await first_digest(tenant, tenant.channel)
    await note(tenant, "Ana checks the numbers.")
    await morning(tenant)
    await first_digest(tenant, tenant.channel, 2)
    await tenant.quiet()
    old, new = await digests(tenant, tenant.channel)
    assert "I'll take it" not in words(old["card"])
    assert "I'll take it" in words(new["card"])


async def test_titles_do_not_travel_to_people_who_were_not_in_the_meeting(tenant: Tenant) -> None:
    chat = await note(tenant, "Someone needs to book a room.", people=TEAM[:3])
    await morning(tenant)
    assert "book" in words((await first_digest(tenant, chat))["card"])
    assert not await digests(tenant, tenant.channel)


async def digest_with_something_due(tenant: Tenant) -> Json:
    def found(state: Json) -> Json | None:
        said = [m for m in from_bot(chat_of(state, tenant.channel)) if m["card"]]
        return next((m for m in said if re.search("^(Due today|Overdue) ", words(m["card"]), re.MULTILINE)), None)

    return await tenant.page.until("a digest with something due", found, 20)


async def test_who_has_something_due_is_called_by_name_and_nobody_else(tenant: Tenant) -> None:
    await morning(tenant)  # so that the next one is not today
    await note(tenant, "I'll send the launch plan by tomorrow. I'll tidy the wiki.")
    await morning(tenant)
    card = (await digest_with_something_due(tenant))["card"]
    assert [entity["text"] for entity in card["msteams"]["entities"]] == ["<at>Maren Lindqvist</at>"]
    assert words(card).count("Maren Lindqvist") == 2  # once called, once merely named


async def test_who_does_not_want_to_be_written_to_is_named_and_not_called(tenant: Tenant) -> None:
    await tenant.gateway.redis.people.prefer(tenant.gateway.settings.tenant_id, MAREN, Preferences(may_write=False))
    await morning(tenant)  # so that the next one is not today
    await note(tenant, "I'll send the launch plan by tomorrow.")
    await morning(tenant)
    card = (await digest_with_something_due(tenant))["card"]
    assert "entities" not in card["msteams"]
    assert "Maren Lindqvist" in words(card)


async def test_a_new_date_is_given_in_the_digest_itself(tenant: Tenant) -> None:
    await morning(tenant)  # so that the next one is not today
    await note(tenant, "I'll send the launch plan by tomorrow.")
    await morning(tenant)
    digest = await digest_with_something_due(tenant)
    save = button(digest["card"], "task.new_date")
    data = {**save["data"], f"due-{save['data']['task']}": "2027-03-01"}
    shown = await press_in(tenant, digest, MAREN, "task.new_date", data)
    assert shown["message"] == "Moved to Mon 1 Mar, thank you."

    def moved(state: Json) -> bool | None:
        shown = next(m for m in chat_of(state, tenant.channel)["messages"] if m["id"] == digest["id"])
        return not re.search("^(Due today|Overdue) ", words(shown["card"]), re.MULTILINE) or None

    await tenant.page.until("the digest without it", moved, 20)


async def test_what_is_said_after_a_private_meeting_stays_in_its_chat(tenant: Tenant) -> None:
    """Though the whole team was there: somebody marked it so in their calendar."""
    meetings, tenant_id = tenant.gateway.redis.meetings, tenant.gateway.settings.tenant_id
    invite = await tenant.invite("Reorganization", "Settle it.", sensitivity="private")
    meeting = next(one for one in (await tenant.page.look())["meetings"] if one["invite_id"] == invite)
    chat = str(meeting["chat_id"])
    await until(lambda: meetings.is_private(tenant_id, chat))
    await tenant.tell_meeting(meeting["id"], "start")
    await tenant.tell_meeting(meeting["id"], "end")
    await tenant.press(
        chat, await tenant.card(chat, *ASK), MAREN, "Add", Entries(text="Someone needs to tell the board.")
    )
    await tenant.quiet()
    await morning(tenant)
    assert "tell the board" in words((await first_digest(tenant, chat))["card"])
    assert not await digests(tenant, tenant.channel)


def button(card: Json, verb: str) -> Json:
    def find(part: object) -> Json | None:
        if isinstance(part, dict):
            if part.get("verb") == verb:
                return part
            part = list(part.values())
        if isinstance(part, list):
            return next((found for one in part if (found := find(one))), None)
        return None

    found = find(card)
    assert found
    return found


async def press_in(tenant: Tenant, digest: Json, person: str, verb: str, data: Json | None = None) -> Json:
    path = f"chats/{quoted(tenant.channel)}/messages/{digest['id']}/invoke"
    told = data or button(digest["card"], verb)["data"]
    return await tenant.page.post(path, {"as": person, "verb": verb, "data": told})
