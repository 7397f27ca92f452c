"""Whatever can name a person in Redis names nobody once they were forgotten: every family of keys is filled first."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import redis

from bot.adapters.graph.subscription_record import SubscriptionRecord
from bot.adapters.redis import RedisKit, keys, open_redis
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.jobs import CatchUp, ForgetPerson, Job, ReadOutcome
from bot.domain.ledger import Entry
from bot.domain.meeting import Attendee, MeetingInstance
from bot.domain.person import Person, Preferences
from bot.domain.ports import Share
from bot.domain.round import Ask, Reply
from bot.domain.task import Outcome, Step
from bot.domain.team import DigestTime, Team
from bot.features.personal_data import Forget
from bot.settings import Settings
from tests.contracts.test_nudge_store import a_nudge
from tests.contracts.test_round_store import ONE as ROUND
from tests.contracts.test_task_store import a_task
from tests.contracts.working import working
from tests.features.test_privacy import everything_in
from tests.redis_fixtures import MONDAY, HandClock, until

HOME, TEAM = "contoso", "team-a"
ANA = Person(HOME, "6f0e2a51-aaaa-4bbb-8ccc-0d9d9f6a1b2c", "Ana Souza", "29:1anateams", "ana.souza@contoso.example")
CHAT = Conversation(HOME, "a:1anaschat", "https://smba.example/emea/", "personal")
GROUP = Conversation(HOME, "19:meeting_x@thread.v2", "https://smba.example/emea/", "group")
CHANNEL = Conversation(HOME, "19:general@thread.tacv2", "https://smba.example/emea/", "channel")
TRACES = (ANA.id, ANA.name, str(ANA.teams_id), str(ANA.email), CHAT.id)

IMPERSONAL = {
    "jobs": "gone once they are done",
    "again": "gone once they are done",
    "once": "a hash, and a mark",
    "fired": "a hash, and a mark",
    "origin": "a member of the schedule, for as long as a digest is late",
    "task-index": "changed with the tasks, which are looked at",
    "task-count": "a number",
    "task-once": "a hash, and the id of a task",
    "nudged": "a keyed hash, and a code",
    "judged": "a keyed hash, and a version of an event",
    "judging": "a keyed hash, for seconds",
    "private": "the chat of a meeting",
    "newest": "a meeting",
    "reading": "an outcome, for seconds",
    "answer": "a hash; what was answered is sealed by the caller's own key",
    "teams": "teams",
    "meetings-of": "meetings",
    "hooks": "addresses of other systems",
    "ledger-counts": "numbers",
    "silent": "a keyed hash: that is what keeps Potluck silent afterwards",
    "schema": "a number",
    "graph-outage": "a moment",
    "held": "ids of subscriptions",
}


def families() -> set[str]:
    """The names in the table of keys.py."""
    rows = re.findall(r"^\| ([a-z][^|]*)\|", keys.__doc__ or "", re.MULTILINE)
    names = (name for row in rows if not row.startswith("key ") for name in row.split(","))
    return {name.strip().partition(":")[0] for name in names if not name.strip().startswith("..")}


async def fill(kit: RedisKit) -> None:
    """Ana, wherever somebody can be."""
    await _fill_people(kit)
    await _fill_meetings(kit)
    await kit.queue.enqueue(CatchUp(HOME, ANA.id), once="later", at=MONDAY + timedelta(days=1))
    await kit.once.done("sent", MessageRef(CHAT, "1"))
    await kit.schedule.plan(HOME, ANA.id, DigestTime(), MONDAY)
    await kit.cursors.put("calendar", f"https://graph.example/users/{ANA.id}/calendarView/delta?token=1")
    expires = MONDAY + timedelta(days=2)
    await kit.subscriptions(SubscriptionRecord).put(SubscriptionRecord("s-1", HOME, ANA.id, expires, expires))
    await kit.shares.draw(HOME, ANA.id, own=Share(10, 0.01), tenants=Share(10, 0.01))  # full again after minutes
    await kit.ledger.write(HOME, CHAT.id, Entry(MONDAY, "nudge", "delivered"), once="said")
    await kit.ledger.write(HOME, ANA.id, Entry(MONDAY, "nudge", "budget"), once="unsaid")
    await kit.places.take(ANA.id, 4)
    await kit.watching.keep_group(HOME, [ANA.id, "bea"])
    await kit.watching.volunteer(HOME, ANA.id, yes=True)
    await kit.unreached.note(HOME, ANA.id)


async def _fill_people(kit: RedisKit) -> None:
    await kit.people.remember(ANA, CHAT)
    await kit.teams.put(Team(HOME, TEAM, "Alpha", CHANNEL, keepers=(ANA.id,)), [ANA.id, "bea"])
    words = f"ask {ANA.name} for the numbers"
    history = (Step(MONDAY, ANA.id, "proposed"),)
    await kit.tasks.add(a_task(words, owner=ANA.id, owner_name=ANA.name, proposer=ANA.id, history=history), once="x")
    await kit.nudges.add(a_nudge(organizer=ANA.id, message=MessageRef(CHAT, "2")))
    await kit.nudges.mute_series(HOME, ANA.id, "series")


async def _fill_meetings(kit: RedisKit) -> None:
    meeting = MeetingInstance(
        HOME, "m", MONDAY, GROUP, f"{ANA.name} and Bea", answered=("bea",), checking=(ANA.id, "bea")
    )
    await kit.meetings.put(meeting)
    await kit.meetings.note_asked(meeting, [ANA.id], MONDAY)
    asks = (Ask("Numbers?", Attendee(ANA.name, str(ANA.email).upper())),)
    replies = (Reply(0, ANA.id, ANA.name, "Up by two"),)
    await kit.rounds.put(
        replace(ROUND, organizer="bea", asks=asks, replies=replies, deadline=MONDAY + timedelta(days=2))
    )
    for author in (ANA.id, "bea"):
        said = Outcome(f"by-{author[:3]}", HOME, meeting.key, TEAM, author, f"{ANA.name} said hello", MONDAY)
        await kit.outcomes.keep(said, ReadOutcome(HOME, said.id))
        await kit.outcomes.set_aside(said)


async def test_every_family_of_keys_that_can_name_a_person_names_nobody_afterwards(
    redis_settings: Settings, hand_clock: HandClock
) -> None:
    kit = await open_redis(redis_settings, hand_clock, role="worker")
    await fill(kit)
    url, prefix = redis_settings.redis_url.reveal(), redis_settings.key_prefix
    await _bury_a_job(url, prefix)
    naming = {family for family in families() if any(trace in _held(url, prefix, family) for trace in TRACES)}
    unlooked = families() - naming - IMPERSONAL.keys()
    assert not unlooked, "a new family of keys is filled above, or said to be impersonal"
    await kit.people.stay_silent(HOME, ANA.id)
    assert (await kit.erasure().forget(ANA, chat=CHAT.id))[1] == "", "a small company is walked over in one piece"
    for family in families() - {"jobs"}:
        held = _held(url, prefix, family).casefold()
        assert [trace for trace in TRACES if trace.casefold() in held] == [], family
    await _what_is_others_stays(kit)
    await kit.close()


async def test_in_pieces_that_workers_die_in_nothing_names_them_either(
    redis_settings: Settings, hand_clock: HandClock
) -> None:
    """Each piece is done twice, as where a worker dies after its work and before its word of it."""
    kit = await open_redis(redis_settings, hand_clock, role="worker")
    await fill(kit)
    forget, pieces = Forget(kit.people, kit.erasure(piece=10), kit.queue), Counter[str]()

    async def twice(job: Job) -> None:
        if isinstance(job, ForgetPerson):
            pieces[job.since] += 1
            await forget(job)
            await forget(job)

    await kit.queue.enqueue(ForgetPerson(HOME, ANA.id))
    async with working(kit, twice):
        await until(lambda: _idle(kit))
    assert len(pieces) > 3
    for family in families() - {"again", "jobs"}:
        held = _held(redis_settings.redis_url.reveal(), redis_settings.key_prefix, family).casefold()
        assert [trace for trace in TRACES if trace.casefold() in held] == [], family
    assert (await kit.people.preferences(HOME, ANA.id)).opted_out
    await kit.close()


async def _idle(kit: RedisKit) -> bool:
    return await kit.stats.depth() == 0


async def test_who_is_back_before_the_last_piece_is_heard(redis_kit: RedisKit) -> None:
    await redis_kit.people.remember(ANA, CHAT)
    forget = Forget(redis_kit.people, redis_kit.erasure(), redis_kit.queue)
    await redis_kit.people.stay_silent(HOME, ANA.id)
    await redis_kit.people.prefer(HOME, ANA.id, Preferences())
    await forget(ForgetPerson(HOME, ANA.id, walk="w", since="the middle"))
    assert await redis_kit.people.get(HOME, ANA.id) is None
    assert not (await redis_kit.people.preferences(HOME, ANA.id)).opted_out


async def _what_is_others_stays(kit: RedisKit) -> None:
    meeting = await kit.meetings.latest(HOME, "m")
    assert meeting
    assert (meeting.title, meeting.answered) == ("someone who left and Bea", ("bea",))
    assert meeting.checking == ("bea",), "nobody is waited for who is gone"
    team = await kit.teams.get(HOME, TEAM)
    assert team
    assert team.keepers == (), "nobody who is gone holds the key to a team's settings"
    assert await kit.outcomes.get(HOME, f"by-{ANA.id[:3]}") is None, "their own words go with them"
    kept = await kit.outcomes.get(HOME, "by-bea")
    assert kept
    assert kept.text == "someone who left said hello"
    (task,) = [task async for task in kit.tasks.open_of_team(HOME, TEAM)]
    assert (task.what, task.owner) == ("ask someone who left for the numbers", None)


async def _bury_a_job(url: str, prefix: str) -> None:
    """One that failed for good, as `potluck dead` shows it."""
    with redis.Redis.from_url(url) as client:
        client.xadd(f"{prefix}{{{keys.PARTITIONS[0]}}}:dead", {"job": f'{{"person":"{ANA.id}"}}', "why": "BadInput"})


def _held(url: str, prefix: str, family: str) -> str:
    """All keys of a family with what they hold."""
    lines = everything_in(url, prefix).split("\n")
    found = [number for number in range(0, len(lines) - 1, 2) if _family(lines[number]) == family]
    return "\n".join(line for number in found for line in lines[number : number + 2])


def _family(key: str) -> str:
    return key.partition("}:")[2].partition(":")[0]
