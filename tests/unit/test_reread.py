"""What changed words change, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.task import Step, Task
from bot.features.meeting_outcomes.reread import reread

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WRITTEN = Task(
    id="T-1",
    tenant="t",
    team="team",
    what="check the numbers",
    state="proposed",
    proposer="taro",
    created=NOW,
    owner="ana",
    history=(Step(NOW, "taro", "proposed"),),
)
OWN_PROMISE = replace(
    WRITTEN, owner="taro", state="accepted", history=(*WRITTEN.history, Step(NOW, "taro", "accepted"))
)
AGREED = replace(WRITTEN, state="accepted", history=(*WRITTEN.history, Step(NOW, "ana", "accept")))


def draft(what: str, **more: object) -> Task:
    return replace(WRITTEN, id="", what=what, **more)  # type: ignore[arg-type] # the fields of a task, by name


def test_the_same_words_change_nothing() -> None:
    assert reread([WRITTEN], [draft("check the numbers")], NOW).kept == (WRITTEN,)


def test_a_new_date_and_new_words_reach_an_item_that_nobody_touched() -> None:
    seen = reread([WRITTEN], [draft("check the numbers again", due=date(2026, 3, 6))], NOW)
    (task,) = seen.changed
    assert (task.id, task.what, task.due) == ("T-1", "check the numbers again", date(2026, 3, 6))
    assert task.history[-1] == Step(NOW, "taro", "reworded")
    assert not seen.fresh


def test_an_item_that_somebody_agreed_to_stays_whatever_the_words_say() -> None:
    assert reread([AGREED], [], NOW).kept == (AGREED,)
    assert reread([AGREED], [draft("check the figures")], NOW).kept == (AGREED,)


def test_a_yes_that_was_only_written_goes_with_the_words() -> None:
    (task,) = reread([OWN_PROMISE], [], NOW).withdrawn
    assert (task.state, task.history[-1]) == ("dropped", Step(NOW, "taro", "withdrawn"))


def test_a_declined_item_is_withdrawn_but_not_given_to_the_same_person_again() -> None:
    declined = replace(WRITTEN, owner=None, state="declined", history=(*WRITTEN.history, Step(NOW, "ana", "decline")))
    assert len(reread([declined], [], NOW).withdrawn) == 1
    assert reread([declined], [draft("check the numbers")], NOW).kept == (declined,)


def test_what_was_withdrawn_comes_back_as_a_new_item_and_what_is_done_does_not() -> None:
    (gone,) = reread([WRITTEN], [], NOW).withdrawn
    assert len(reread([gone], [draft("check the numbers")], NOW).fresh) == 1
    done = replace(AGREED, state="done")
    assert not reread([done], [draft("check the numbers")], NOW).fresh


def test_items_are_told_apart_by_what_they_say_and_not_by_their_place() -> None:
    other = replace(WRITTEN, id="T-2", what="draw the icons")
    seen = reread([WRITTEN, other], [draft("draw the icons"), draft("book a room")], NOW)
    assert [task.id for task in seen.kept] == ["T-2"]
    assert [task.id for task in seen.withdrawn] == ["T-1"]
    assert [task.what for task in seen.fresh] == ["book a room"]


def test_two_equal_items_stay_two() -> None:
    twin = replace(WRITTEN, id="T-2")
    seen = reread([WRITTEN, twin], [draft("check the numbers"), draft("check the numbers")], NOW)
    assert len(seen.kept) == 2
    assert not seen.fresh
