"""`potluck assess` and `potluck actions`: the command-line contracts that others build on."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

READ_OUT = """- Ana: read out last week's renewals
- Taro: list the incidents closed
- Zoë: share the link to the icons
- Bo: list the new hires"""


def potluck(command: str, *lines: str, arguments: tuple[str, ...] = ()) -> tuple[int, list[dict[str, Any]], str]:
    done = subprocess.run(
        [sys.executable, "-m", "bot", command, *arguments, "-"],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=False,
    )
    out = done.stdout.decode()
    records = [json.loads(line) for line in out.splitlines()] if "--explain" not in arguments else []
    return done.returncode, records, out + done.stderr.decode()


def test_assess_answers_line_by_line_and_goes_on_after_a_line_it_cannot_read() -> None:
    invite = {"id": "1", "subject": "Weekly status round", "body": READ_OUT, "required": 6}
    status, records, _ = potluck(
        "assess",
        json.dumps(invite),
        '{"id": "2", "subject": 7}',
        "not json",
        "",
        json.dumps({"id": "5", "subject": "Sync"}),
    )
    assert status == 1
    assert [record["id"] for record in records] == ["1", "2", None, "5"]
    first, second, third, last = records
    assert set(first) == {"id", "verdict", "p", "would_nudge", "why_not", "items", "evidence"}
    assert (first["verdict"], first["would_nudge"], first["why_not"]) == ("async", True, None)
    assert all(item["text"] == READ_OUT[item["start"] : item["end"]] for item in first["items"])
    assert {span["question"] for span in first["evidence"]} == {"clarity", "drive", "dependence"}
    assert "text expected" in second["error"]
    assert third["error"] == "not a JSON object"
    assert (last["verdict"], last["would_nudge"]) == ("unclear", False)


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("private", {"sensitivity": "confidential"}),
        ("external", {"external": True}),
        ("too_few_people", {"required": 1, "optional": 1}),
        ("sensitive", {"subject": "1:1 with everybody"}),
    ],
)
def test_never_touch_rules_hold_the_nudge_back_but_not_the_verdict(why: str, more: dict[str, Any]) -> None:
    invite = {"id": "1", "subject": "Weekly status round", "body": READ_OUT, "required": 6, **more}
    status, [record], _ = potluck("assess", json.dumps(invite))
    assert status == 0
    assert (record["would_nudge"], record["why_not"]) == (False, why)


def test_a_threshold_can_only_be_raised() -> None:
    invite = json.dumps({"id": "1", "subject": "Weekly status round", "body": READ_OUT})
    assert potluck("assess", invite, arguments=("--threshold", "0"))[1][0]["would_nudge"]
    assert potluck("assess", invite, arguments=("--threshold", "1"))[1][0]["why_not"] == "below_threshold"


def test_explain_is_readable() -> None:
    invite = json.dumps({"id": "1", "subject": "Weekly status round", "body": READ_OUT, "required": 6})
    _, _, out = potluck("assess", invite, arguments=("--explain",))
    assert "would ask the organizer" in out
    assert "clarity: clear, from “" in out


def test_a_mixed_meeting_gets_a_shorter_shape_in_both_forms() -> None:
    body = "- Read-out of the October figures (10 min)\n- Nobody knows why customers leave, find the causes"
    invite = json.dumps({"id": "1", "subject": "Team", "body": body, "duration_min": 45})
    _, [record], _ = potluck("assess", invite)
    assert record["verdict"] == "mixed"
    assert record["split"] == {"move": [0], "stay": [1], "minutes": 35}
    _, _, out = potluck("assess", invite, arguments=("--explain",))
    assert "could move to writing: Read-out of the October figures" in out
    assert "length left: 35 of 45 min" in out


def test_actions_finds_what_who_and_by_when() -> None:
    said = {
        "id": "a",
        "text": "I'll send the draft by Friday. Ana checks the numbers.",
        "author": "p1",
        "date": "2026-11-25",
        "tz": "Europe/Berlin",
        "locale": "en-GB",
        "lang": "en",
        "people": [{"id": "p1", "name": "Maren Lindqvist"}, {"id": "p2", "name": "Ana Souza"}],
    }
    status, [record, wrong], _ = potluck("actions", json.dumps(said), json.dumps({"id": "b", "text": "x", "date": "?"}))
    assert status == 1
    assert "date" in wrong["error"]
    mine, hers = record["items"]
    assert set(mine) == {"what", "anchor", "owner", "owner_text", "due", "due_text"}
    assert (mine["owner"], mine["due"], mine["due_text"]) == ("p1", "2026-11-27", "Friday")
    assert (hers["owner"], hers["due"]) == ("p2", None)
    assert all(item["anchor"] in said["text"] for item in record["items"])
