"""What a team reads this morning, and when it reads nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation import Conversation
from bot.domain.task import Step, Task
from bot.domain.team import Team
from bot.features.task_digest.gather import Digest, gather, may_show

TODAY = date(2026, 11, 25)
YESTERDAY = datetime(2026, 11, 24, 8, tzinfo=UTC)
OLD = datetime(2026, 11, 1, tzinfo=UTC)
TEAM = Team("t", "team", "Team", Conversation("t", "19:a", "https://a", "channel"))
TASK = Task("T-1", "t", "team", "x", "accepted", proposer="ana", created=OLD, owner="bo", owner_name="Bo")


def digest_of(*tasks: Task, done: tuple[Task, ...] = ()) -> Digest:
    return gather(tasks, done, day=TODAY, since=YESTERDAY)


def test_overdue_comes_first_and_stands_together_by_owner() -> None:
    late = replace(TASK, id="T-2", due=TODAY - timedelta(days=3), owner="cy")
    later = replace(TASK, id="T-3", due=TODAY - timedelta(days=2), owner="bo")
    same = replace(TASK, id="T-4", due=TODAY - timedelta(days=1), owner="cy")
    assert [task.id for task in digest_of(later, same, late).overdue] == ["T-2", "T-4", "T-3"]


def test_what_is_merely_later_is_no_news() -> None:
    digest = digest_of(replace(TASK, due=TODAY + timedelta(days=9)), replace(TASK, id="T-2"))
    assert digest.later == 2
    assert not digest.fresh


def test_a_task_nobody_owns_is_news_once_and_then_again_when_it_is_due() -> None:
    given_back = replace(TASK, owner=None, state="declined")
    assert digest_of(replace(given_back, created=YESTERDAY)).fresh
    assert not digest_of(given_back).fresh
    assert digest_of(given_back).unowned == (given_back,)
    assert digest_of(replace(given_back, due=TODAY)).fresh


def test_a_yes_since_the_last_morning_is_news_however_old_the_task() -> None:
    yes = Step(YESTERDAY + timedelta(hours=3), "bo", "accept")
    assert digest_of(replace(TASK, history=(yes,))).new
    assert not digest_of(replace(TASK, history=(replace(yes, at=YESTERDAY - timedelta(hours=1)),))).new


def test_what_fewer_people_heard_than_read_the_digest_stays_with_them() -> None:
    said = replace(TASK, heard_by=3)
    assert may_show(said, TEAM, 3)
    assert not may_show(said, TEAM, 4)
    assert may_show(replace(said, heard_by=None), TEAM, 4)
    assert may_show(said, replace(TEAM, kind="chat"), 4)


def test_an_empty_team_reads_nothing() -> None:
    assert not digest_of().fresh


tasks = st.builds(
    replace,
    st.just(TASK),
    id=st.integers(1, 10_000).map("T-{}".format),
    due=st.none() | st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=30)),
    owner=st.sampled_from([None, "bo", "cy"]),
    created=st.sampled_from([OLD, datetime(2026, 11, 25, tzinfo=UTC)]),
)


@given(st.lists(tasks, unique_by=lambda task: task.id))
def test_every_open_task_stands_in_exactly_one_place(given_tasks: list[Task]) -> None:
    digest = digest_of(*given_tasks)
    shown = [*digest.overdue, *digest.today, *digest.new, *digest.unowned]
    assert len(shown) + digest.later == len(given_tasks)
    assert len({task.id for task in shown}) == len(shown)
