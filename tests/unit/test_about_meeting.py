"""Words said in private about a meeting: how they are told, and which meeting they mean."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.about_meeting import about_meeting
from bot.domain.conversation import Conversation
from bot.domain.meeting import MeetingInstance
from bot.features.meeting_outcomes.which_meeting import fitting

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 25)  # a Wednesday
CHAT = Conversation("contoso", "19:meeting_a@thread.v2", "https://smba.example/emea/", "group")


def meeting(title: str, day: int, hour: int = 9) -> MeetingInstance:
    return MeetingInstance("contoso", f"id-{title}", datetime(2026, 11, day, hour, tzinfo=UTC), CHAT, title)


RECENT = [
    meeting("Standup", 25),
    meeting("Planning", 24),
    meeting("Standup", 24),
    meeting("Planning poker: sizes", 23),
    meeting("Budget für den Herbst", 20),
    meeting("週次計画会議", 19),
]


@pytest.mark.parametrize(
    ("text", "said", "words"),
    [
        ("for yesterday's planning: I send the minutes", "yesterday's planning", "I send the minutes"),
        ("For the planning meeting:\n- Ana checks\n- I send", "the planning meeting", "- Ana checks\n- I send"),
        ("@Potluck, from the 10:30 sync: I'll call Bo at 11:00", "the 10:30 sync", "I'll call Bo at 11:00"),
        ("Für die Planung gestern: ich schicke das Protokoll", "die Planung gestern", "ich schicke das Protokoll"),
        ("para la reunión de ayer: envío el acta", "la reunión de ayer", "envío el acta"),
        ("for 週次計画会議：山田さんが資料を送る", "週次計画会議", "山田さんが資料を送る"),
    ],
)
def test_words_about_a_meeting_are_told_from_its_name(text: str, said: str, words: str) -> None:
    told = about_meeting(text)
    assert told is not None
    assert (told.said, told.words) == (said, words)


@pytest.mark.parametrize(
    "text",
    ["", "my tasks", "for", "for planning", "for planning:", "I send the minutes: all of them", "form: x", "for\n: x"],
)
def test_anything_else_is_not_about_a_meeting(text: str) -> None:
    assert about_meeting(text) is None


@pytest.mark.parametrize("text", ["for" + " " * 30_000 + "x", "for " + "a " * 15_000, "for " + "1:" * 15_000 + " x"])
def test_no_text_takes_long_to_read(text: str) -> None:
    begun = time.process_time()
    about_meeting(text)
    assert time.process_time() - begun < 0.1


@given(st.text(max_size=400))
def test_whatever_is_written_is_read_without_an_error(text: str) -> None:
    told = about_meeting(f"for {text}")
    if told:
        assert told.said
        assert told.words
        fitting(told.said, RECENT, TODAY, BERLIN)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("yesterday's planning", [24]),
        ("the planning meeting", [24]),  # its whole title: the other one is called more than that
        ("planning poker", [23]),
        ("planing", [24, 23]),  # a slip fits both
        ("standup", [25, 24]),
        ("today's stand-up", [25]),
        ("Monday's planning", [23]),
        ("the meeting on Friday", [20]),
        ("yesterday", [24, 24]),
        ("die Budget-Besprechung", [20]),
        ("la réunion d'hier", [24, 24]),
        ("計画会議", [19]),
        ("this morning's standup", [25]),
        ("the day before yesterday", [23]),
        ("la réunion d'avant-hier", [23]),
        ("this week's budget", [20]),
        ("the retro", []),
        ("Ana", []),
    ],
)
def test_the_meetings_that_fit(said: str, days: list[int]) -> None:
    assert [one.start.day for one in fitting(said, RECENT, TODAY, BERLIN)] == days


def test_the_day_is_the_day_where_the_person_is() -> None:
    late = meeting("Planning", 23, hour=23)  # Tuesday in Berlin
    assert fitting("yesterday", [late], TODAY, BERLIN) == [late]
    assert fitting("yesterday", [late], TODAY, ZoneInfo("UTC")) == []
