"""Records come back as they were written, and what does not fit is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.redis.codec import decode, encode
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.meeting import MeetingInstance
from bot.domain.nudge import Nudge
from bot.domain.person import Preferences
from bot.domain.task import Outcome, Step, Task
from bot.domain.team import DigestTime, Team
from bot.errors import GiveUp

KINDS = [Task, Outcome, Nudge, MeetingInstance, Team, Preferences, MessageRef]
TASK = Task("T-1", "contoso", "team", "write it", "proposed", "ann", datetime(2026, 3, 2, tzinfo=UTC))

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_stored_kind_comes_back_as_it_was_written(kind: Any) -> None:
    @given(st.builds(kind))
    def comes_back(record: Any) -> None:
        assert decode(kind, encode(record)) == record

    comes_back()


def test_what_holds_its_default_takes_no_space() -> None:
    assert encode(Preferences()) == "{}"
    assert "null" not in encode(TASK)


def test_fields_that_the_key_tells_are_left_out_and_filled_in_again() -> None:
    text = encode(TASK, without=frozenset({"id", "tenant"}))
    assert set(json.loads(text)) == {"team", "what", "state", "proposer", "created"}
    assert decode(Task, text, id="T-1", tenant="contoso") == TASK


def test_a_field_of_a_newer_release_is_passed_over() -> None:
    written = {**json.loads(encode(TASK)), "mood": "cheerful"}
    assert decode(Task, json.dumps(written)) == TASK


def test_a_time_in_another_zone_is_the_same_moment() -> None:
    text = encode(TASK).replace("2026-03-02T00:00:00+00:00", "2026-03-02T01:00:00+01:00")
    assert decode(Task, text).created == TASK.created


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "finished"},
        {"what": 7},
        {"what": None},
        {"created": "2026-03-02T00:00:00"},
        {"created": "yesterday"},
        {"version": "1"},
        {"version": True},
        {"history": {"at": "now"}},
        {"history": [["not", "a", "step"]]},
        {"due": "2026-02-30"},
    ],
)
def test_a_record_that_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(GiveUp, match="unreadable_record"):
        decode(Task, json.dumps({**json.loads(encode(TASK)), **wrong}))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '"T-1"', "{}"])
def test_what_is_no_record_at_all_is_refused(text: str) -> None:
    with pytest.raises(GiveUp, match="unreadable_record"):
        decode(Task, text)


def test_equal_records_have_the_same_text() -> None:
    step = Step(datetime(2026, 3, 2, tzinfo=UTC), "ann", "proposed")
    assert encode(replace(TASK, history=(step,))) == encode(replace(TASK, history=(replace(step),)))
    assert encode(DigestTime()) == encode(DigestTime("UTC"))
    assert encode(Conversation("t", "i", "s", "group")) != encode(Conversation("t", "i", "s", "channel"))
