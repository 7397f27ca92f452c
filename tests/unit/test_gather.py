"""What a team reads this morning, and when it reads nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.task import Task
from bot.features.task_digest.gather import Digest, gather

TODAY = date(2026, 11, 25)
OLD = datetime(2026, 11, 1, tzinfo=UTC)
TASK = Task("T-1", "t", "team", "x", "accepted", proposer="ana", created=OLD, owner="bo", owner_name="Bo")


def digest_of(*tasks: Task, done: tuple[Task, ...] = ()) -> Digest:
    return gather(tasks, done, day=TODAY, since=TODAY - timedelta(days=1))


def test_overdue_comes_first_and_stands_together_by_owner() -> None:
    late = replace(TASK, id="T-2", due=TODAY - timedelta(days=3), owner="cy")
    later = replace(TASK, id="T-3", due=TODAY - timedelta(days=2), owner="bo")
    same = replace(TASK, id="T-4", due=TODAY - timedelta(days=1), owner="cy")
    assert [task.id for task in digest_of(later, same, late).overdue] == ["T-2", "T-4", "T-3"]


def test_what_is_merely_later_is_no_news() -> None:
    digest = digest_of(replace(TASK, due=TODAY + timedelta(days=9)), replace(TASK, id="T-2"))
    assert digest.later == 2
    assert not digest.is_news


def test_a_task_nobody_owns_is_news_until_somebody_takes_it() -> None:
    assert digest_of(replace(TASK, owner=None, state="declined")).is_news


def test_an_empty_team_reads_nothing() -> None:
    assert not digest_of().is_news


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
