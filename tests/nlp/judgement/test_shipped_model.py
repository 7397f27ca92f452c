"""The model that ships: made from the corpus in the repository, small, and good enough on what it never saw."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.judgement.judge import MODEL
from nlp.judgement.labels import MODES, QUESTIONS, VERDICTS
from nlp.project.assemble import known_words
from nlp.project.corpus_reader import INVITES, corpus_hash, examples, read_records
from nlp.project.evaluate import Evaluation, evaluate, main

HELD_OUT = Path(__file__).parent / "held_out.jsonl"


def _meta() -> dict[str, object]:
    meta: dict[str, object] = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
    return meta


def _evaluation() -> Evaluation:
    return evaluate(read_records(HELD_OUT))


def test_it_was_trained_on_the_corpus_in_the_repository() -> None:
    assert _meta()["corpus_sha256"] == corpus_hash([INVITES])


def test_it_says_its_version_licence_and_scores_and_no_path_of_the_machine_that_built_it() -> None:
    meta = _meta()
    assert meta["name"] == "potluck_judgement"
    assert meta["version"]
    assert "Apache-2.0" in str(meta["license"])
    assert meta["performance"]
    assert "/work" not in (MODEL / "config.cfg").read_text(encoding="utf-8")


def test_it_weighs_at_most_thirty_megabytes() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) <= 30_000_000


def test_nobody_trained_on_the_held_out_invites() -> None:
    trained = {(record["subject"], record["body"]) for record in read_records(INVITES)}
    assert not [r["id"] for r in read_records(HELD_OUT) if (r["subject"], r["body"]) in trained]


def test_on_invites_nobody_trained_on_it_stays_above_the_floor() -> None:
    evaluation = _evaluation()
    assert evaluation.macro_f1 >= 0.75
    assert evaluation.mode_macro_f1 >= 0.75
    assert evaluation.nudges.precision.share >= 0.95
    assert evaluation.nudges.recall.share >= 0.3


def test_a_pipeline_measured_on_a_voice_has_not_learnt_the_words_of_that_voice() -> None:
    tokenizer = MODEL / "agenda_encoder" / "tokenizer.json"
    assert known_words(tokenizer, leave_out="o") < known_words(tokenizer)


def test_every_corpus_line_follows_the_label_guide() -> None:
    for record in read_records(INVITES):
        assert record["verdict"] in VERDICTS, record["id"]
        modes = {item["mode"] for item in record["items"]}
        assert modes <= set(MODES[1:]), record["id"]
        for item in record["items"]:
            assert all(item[question] in answers for question, answers in QUESTIONS.items()), record["id"]
        if record["verdict"] == "mixed":
            assert {"cooperation", "collaboration"} <= modes, record["id"]


def test_segments_get_the_label_of_the_item_they_belong_to() -> None:
    record = read_records(HELD_OUT)[2] | {"id": "x-1"}
    record["items"] = [{**item, **dict.fromkeys(QUESTIONS, "unknown")} for item in record["items"]]
    (example,) = examples([record])
    assert [label.mode for label in example.labels] == ["cooperation", "cooperation", "collaboration"]


def test_the_command_prints_every_table(capsys: object) -> None:
    assert main([str(HELD_OUT)]) == 0
    printed = capsys.readouterr().out  # type: ignore[attr-defined]  # pytest's own fixture
    for heading in ("macro-F1", "gold \\ judged", "threshold  nudges", "predicted  observed", "slice", "conformal"):
        assert heading in printed


def test_the_command_draws_both_curves_where_asked(tmp_path: Path, capsys: object) -> None:
    pytest.importorskip("matplotlib", reason="the extra `plots` is not installed")
    assert main([str(HELD_OUT), "--plots", str(tmp_path / "pictures")]) == 0
    pictures = sorted((tmp_path / "pictures").iterdir())
    assert [picture.name for picture in pictures] == ["precision-recall.png", "reliability.png"]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
