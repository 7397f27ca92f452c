"""Whatever Teams, or somebody in its name, leaves out or gets wrong: parsing tells something and never raises."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.teams.adapter import turn_activity
from bot.adapters.teams.incoming import parse
from bot.domain.events import TeamsEvent
from tests.adapters.teams.stand_ins import payload, payload_names

EVENTS = get_args(TeamsEvent)
PAYLOADS = {name: payload(name) for name in payload_names()}
ODD: list[Any] = [None, "", " ", "x", 0, -1, 1e300, True, [], {}, [None], {"id": None}, "\ud800", ["a", {"b": []}]]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def paths(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if here:
        yield here
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from paths(part, (*here, key))


def changed(raw: dict[str, Any], path: tuple[Any, ...], *put: Any) -> dict[str, Any]:
    made = copy.deepcopy(raw)
    inside: Any = made
    for key in path[:-1]:
        inside = inside[key]
    if put:
        inside[path[-1]] = put[0]
    else:
        del inside[path[-1]]
    return made


def understand(raw: dict[str, Any]) -> None:
    assert isinstance(parse(raw), EVENTS)
    turn_activity(raw)


@pytest.mark.parametrize("name", sorted(PAYLOADS))
def test_any_key_may_be_missing_or_odd(name: str) -> None:
    raw = PAYLOADS[name]
    for path in paths(raw):
        understand(changed(raw, path))
        for odd in ODD:
            understand(changed(raw, path, odd))


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_several_things_may_be_wrong_at_once(data: st.DataObject) -> None:
    raw = PAYLOADS[data.draw(st.sampled_from(sorted(PAYLOADS)))]
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(list(paths(raw)) or [("type",)]))
        raw = changed(raw, path, data.draw(json_values))
    understand(raw)


@given(st.dictionaries(st.sampled_from([*PAYLOADS["message_personal"], "value", "name", "x"]), json_values))
@settings(max_examples=200, deadline=None)
def test_any_object_at_all_means_something(raw: dict[str, Any]) -> None:
    understand(raw)


@pytest.mark.parametrize(
    "text",
    ["<at" * 60_000, "<span" * 40_000, '<span itemid="1"' * 15_000, "<at>Potluck</at>" * 10_000, "&" * 200_000],
)
def test_hostile_text_takes_no_quadratic_time(text: str) -> None:
    raw = copy.deepcopy(PAYLOADS["message_mention_meeting"])
    raw["entities"] *= 200
    took = []
    for size in (len(text) // 4, len(text)):
        started = time.process_time()
        for key in ("text", "attachments"):
            cut = text[:size]
            parse(
                {**raw, "text": "", "attachments": [{"contentType": "text/html", "content": cut}], key: _as(key, cut)}
            )
        took.append(time.process_time() - started)
    assert took[1] < 12 * took[0] + 0.05  # four times the text: 4x where linear, 16x where quadratic


def _as(key: str, text: str) -> Any:
    return text if key == "text" else [{"contentType": "text/html", "content": text}]


def test_the_payloads_are_all_json_that_survives_a_round_trip() -> None:
    for raw in PAYLOADS.values():
        assert json.loads(json.dumps(raw)) == raw
