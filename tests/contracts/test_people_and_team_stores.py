"""What every PeopleStore and TeamStore keeps to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.adapters.redis import RedisKit
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.person import Person, Preferences
from bot.domain.team import DigestTime, Team
from bot.errors import Conflict

CHAT = Conversation("contoso", "a:1", "https://smba.example/emea/", "personal")
CHANNEL = Conversation("contoso", "19:general@thread.tacv2", "https://smba.example/emea/", "channel")
ANN = Person("contoso", "ann", "Ann Archer", "29:ann", "ann@contoso.example")
TEAM = Team("contoso", "team-a", "Alpha", CHANNEL)


async def test_a_person_comes_back_as_remembered(redis_kit: RedisKit) -> None:
    guest = replace(ANN, id="gus", guest=True)
    for person in (ANN, guest):
        await redis_kit.people.remember(person)
        assert await redis_kit.people.get("contoso", person.id) == person
    assert await redis_kit.people.get("fabrikam", "ann") is None


async def test_a_poorer_sight_of_a_person_erases_nothing(redis_kit: RedisKit) -> None:
    await redis_kit.people.remember(ANN, CHAT)
    await redis_kit.people.remember(Person("contoso", "ann", name=""))
    assert await redis_kit.people.get("contoso", "ann") == ANN
    assert await redis_kit.people.chat_with("contoso", "ann") == CHAT


async def test_the_newest_name_and_chat_win(redis_kit: RedisKit) -> None:
    moved = replace(CHAT, service_url="https://smba.example/apac/")
    await redis_kit.people.remember(ANN, CHAT)
    await redis_kit.people.remember(replace(ANN, name="Ann Baker"), moved)
    assert await redis_kit.people.get("contoso", "ann") == replace(ANN, name="Ann Baker")
    assert await redis_kit.people.chat_with("contoso", "ann") == moved


async def test_a_forgotten_chat_is_gone_and_the_person_is_not(redis_kit: RedisKit) -> None:
    await redis_kit.people.remember(ANN, CHAT)
    await redis_kit.people.forget_chat("contoso", "ann")
    assert await redis_kit.people.chat_with("contoso", "ann") is None
    assert await redis_kit.people.get("contoso", "ann") == ANN


async def test_preferences_are_the_defaults_until_somebody_chooses(redis_kit: RedisKit) -> None:
    assert await redis_kit.people.preferences("contoso", "ann") == Preferences()
    chosen = Preferences(False, datetime(2026, 4, 1, tzinfo=UTC), "Europe/Berlin", "de-DE", digest="weekly")
    await redis_kit.people.prefer("contoso", "ann", chosen)
    await redis_kit.people.remember(ANN)
    assert await redis_kit.people.preferences("contoso", "ann") == chosen


async def test_a_block_and_a_choice_do_not_undo_one_another(redis_kit: RedisKit) -> None:
    await redis_kit.people.block("contoso", "ann", blocked=True)
    await redis_kit.people.note_locale("contoso", "ann", "ja-JP")
    await redis_kit.people.prefer("contoso", "ann", Preferences(nudges=False))
    kept = await redis_kit.people.preferences("contoso", "ann")
    assert kept == Preferences(nudges=False, blocked=True, client_locale="ja-JP")
    assert [kept.speaks, replace(kept, locale="de-DE").speaks, Preferences().speaks] == ["ja-JP", "de-DE", "en-GB"]
    await redis_kit.people.block("contoso", "ann", blocked=False)
    assert await redis_kit.people.preferences("contoso", "ann") == Preferences(nudges=False, client_locale="ja-JP")


async def test_preferences_alone_make_nobody_known(redis_kit: RedisKit) -> None:
    await redis_kit.people.prefer("contoso", "ann", Preferences(nudges=False))
    assert await redis_kit.people.get("contoso", "ann") is None


async def test_a_team_comes_back_as_put(redis_kit: RedisKit) -> None:
    given = replace(
        TEAM,
        digest=DigestTime("Asia/Tokyo", time(8, 15), (0, 2), "JP"),
        last_digest=MessageRef(CHANNEL, "a-1"),
        last_digest_day=date(2026, 3, 2),
        active=False,
    )
    stored = await redis_kit.teams.put(given)
    assert stored == replace(given, version=1)
    assert await redis_kit.teams.get("contoso", "team-a") == stored


async def test_a_team_is_created_once_and_replaced_only_by_who_saw_the_newest(redis_kit: RedisKit) -> None:
    stored = await redis_kit.teams.put(TEAM)
    await redis_kit.teams.put(replace(stored, name="Alpha 2"))
    for stale in (TEAM, stored):
        with pytest.raises(Conflict):
            await redis_kit.teams.put(stale)


async def test_members_are_those_given_last_and_each_finds_their_teams(redis_kit: RedisKit) -> None:
    first = await redis_kit.teams.put(TEAM, ["ann", "bea"])
    await redis_kit.teams.put(replace(TEAM, id="team-b"), ["bea"])
    await redis_kit.teams.put(first, ["bea", "carl"])
    assert await redis_kit.teams.members("contoso", "team-a") == {"bea", "carl"}
    assert await redis_kit.teams.teams_of("contoso", "ann") == []
    assert await redis_kit.teams.teams_of("contoso", "bea") == ["team-a", "team-b"]


async def test_a_put_without_members_leaves_them_alone(redis_kit: RedisKit) -> None:
    stored = await redis_kit.teams.put(TEAM, ["ann"])
    await redis_kit.teams.put(replace(stored, name="Alpha 2"))
    assert await redis_kit.teams.members("contoso", "team-a") == {"ann"}


async def test_a_large_team_is_kept_whole(redis_kit: RedisKit) -> None:
    people = [f"person-{n}" for n in range(730)]
    await redis_kit.teams.put(TEAM, people)
    assert await redis_kit.teams.members("contoso", "team-a") == frozenset(people)
    assert await redis_kit.teams.teams_of("contoso", "person-729") == ["team-a"]


async def test_a_tenant_knows_every_team_that_was_ever_put_and_none_of_anothers(redis_kit: RedisKit) -> None:
    assert await redis_kit.teams.of_tenant("contoso") == []
    for team in ("team-b", "team-a"):
        await redis_kit.teams.put(replace(TEAM, id=team), ["ann"])
    assert sorted(await redis_kit.teams.of_tenant("contoso")) == ["team-a", "team-b"]
    assert await redis_kit.teams.of_tenant("fabrikam") == []
