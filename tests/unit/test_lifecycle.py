"""The life of a task: who may do what, when; and nobody owns anything without a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.person import Person
from bot.domain.task import Task
from bot.domain.tongue import speaking
from bot.errors import BadInput, NotAllowed
from bot.features.owned_tasks.lifecycle import ACTIONS, Action, apply

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
ANA, BO, CY = (Person("t", name, name.title()) for name in ("ana", "bo", "cy"))
GUEST = Person("t", "gus", "Gus", guest=True)
PROPOSED = Task(
    "T-1", "t", "team", "send the draft", "proposed", proposer="ana", created=NOW, owner="bo", owner_name="Bo"
)


def done_by(person: Person, name: str, task: Task = PROPOSED, **more: Any) -> Task:
    return apply(task, Action(name, person, NOW, **more))


def test_the_owner_accepts_then_is_done() -> None:
    accepted = done_by(BO, "accept")
    assert accepted.state == "accepted"
    assert done_by(BO, "done", accepted).state == "done"


def test_nobody_else_can_say_yes_for_the_owner() -> None:
    for other in (ANA, CY):
        with pytest.raises(NotAllowed):
            done_by(other, "accept")


def test_what_is_not_mine_goes_back_without_an_owner() -> None:
    declined = done_by(BO, "decline")
    assert (declined.state, declined.owner) == ("declined", None)
    assert done_by(CY, "take", declined).owner == "cy"


def test_passing_on_asks_the_other_first() -> None:
    passed = done_by(BO, "pass_on", to=CY)
    assert (passed.state, passed.owner) == ("proposed", "cy")


def test_guests_own_nothing() -> None:
    with pytest.raises(BadInput):
        done_by(BO, "pass_on", to=GUEST)
    with pytest.raises(NotAllowed):
        done_by(GUEST, "take", replace(PROPOSED, owner=None))


def test_a_task_somebody_accepted_cannot_be_taken_from_them() -> None:
    accepted = done_by(BO, "accept")
    for person in (ANA, CY):
        with pytest.raises(NotAllowed):
            done_by(person, "take", accepted)
        with pytest.raises(NotAllowed):
            done_by(person, "pass_on", accepted, to=CY)


def test_a_no_is_said_in_the_language_of_whoever_pressed_and_logged_in_english() -> None:
    with speaking("de-DE"), pytest.raises(NotAllowed) as refused:
        done_by(CY, "done")
    assert (refused.value.reason, refused.value.told) == (
        "This one is not yours to change.",
        "Diese kannst du nicht ändern.",
    )


def test_moving_ones_own_date_is_a_yes() -> None:
    moved = done_by(BO, "new_date", due=date(2026, 12, 1))
    assert (moved.state, moved.due) == ("accepted", date(2026, 12, 1))


def test_done_can_be_undone_by_its_owner_alone() -> None:
    done = done_by(BO, "done")
    assert done_by(BO, "reopen", done).state == "accepted"
    with pytest.raises(NotAllowed):
        done_by(ANA, "reopen", done)


actions = st.lists(
    st.tuples(
        st.sampled_from(sorted(ACTIONS)), st.sampled_from([ANA, BO, CY, GUEST]), st.sampled_from([ANA, BO, CY, GUEST])
    ),
    max_size=12,
)


@given(actions)
def test_over_any_history_the_owner_of_an_accepted_task_said_so_themselves(
    steps: list[tuple[str, Person, Person]],
) -> None:
    task = PROPOSED
    for name, by, to in steps:
        try:
            task = apply(task, Action(name, by, NOW, to=to, due=date(2026, 12, 1)))
        except (BadInput, NotAllowed):
            continue
        if task.state in {"accepted", "done"}:
            yes = {"accept", "take", "new_date", "done", "reopen", "pass_on", "correct"}
            assert any(step.by == task.owner and step.action in yes for step in task.history)
            assert task.owner != GUEST.id
        if task.owner is None:
            assert task.state in {"declined", "dropped"}


@given(actions)
def test_a_click_that_arrives_twice_changes_nothing_more(steps: list[tuple[str, Person, Person]]) -> None:
    task = PROPOSED
    for name, by, to in steps:
        action = Action(name, by, NOW, to=to, due=date(2026, 12, 1))
        try:
            task = apply(task, action)
        except (BadInput, NotAllowed):
            continue
        try:
            assert apply(task, action) == task
        except (BadInput, NotAllowed):
            assert name in {"pass_on", "decline", "drop", "take", "correct"}, (
                "only what gives the task away may be refused the second time"
            )
