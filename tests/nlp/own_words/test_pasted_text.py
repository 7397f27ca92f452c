"""Lists and tables as they arrive from Word, OneNote, Loop, Outlook, Teams and plain typing: the same items."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.own_words import FoundItem, find_items
from tests.nlp.own_words.conftest import PEOPLE, Find

WHEN = date(2025, 9, 24)
OWNERS = {"Ana": "p1", "Bo": "p2", "Grace": "p3", "William": "p4"}
TASKS = ["book the hall", "order paper", "update the risk log", "call the printer", "draft the contract"]
DUES = {"Friday": "2025-09-26", "30/9": "2025-09-30", "wk 41": "2025-10-10", "20 October": "2025-10-20"}

Row = tuple[str, str, str]
_ROWS = st.lists(
    st.tuples(st.sampled_from(sorted(OWNERS)), st.sampled_from(TASKS), st.sampled_from(sorted(DUES))),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[:2],
)


def _lines(pattern: str) -> Callable[[list[Row]], str]:
    return lambda rows: "\n".join(pattern.format(*row) for row in rows)


STYLES: dict[str, Callable[[list[Row]], str]] = {
    "typed": _lines("- {0}: {1} by {2}"),
    "Word bullets": _lines("•\t{0}: {1} by {2}\r"),
    "Word second level": lambda rows: "Actions\n" + _lines("o   {0}: {1} by {2}")(rows),
    "Word numbers": lambda rows: "\n".join(f"{n}.\t{o}: {t} by {d}" for n, (o, t, d) in enumerate(rows, 1)),
    "OneNote boxes": _lines("☐ {0}: {1} by {2}"),
    "Loop tasks": _lines("- [ ] @{0} {1} by {2}"),
    "trailing owner": _lines("* {1} ({0}, {2})"),
    "Teams with NBSP": _lines("\u2022\u00a0{0}:\u00a0{1} by\u00a0{2}"),
    "HTML list": lambda rows: "<ul>" + "".join(f"<li>{o}: {t} by {d}</li>" for o, t, d in rows) + "</ul>",
    "Markdown table": lambda rows: (
        "| What | Who | When |\n|---|---|---|\n" + "\n".join(f"| {t} | {o} | {d} |" for o, t, d in rows)
    ),
    "Excel cells": lambda rows: "Task\tOwner\tDue\n" + "\n".join(f"{t}\t{o}\t{d}" for o, t, d in rows),
    "e-mail": lambda rows: (
        "Hi all,\n\nactions from today:\n"
        + _lines("- {0} to {1} by {2}")(rows)
        + "\n\nKind regards\nGrace\n\n> On Tue, Bo wrote:\n> - Ana: old task by Monday"
    ),
}


def _read(text: str) -> tuple[FoundItem, ...]:
    return find_items(text, PEOPLE, "p3", WHEN, "Europe/London", "en-GB", "en")


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=25, deadline=None)
@given(rows=_ROWS)
def test_the_same_list_gives_the_same_items_from_wherever_it_is_pasted(style: str, rows: list[Row]) -> None:
    found = _read(STYLES[style](rows))
    assert [(item.owner, item.due) for item in found] == [(OWNERS[owner], DUES[due]) for owner, _, due in rows]
    for item, (_, task, _) in zip(found, rows, strict=True):
        assert task.removeprefix("the ").split()[-1] in item.what


@pytest.mark.parametrize(
    "text",
    [
        "- [x] Ana: order paper\n- [X] Bo: call the printer",
        "☑ Ana: order paper\n✅ Bo: call the printer",
        "| What | Who | Status |\n|---|---|---|\n| order paper | Ana | done |",
        "Sub | Item | Who\nGlazing | shop drawings | done",
        "> Ana: order paper by Friday\n> Bo: call the printer",
    ],
)
def test_what_is_ticked_done_or_quoted_is_no_item(text: str, find: Find) -> None:
    assert find(text) == ()


def test_five_hundred_bullets_are_five_hundred_items_in_two_seconds() -> None:
    rows = [("Ana", f"order part {number}", "Friday") for number in range(500)]
    started = process_time()
    found = _read(_lines("- {0}: {1} by {2}")(rows))
    assert process_time() - started < 2
    assert [item.what for item in found] == [f"order part {number}" for number in range(500)]
    assert {(item.owner, item.due) for item in found} == {("p1", "2025-09-26")}


def test_ten_thousand_characters_of_prose_are_read_within_a_second_and_to_their_end() -> None:
    filler = "The numbers were good and nobody had a question about them. "
    text = (filler * 200)[:9_900] + "\nBo sends the contract by Friday."
    started = process_time()
    found = _read(text)
    assert process_time() - started < 1
    assert [(item.owner, item.due) for item in found] == [("p2", "2025-09-26")]


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("nl", ["Ana stuurt het verslag voor vrijdag", "Bo belt de drukker"]),
        ("it", ["Ana manda il verbale entro venerdì", "Bo chiama il fornitore"]),
        ("pt", ["A Ana envia a ata até sexta-feira", "O Bo liga para o fornecedor"]),
        ("pl", ["Ana wyśle protokół do piątku", "Bo zadzwoni do drukarni"]),
        ("ru", ["Ана отправит протокол до пятницы", "Бо позвонит в типографию"]),
        ("ja", ["アナは金曜日までに議事録を送る", "ボーは印刷所に電話する"]),
        ("ar", ["آنا ترسل المحضر قبل الجمعة", "بو يتصل بالمطبعة"]),
    ],
)
def test_in_a_language_not_read_each_line_is_kept_whole_without_owner(lang: str, lines: list[str]) -> None:
    for stated in (lang, None):
        found = find_items("\n".join(lines), PEOPLE, "p3", WHEN, "UTC", lang, stated)
        assert [item.what for item in found] == lines, "never dropped"
        assert {item.owner for item in found} == {None}
