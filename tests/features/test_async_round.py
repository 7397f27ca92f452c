"""Make it async and Shorten, done by Potluck where the administrator consented to changes of events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap.features import gather
from bot.domain.conversation import Conversation
from bot.domain.events import CardAnswered, Origin
from bot.domain.person import Person
from bot.errors import NotAllowed
from bot.features.async_round import OnRound, Whose
from bot.playground.card_hand import Entries
from tests.tenant_fixtures import ANA, MAREN, READ_OUT, TEAM, ZOE, Tenant, open_tenant, words

QUESTION = ("Make it async", "Shorten", "Keep", "Wrong")


@pytest.fixture
async def writing(tmp_path: Path, redis_server: str) -> AsyncIterator[Tenant]:
    async with open_tenant(tmp_path, redis_server, POTLUCK_GRAPH_WRITES="yes") as opened:
        yield opened


async def asked(tenant: Tenant, **more: Any) -> tuple[str, str, dict[str, Any]]:
    """The invite, the organizer's chat and the preview in it."""
    invite = await tenant.invite("Weekly status round", READ_OUT, **more)
    chat = tenant.private(MAREN)
    card = await tenant.card(chat, *QUESTION)
    assert "preview is being made" in await tenant.press(chat, card, MAREN, "Make it async")
    return invite, chat, await tenant.card(chat, "Start the round")


async def started(tenant: Tenant, *, event: str) -> tuple[str, str, dict[str, Any]]:
    """The invite, the organizer's chat and the round in the team's channel."""
    invite, chat, preview = await asked(tenant)
    choose(preview, "event", event)
    assert "On its way" in words(await tenant.page.press(chat, preview, MAREN, "Start the round"))
    return invite, chat, await tenant.card(tenant.channel, "Answer")


def choose(message: dict[str, Any], field: str, value: str) -> None:
    """What is chosen in a form before a button is pressed."""
    for element in message["card"]["body"]:
        if element.get("id") == field:
            element["value"] = value


async def stands(tenant: Tenant, invite: str) -> bool:
    try:
        tenant.playground.graph._mailboxes.find_written(invite)
    except KeyError:
        return False
    return True


async def later(tenant: Tenant, seconds: int) -> None:
    await tenant.page.post("clock", {"advance_s": seconds})
    await tenant.quiet()


async def test_a_preview_names_a_responder_per_item_and_sends_nothing(writing: Tenant) -> None:
    _invite, _chat, preview = await asked(writing)
    told = words(preview["card"])
    assert "Nothing is sent before you say so" in told
    fields = {one["id"]: one for one in preview["card"]["body"] if str(one["type"]).startswith("Input.")}
    names = {choice["value"]: choice["title"] for choice in fields["to0"]["choices"]}
    assert names[fields["to0"]["value"]].startswith("Ana")  # “Ana: read out …”
    assert len(names) == len(TEAM)
    await writing.quiet()
    assert await writing.cards(writing.channel, "Answer") == []


async def test_a_round_runs_from_start_to_summary_and_cancels_the_meeting_only_after_ten_minutes(
    writing: Tenant,
) -> None:
    invite, chat, thread = await started(writing, event="cancel")
    assert "for Ana" in words(thread["card"])
    await writing.sees(chat, "In your team's channel.")
    assert await stands(writing, invite)
    told = await writing.press(writing.channel, thread, ANA, "Answer", Entries(text="Renewals are up by two"))
    assert "Renewals are up by two" in told
    mine = await gather(writing.gateway)(writing.gateway.settings.tenant_id, MAREN)
    assert [(one["answer"], one["words"] != []) for one in mine["questions"]] == [("async", True)]
    assert [(len(one["questions"]) > 0, one["your_answers"]) for one in mine["rounds"]] == [(True, [])]  # that was Ana
    hers = await gather(writing.gateway)(writing.gateway.settings.tenant_id, ANA)
    assert [one["your_answers"] for one in hers["rounds"]] == [["Renewals are up by two"]]
    await writing.sees(writing.channel, "Renewals are up by two")
    await later(writing, 11 * 60)
    assert not await stands(writing, invite)
    await writing.sees(chat, "The meeting is cancelled.")
    await later(writing, 30 * 24 * 3600)
    await writing.sees(writing.channel, "What came together")
    await writing.sees(writing.channel, "A short call may settle it")
    assert await writing.cards(writing.channel, "Answer") == []  # nobody can answer a closed round


async def test_a_meeting_that_is_kept_stays(writing: Tenant) -> None:
    invite, chat, _thread = await started(writing, event="keep")
    await later(writing, 11 * 60)
    assert await stands(writing, invite)
    await writing.sees(chat, "The meeting stays in the calendar.")


async def test_everything_can_be_taken_back_for_ten_minutes(writing: Tenant) -> None:
    invite, chat, _thread = await started(writing, event="cancel")
    panel = await writing.card(chat, "Undo")
    assert "The meeting stands as it was" in await writing.press(chat, panel, MAREN, "Undo")
    await writing.sees(writing.channel, "The organizer took this back")
    await later(writing, 11 * 60)
    assert await stands(writing, invite)


async def test_nobody_is_asked_who_is_not_in_the_invite(writing: Tenant) -> None:
    _invite, chat, preview = await asked(writing)
    for button in preview["card"]["actions"]:
        if "people" in button.get("data", {}):
            button["data"]["people"] = [["Somebody Else", "else@fabrikam.example"]]
    await writing.page.press(chat, preview, MAREN, "Start the round")
    thread = await writing.card(writing.channel, "Answer")
    assert "Somebody Else" not in words(thread["card"])
    assert "for Maren" in words(thread["card"])


async def test_where_not_all_of_them_read_the_organizer_gets_the_words(writing: Tenant) -> None:
    people = [person.id for person in writing.playground.world.people.values() if not person.guest]
    invite, chat, preview = await asked(writing, required=people)
    choose(preview, "event", "cancel")
    await writing.page.press(chat, preview, MAREN, "Start the round")
    await writing.sees(chat, "Please post it yourself")
    await later(writing, 11 * 60)
    assert await stands(writing, invite)
    assert await writing.cards(writing.channel, "Answer") == []


async def test_shorten_ends_the_meeting_earlier_after_ten_minutes_or_not_at_all(writing: Tenant) -> None:
    graph = writing.playground.graph

    def minutes(invite: str) -> float:
        draft = graph._mailboxes.find_written(invite).meeting.draft
        return (draft.end - draft.start).total_seconds() / 60

    chat = writing.private(MAREN)
    for undo, lasts in ((False, 15), (True, 30)):
        invite = await writing.invite("Weekly status round", READ_OUT)
        card = await writing.card(chat, *QUESTION)
        assert "15 minutes may do" in await writing.press(chat, card, MAREN, "Shorten")
        asked_again = await writing.card(chat, "Shorten it")
        assert "take it back until" in await writing.press(chat, asked_again, MAREN, "Shorten it")
        if undo:
            assert "as long as it was" in await writing.press(chat, await writing.card(chat, "Undo"), MAREN, "Undo")
        assert minutes(invite) == 30
        await later(writing, 11 * 60)
        assert minutes(invite) == lasts


async def test_neither_somebody_else_nor_another_event_is_let_in(writing: Tenant) -> None:
    _invite, _chat, preview = await asked(writing)
    data = next(one["data"] for one in preview["card"]["actions"] if one["title"] == "Start the round")
    redis, home, clock = writing.gateway.redis, writing.gateway.settings.tenant_id, writing.gateway.clock
    whose = Whose(redis.nudges, writing.gateway.settings.secret_key.reveal())
    on_round = OnRound(whose, redis.rounds, redis.queue, clock)
    place = Conversation(home, "a:x", "https://s.example", "personal")

    def click(person: str, told: dict[str, Any]) -> CardAnswered:
        return CardAnswered(Origin("e", place, Person(home, person, "X"), clock.now()), "round.start", told)

    with pytest.raises(NotAllowed, match="not_your_nudge"):
        await on_round(click(ZOE, data))
    with pytest.raises(NotAllowed, match="not_this_event"):
        await on_round(click(MAREN, {**data, "about": {**data["about"], "event": "somebody else's"}}))
    assert await redis.rounds.get(home, data["nudge"]) is None


async def test_where_the_bot_is_in_the_meeting_s_chat_the_round_is_held_there(writing: Tenant) -> None:
    invite, chat, preview = await asked(writing)
    meeting = next(one for one in (await writing.page.look())["meetings"] if one["invite_id"] == invite)["chat_id"]
    world = writing.playground.world
    writing.playground.teams.client.install(meeting, world.people[MAREN])
    await writing.quiet()
    await writing.press(chat, preview, MAREN, "Start the round")
    thread = await writing.card(meeting, "Answer")
    assert "Bring it" in await writing.press(meeting, thread, ZOE, "Answer", Entries(text="Bring it"))
    await writing.sees(chat, "In the meeting's chat.")
    assert await writing.cards(writing.channel, "Answer") == []


async def test_a_post_whose_answer_was_lost_is_not_repeated_and_the_first_click_on_it_mends_it(
    writing: Tenant,
) -> None:
    _invite, chat, preview = await asked(writing)
    writing.playground.teams.physics.lost_answers = True
    await writing.press(chat, preview, MAREN, "Start the round")
    thread = await writing.card(writing.channel, "Answer")
    await writing.sees(chat, "In your team's channel.")
    writing.playground.teams.physics.lost_answers = False
    assert "Nothing new" in await writing.press(writing.channel, thread, ZOE, "Answer", Entries(text="Nothing new"))
    await writing.sees(writing.channel, "Nothing new")
    await writing.quiet()
    assert len(await writing.cards(writing.channel, "Answer")) == 1
