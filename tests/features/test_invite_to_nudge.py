"""Story one, through the front door: an invite is written, and the organizer alone sees a card, or nobody does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.conversation import Conversation
from bot.domain.events import CardAnswered, Origin
from bot.domain.person import Person
from bot.errors import NotAllowed
from bot.features.invite_nudge import OnAnswer
from tests.tenant_fixtures import ANA, MAREN, READ_OUT, TEAM, Tenant, open_tenant, words

QUESTION = ("Make it async", "Shorten", "Keep", "Wrong")


async def questions(tenant: Tenant, person: str = MAREN) -> int:
    return len(await tenant.cards(tenant.private(person), *QUESTION))


async def test_clear_cut_cooperation_gets_one_private_question_with_the_agenda_s_own_words(tenant: Tenant) -> None:
    await tenant.invite("Weekly status round", READ_OUT)
    card = await tenant.card(tenant.private(MAREN), *QUESTION)
    text = words(card["card"])
    assert "read out last week's renewals" in text
    assert "Clear or ambiguous?" in text
    assert "Speed or buy-in?" in text
    assert "Independent or interdependent?" in text
    assert "3 people-hours" in text
    await tenant.quiet()
    assert await questions(tenant) == 1
    for person in TEAM[1:]:
        assert await questions(tenant, person) == 0


async def test_an_open_problem_a_private_event_and_a_bare_title_stay_silent(tenant: Tenant) -> None:
    await tenant.invite("Why do renewals drop?", "We do not know why. Find the cause together, then agree what to try.")
    await tenant.invite("My return from leave", READ_OUT, sensitivity="private")
    await tenant.invite("Sync", "")
    await tenant.invite("Status with the agency", READ_OUT, external=True)
    await tenant.invite("Two of us", READ_OUT, required=[MAREN, ANA])
    await tenant.invite("Weekly status round", READ_OUT)
    await tenant.card(tenant.private(MAREN), *QUESTION)  # the last one is asked about, so the others were decided
    await tenant.quiet()
    assert await questions(tenant) == 1


async def test_the_body_of_a_private_event_is_never_asked_for(tenant: Tenant) -> None:
    await tenant.invite("Weekly status round", READ_OUT, sensitivity="confidential")
    await tenant.quiet()
    read = [line["what"] for line in (await tenant.page.look())["log"] if "/events/" in line["what"]]
    assert read
    assert not [what for what in read if "body" in what.lower()]


async def test_an_invite_that_is_edited_again_and_again_is_asked_about_once(tenant: Tenant) -> None:
    invite = await tenant.invite("Weekly status round", READ_OUT)
    for minutes in (35, 40, 45):
        async with tenant.page.http.patch(f"/api/invites/{invite}", json={"duration_min": minutes}) as answer:
            assert answer.status == 200
    await tenant.card(tenant.private(MAREN), *QUESTION)
    async with tenant.page.http.patch(f"/api/invites/{invite}", json={"duration_min": 50}):
        pass
    await tenant.quiet()
    assert await questions(tenant) == 1


async def test_an_event_that_vanished_meanwhile_leads_to_nothing(tenant: Tenant) -> None:
    invite = await tenant.invite("Weekly status round", READ_OUT)
    await tenant.page.post(f"invites/{invite}/cancel")
    await tenant.quiet()
    assert await questions(tenant) == 0


@pytest.mark.parametrize(
    ("button", "says"),
    [
        ("Make it async", "Instead of meeting for “Weekly status round”"),
        ("Shorten", "I am shortening “Weekly status round” to 15 minutes"),
        ("Keep", "It stays as it is"),
        ("Wrong", "Potluck misread this one"),
    ],
)
async def test_each_button_answers_at_once_and_is_remembered(tenant: Tenant, button: str, says: str) -> None:
    await tenant.invite("Weekly status round", READ_OUT)
    chat = tenant.private(MAREN)
    card = await tenant.card(chat, *QUESTION)
    assert says in await tenant.press(chat, card, MAREN, button)
    await tenant.sees(chat, says)  # the message itself was edited: it stays so on every device
    assert "Could this be async?" in await tenant.press(chat, card, MAREN, "Back")


async def test_a_series_that_was_declined_is_never_asked_about_again(tenant: Tenant) -> None:
    invite = await tenant.invite("Weekly status round", READ_OUT, recurring="weekly")
    chat = tenant.private(MAREN)
    card = await tenant.card(chat, *QUESTION, "Not this series")
    assert "not ask about this series again" in await tenant.press(chat, card, MAREN, "Not this series")
    async with tenant.page.http.patch(f"/api/invites/{invite}", json={"body": READ_OUT + "\n- Priya: list the audits"}):
        pass
    await tenant.quiet()
    assert await questions(tenant) == 0


async def test_somebody_else_s_nudge_cannot_be_answered(tenant: Tenant) -> None:
    await tenant.invite("Weekly status round", READ_OUT)
    card = await tenant.card(tenant.private(MAREN), *QUESTION)
    keep = next(button for button in card["card"]["actions"] if button["title"] == "Keep")
    redis, home = tenant.gateway.redis, tenant.gateway.settings.tenant_id
    chat = Conversation(home, "a:x", "https://s.example", "personal")
    origin = Origin("e", chat, Person(home, ANA, "Ana"), tenant.gateway.clock.now())
    answer = OnAnswer(redis.nudges, redis.queue, tenant.gateway.clock)
    with pytest.raises(NotAllowed):
        await answer(CardAnswered(origin, "nudge.keep", keep["data"]))


async def test_an_opt_out_is_honoured(tenant: Tenant) -> None:
    chat = tenant.private(MAREN)
    await tenant.page.say(chat, MAREN, "pause")
    card = await tenant.card(chat, "No more questions")
    assert "No more questions" in await tenant.press(chat, card, MAREN, "No more questions")
    await tenant.invite("Weekly status round", READ_OUT)
    await tenant.quiet()
    assert await questions(tenant) == 0


async def test_what_graph_says_twice_is_asked_once(tenant: Tenant) -> None:
    await tenant.page.post("physics", {"id": "graph_repeat_notifications", "on": True})
    await tenant.page.post("physics", {"id": "teams_repeats", "on": True})
    await tenant.invite("Weekly status round", READ_OUT)
    await tenant.card(tenant.private(MAREN), *QUESTION)
    await tenant.quiet()
    assert await questions(tenant) == 1


async def test_a_meeting_that_is_called_off_takes_the_question_s_buttons_away(tenant: Tenant) -> None:
    invite = await tenant.invite("Weekly status round", READ_OUT)
    chat = tenant.private(MAREN)
    await tenant.card(chat, *QUESTION)
    await tenant.page.post(f"invites/{invite}/cancel")
    await tenant.sees(chat, "This meeting was called off")
    await tenant.quiet()
    assert await questions(tenant) == 0


async def test_a_running_series_is_judged_by_its_next_time_and_an_exception_only_where_it_says_something_else(
    tenant: Tenant,
) -> None:
    graph, now = tenant.playground.graph, tenant.playground.world.clock.now()
    last_week = now - timedelta(days=6, hours=23)
    series = graph.write_invite(
        organizer=MAREN,
        subject="Risks of the quarter",
        body="Settle together which risks we take.",
        start=last_week,
        end=last_week + timedelta(minutes=30),
        required=TEAM,
        recurring="weekly",
    ).id
    next_week = f"{last_week + timedelta(days=14):%Y%m%d}"
    await tenant.quiet()
    graph.change_occurrence(series, next_week, show_as="tentative")
    await tenant.quiet()
    assert await questions(tenant) == 0
    graph.change_occurrence(series, next_week, subject="Weekly status round", body=READ_OUT)
    await tenant.card(tenant.private(MAREN), *QUESTION)
    graph.update_invite(series, subject="Weekly status round", body=READ_OUT)
    await tenant.quiet()
    assert await questions(tenant) == 2  # the series, whose first time is past, and the week that was another one


async def test_an_organizer_who_is_still_writing_is_not_interrupted(tmp_path: Path, redis_server: str) -> None:
    async with open_tenant(tmp_path, redis_server, POTLUCK_DEBOUNCE_S="600") as tenant:
        invite = await tenant.invite("Weekly status round", "Settle it together.")
        for minutes in range(5):  # each save within ten minutes of the one before
            await tenant.page.post("clock", {"advance_s": 400})
            async with tenant.page.http.patch(f"/api/invites/{invite}", json={"duration_min": 30 + minutes}):
                pass
            await tenant.quiet()
        assert await questions(tenant) == 0
        async with tenant.page.http.patch(f"/api/invites/{invite}", json={"body": READ_OUT}):
            pass
        for _ in range(3):
            await tenant.page.post("clock", {"advance_s": 650})
            await tenant.quiet()
        assert await questions(tenant) == 1
