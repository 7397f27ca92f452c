"""Which tasks are the same thing, measured on labelled pairs; and what merging keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.domain.task import Step, Task
from bot.features.owned_tasks.merge_duplicates import merged, same_thing

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAIRS = Path(__file__).with_name("near_duplicates.tsv")
HELD_OUT = Path(__file__).with_name("near_duplicates_held_out.tsv")


def a_task(what: str, owner: str | None = None, **more: object) -> Task:
    plain = Task("T-1", "t", "team", what, "proposed", "maren", NOW, owner=owner)
    return replace(plain, **more)  # type: ignore[arg-type] # the fields of a task, by name


def labelled(file: Path) -> list[tuple[bool, Task, Task]]:
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [
        (label == "same", a_task(one, None if mine == "-" else mine), a_task(other, None if theirs == "-" else theirs))
        for label, one, other, mine, theirs in rows
    ]


def measured(file: Path) -> tuple[float, float]:
    """Precision and recall of what is offered for merging."""
    pairs = labelled(file)
    offered = [is_same for is_same, one, other in pairs if same_thing(one, other)]
    return sum(offered) / len(offered), sum(offered) / sum(is_same for is_same, _one, _other in pairs)


def test_pairs_that_are_offered_are_nearly_always_the_same_thing() -> None:
    assert len(labelled(PAIRS)) >= 120
    precision, recall = measured(PAIRS)
    assert precision >= 0.95
    assert recall >= 0.80


def test_the_order_of_two_tasks_does_not_matter() -> None:
    for _label, one, other in (*labelled(PAIRS), *labelled(HELD_OUT)):
        assert same_thing(one, other) == same_thing(other, one)


def test_merging_keeps_both_authors_the_earlier_date_and_the_yes() -> None:
    older = a_task("check the numbers", due=date(2026, 3, 9))
    agreed = a_task(
        "check the numbers",
        "ana",
        id="T-2",
        proposer="taro",
        state="accepted",
        created=NOW + timedelta(hours=1),
        due=date(2026, 3, 12),
    )
    stays, goes = merged(older, agreed, "ana", NOW)
    assert (stays.id, stays.owner, stays.state, stays.due) == ("T-2", "ana", "accepted", date(2026, 3, 9))
    assert stays.authors == ("taro", "maren")
    assert stays.history[-1] == Step(NOW, "ana", "merge")
    assert (goes.id, goes.state, goes.history[-1].action) == ("T-1", "dropped", "merged")


def test_a_date_stays_where_only_one_of_the_two_has_one() -> None:
    dated, undated = (
        a_task("a b", due=date(2026, 3, 9)),
        a_task("a b", created=NOW - timedelta(days=1), due_words="soon"),
    )
    stays, _goes = merged(dated, undated, "ana", NOW)
    assert (stays.due, stays.due_words) == (date(2026, 3, 9), None)


def test_closed_tasks_have_no_twins() -> None:
    assert not same_thing(a_task("check the numbers"), a_task("check the numbers", state="done"))


def test_pairs_that_the_rule_never_saw_do_as_well() -> None:
    precision, recall = measured(HELD_OUT)
    assert precision >= 0.95
    assert recall >= 0.70
