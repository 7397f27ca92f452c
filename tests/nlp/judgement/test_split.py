"""Mixed meetings: which items could move out, which stay, and what length is left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nlp
from nlp.judgement.split import STEP, split, timeboxes
from nlp.results import Invite, Item

MODES = {"+": "cooperation", "!": "collaboration", "~": "neutral"}


def _agenda(*lines: str) -> tuple[str, list[Item]]:
    """Lines "+ before {item} after" to text and items."""
    text, items = "", []
    for line in lines:
        mode, rest = MODES[line[0]], line[2:]
        before, _, tail = rest.partition("{")
        words, _, after = tail.partition("}")
        start = len(text) + len(before)
        items.append(Item(words, start, start + len(words), mode, "unknown", "unknown", "unknown"))
        text += f"{before}{words}{after}\n"
    return text, items


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ("+ 10:00-10:15 {Budget (Ana)}", 15),
        ("+ 10.00 – 10.20 Uhr {Budget}", 20),
        ("+ 12:45-1:15 {Budget}", 30),
        ("+ - {Budget} (10 min)", 10),
        ("+ - {Budget (Ana, 25 minutes)}", 25),
        ("+ - {Budget} 15'", 15),
        ("+ - {Budget}", None),
        ("+ - {Budget 2025}", None),
        ("+ - {between 5 min and 10 min of silence}", None),
    ],
)
def test_a_timebox_is_read_wherever_it_stands_in_the_line(line: str, minutes: int | None) -> None:
    assert timeboxes(*_agenda(line)) == [minutes]


def test_a_start_lasts_until_the_next_one() -> None:
    assert timeboxes(*_agenda("+ 9:00 {Budget}", "! 9:20 {Churn}", "~ 10:00 {Close}")) == [20, 40, None]


def test_timeboxes_of_what_moves_are_taken_off() -> None:
    result = split(*_agenda("~ {Welcome}", "+ {Figures} (10 min)", "+ {Dates} (7 min)", "! {Churn} (40 min)"), 60)
    assert result == nlp.Split(move=(1, 2), stay=(3,), minutes=45)


def test_without_timeboxes_items_count_alike() -> None:
    result = split(*_agenda("+ {Figures}", "+ {Dates}", "! {Churn}"), 60)
    assert result is not None
    assert result.minutes == 20


def test_without_a_duration_the_timeboxes_of_what_stays_say_it() -> None:
    assert split(*_agenda("+ {Figures}", "! {Churn} (25 min)"), None) == nlp.Split((0,), (1,), 25)
    assert split(*_agenda("+ {Figures}", "! {Churn}"), None) == nlp.Split((0,), (1,), None)


def test_nothing_to_split_where_all_items_are_of_one_kind() -> None:
    assert split(*_agenda("+ {Figures}", "~ {Close}"), 30) is None
    assert split(*_agenda("! {Churn}"), 30) is None


_LINE = st.tuples(
    st.sampled_from("+!~"), st.sampled_from(["", " (10 min)", " 90'", " 9:00-9:30", " 23:50-0:10"]), st.booleans()
).map(lambda part: f"{part[0]} {'10:05 ' if part[2] else '- '}{{point}}{part[1]}")


@given(lines=st.lists(_LINE, max_size=12), duration=st.none() | st.integers(0, 600))
def test_every_item_lands_on_one_side_and_the_meeting_never_gets_longer(lines: list[str], duration: int | None) -> None:
    text, items = _agenda(*lines)
    result = split(text, items, duration)
    modes = [item.mode for item in items]
    if result is None:
        assert not {"cooperation", "collaboration"} <= set(modes)
        return
    assert {modes[at] for at in result.move} == {"cooperation"}
    assert {modes[at] for at in result.stay} == {"collaboration"}
    assert len(result.move) + len(result.stay) + modes.count("neutral") == len(modes)
    if duration is not None:
        assert result.minutes is not None
        assert 0 <= result.minutes <= duration
        assert result.minutes % STEP == 0 or result.minutes == duration


def test_the_judge_splits_mixed_meetings_alone() -> None:
    figures, churn = "- Read-out of the October figures (10 min)", "- Nobody knows why customers leave, find the causes"
    mixed = nlp.judge(Invite("Team", f"{figures}\n{churn}", duration_min=45))
    assert mixed.verdict == "mixed"
    assert mixed.split is not None
    assert [mixed.items[at].text for at in mixed.split.move] == ["Read-out of the October figures (10 min)"]
    assert mixed.split.minutes == 35
    assert nlp.judge(Invite("Team", figures, duration_min=45)).split is None
