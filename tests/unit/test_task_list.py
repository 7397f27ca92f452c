"""A page of somebody's tasks: what is shown, and that there is always a way on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.task import Task
from bot.features.owned_tasks.task_filter import Page, chosen
from bot.features.owned_tasks.task_list_card import ROWS, listing
from bot.playground.card_hand import has_button, press
from bot.playground.card_text import card_lines

WEDNESDAY = date(2026, 11, 25)
TASK = Task("T-0", "t", "team", "x", "accepted", proposer="a", created=datetime(2026, 11, 2, tzinfo=UTC), owner="b")
MANY = [
    replace(TASK, id=f"T-{n}", what=f"thing {n}", due=WEDNESDAY + timedelta(days=n - 3), meeting_title="Planning")
    for n in range(20)
]


def ids(about: str) -> list[str]:
    return [task.id for task in chosen([*MANY, replace(TASK, id="T-99", meeting_title="Sales sync")], about, WEDNESDAY)]


@pytest.mark.parametrize(
    ("about", "those"),
    [
        ("overdue", ["T-0", "T-1", "T-2"]),
        ("today", ["T-3"]),
        ("week", [f"T-{n}" for n in range(8)]),
        ("undated", ["T-99"]),
        ("from sales", ["T-99"]),
        ("from salse sync", ["T-99"]),
        ("from nowhere", []),
    ],
)
def test_a_filter_shows_what_it_says(about: str, those: list[str]) -> None:
    assert ids(about) == those


def test_paging_through_the_list_shows_every_task_once() -> None:
    seen, page = list[str](), Page()
    while True:
        shown = listing(MANY, WEDNESDAY, page)
        seen += [line for line in card_lines(shown, "UTC") if line.startswith("thing")]
        if not has_button(shown, "More"):
            break
        page = Page.of(press(shown, "More").data)
    assert seen == [task.what for task in MANY]
    assert len(listing(MANY, WEDNESDAY)["body"]) <= ROWS + 3


def test_a_page_that_is_no_more_there_shows_the_last_one() -> None:
    assert "thing 19" in "\n".join(card_lines(listing(MANY, WEDNESDAY, Page("", 500)), "UTC"))


def test_an_empty_answer_has_a_way_back_to_everything() -> None:
    shown = listing(MANY, WEDNESDAY, Page("from nowhere"))
    assert "Nothing from “nowhere”." in card_lines(shown, "UTC")
    assert has_button(shown, "All")


def test_what_somebody_forged_into_a_button_is_the_first_page() -> None:
    forged: tuple[object, ...] = (None, [], {"about": 7, "page": -1}, {"page": "x"}, {"page": 10**9})
    for data in forged:
        assert Page.of(data) == Page()
