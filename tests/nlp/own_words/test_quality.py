"""A floor under the quality on the labelled corpora, and the measuring itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import nlp.project
from nlp.own_words import FoundItem
from nlp.project.evaluate_own_words import Share, evaluate, main, match_items, read_cases

CORPUS = Path(nlp.project.__file__).parent / "corpus"


@pytest.mark.parametrize(
    "name",
    [
        "own-words.jsonl",
        "own-words-more.jsonl",
        "own-words-held-out.jsonl",
        "own-words-unseen.jsonl",
        "own-words-unseen-b.jsonl",
        "own-words-unseen-c-odd.jsonl",
        "own-words-unseen-d.jsonl",
    ],
)
def test_the_labelled_texts_are_read_at_least_this_well(name: str) -> None:
    scores = evaluate(read_cases([CORPUS / name]))
    assert scores.f1 >= 0.94
    assert scores.owner.value >= 0.97
    assert scores.due.value >= 0.94
    assert scores.no_item.value >= 0.94


@pytest.mark.parametrize("letter", ["e", "f", "g", "h"])
def test_harder_texts_are_read_at_least_this_well(letter: str) -> None:
    scores = evaluate(read_cases([CORPUS / f"own-words-unseen-{letter}.jsonl"]))
    assert scores.f1 >= 0.92
    assert scores.owner.value >= 0.96
    assert scores.due.value >= 0.89
    assert scores.no_item.value >= 0.94


def test_a_writer_nobody_trained_on_is_read_at_least_this_well() -> None:
    scores = evaluate(read_cases([CORPUS / "own-words-od.jsonl"]))
    assert scores.f1 >= 0.86
    assert scores.owner.value >= 0.9
    assert scores.due.value >= 0.92
    assert scores.no_item.value >= 0.95


def test_every_label_is_a_stretch_of_its_text() -> None:
    for case in read_cases(sorted(CORPUS.glob("own-words*.jsonl"))):
        for item in case["items"]:
            assert item["anchor"] in case["text"], case["id"]
            assert not item["due_text"] or item["due_text"] in case["text"], case["id"]


def test_items_are_paired_by_place_and_wording_one_to_one() -> None:
    text = "Ana sends the deck. Bo sends the deck."
    expected: list[dict[str, Any]] = [{"what": "send the deck", "anchor": "Bo sends the deck"}]
    found = [
        FoundItem("send the deck", anchor, None, None, None, None)
        for anchor in ("Ana sends the deck", "Bo sends the deck")
    ]
    assert match_items(text, expected, found) == {0: 1}


def test_wilson_interval_holds_the_share_and_narrows_with_more_cases() -> None:
    few, many = Share(9, 10), Share(900, 1000)
    assert few.interval()[0] < 0.9 < few.interval()[1]
    assert many.interval()[1] - many.interval()[0] < few.interval()[1] - few.interval()[0]


def test_the_command_prints_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(CORPUS / "own-words-more.jsonl"), "--errors", "1"]) == 0
    assert "item F1" in capsys.readouterr().out
