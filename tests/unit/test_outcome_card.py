"""The faces of the outcome card stay within what Teams takes, however much is on them, and count what has no room."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.cards import MOST_BYTES, Card
from bot.domain.conversation import Conversation
from bot.domain.meeting import MeetingInstance
from bot.domain.task import Outcome, Task
from bot.features.meeting_outcomes import outcome_card, understood_card
from bot.features.meeting_outcomes.what_stands import Standing
from bot.playground.card_text import card_lines

NOW, DAY = datetime(2026, 11, 25, 9, 0, tzinfo=UTC), date(2026, 11, 25)
CHAT = Conversation("t", "19:meeting_a@thread.v2", "https://s.example", "group")
MEETING = MeetingInstance("t", "m", NOW, CHAT, "Planning", answered=("ann",))
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300)
SAID = Outcome("o", "t", "m", CHAT.id, "ann", "x", NOW)
LOOKERS = [f"29:{number:064}" for number in range(60)]


def tasks(whats: list[str]) -> tuple[Task, ...]:
    return tuple(Task(f"T-{n}", "t", CHAT.id, what, "proposed", "ann", NOW) for n, what in enumerate(whats))


def size(card: Card) -> int:
    return len(json.dumps(card, ensure_ascii=False).encode())


@example(["計" * 300] * 40, ["計" * 300] * 20, ["計" * 300] * 50)
@given(st.lists(WORDS, max_size=40), st.lists(WORDS, max_size=20), st.lists(WORDS, max_size=50))
def test_every_face_fits(items: list[str], carried: list[str], aside: list[str]) -> None:
    standing = Standing(DAY, tasks(items), tasks(carried))
    said = [replace(SAID, text=words) for words in aside]
    assert size(outcome_card.asking(MEETING, standing, lookers=LOOKERS)) <= MOST_BYTES
    assert size(outcome_card.kept(MEETING, standing)) <= MOST_BYTES
    assert size(outcome_card.acknowledgement(standing.items, DAY)) <= MOST_BYTES
    assert size(outcome_card.taken_back(standing.items, DAY)) <= MOST_BYTES
    assert size(understood_card.understood(MEETING, standing.items, said, DAY)) <= MOST_BYTES


@pytest.mark.parametrize("letters", [1, 300])
def test_what_has_no_room_is_counted(letters: int) -> None:
    standing = Standing(DAY, tasks(["計" * letters] * 40))
    lines = card_lines(outcome_card.asking(MEETING, standing, lookers=LOOKERS), "UTC")
    shown = sum("計" in line for line in lines)
    assert any(f"and {40 - shown} more" in line for line in lines)
    assert 3 < shown <= outcome_card.MOST_SHOWN
