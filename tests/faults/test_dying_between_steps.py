"""A process died between two steps that no script can join, and the first was told again: the second is still done."""

from __future__ import annotations

from datetime import timedelta

from bot.adapters.redis import RedisKit
from bot.domain.conversation import Conversation
from bot.domain.events import AppRemoved, Origin
from bot.domain.jobs import EraseTeam, Job, PlanDigest
from bot.domain.team import Team
from bot.features.installation import OnInstall
from bot.features.meeting_outcomes import WhichTeam
from tests.contracts.working import working
from tests.redis_fixtures import HandClock, until

CHAT = Conversation("contoso", "19:meeting_x@thread.v2", "https://smba.example/emea/", "group")


async def done_by_worker(kit: RedisKit, count: int) -> list[Job]:
    done: list[Job] = []

    async def do(job: Job) -> None:
        done.append(job)

    async with working(kit, do):
        await until(lambda: len(done) >= count)
    return done


async def test_a_chat_that_was_stored_and_never_planned_gets_its_digests(redis_kit: RedisKit) -> None:
    await redis_kit.teams.put(Team("contoso", CHAT.id, "Planning", channel=CHAT, kind="chat"), ["ann"])
    which = WhichTeam(redis_kit.teams, redis_kit.meetings, redis_kit.queue, "Europe/Berlin")
    for _ in range(3):
        await which(CHAT, "Planning", [])
    assert await done_by_worker(redis_kit, 1) == [PlanDigest("contoso", CHAT.id)]


async def test_a_team_whose_removal_is_told_twice_is_erased_by_the_moment_that_was_kept(
    redis_kit: RedisKit, hand_clock: HandClock
) -> None:
    place = Conversation("contoso", "19:t@thread.tacv2", "https://smba.example/emea/", "channel")
    await redis_kit.teams.put(Team("contoso", "team-1", "Harvest", channel=place), ["ann"])
    first = hand_clock.now()
    hears = OnInstall(redis_kit.teams, redis_kit.people, redis_kit.queue, hand_clock)
    told = AppRemoved(Origin("e-1", place, None, first, team_id="team-1"))
    for _ in range(2):
        await hears.removed(told)
        hand_clock.forward(timedelta(seconds=20))
    hand_clock.forward(timedelta(days=8))
    done = await done_by_worker(redis_kit, 3)
    assert [job for job in done if isinstance(job, EraseTeam)] == [EraseTeam("contoso", "team-1", first.isoformat())]
