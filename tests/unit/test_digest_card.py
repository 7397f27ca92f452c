"""A digest fits into what Teams takes, folds what is long, and tells what it has no room for."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.cards import MOST_BYTES
from bot.domain.conversation import Conversation
from bot.domain.person import Person
from bot.domain.task import Task
from bot.domain.team import Team
from bot.features.task_digest.digest_card import SHOWN, drawn
from bot.features.task_digest.gather import Digest, gather

TODAY = date(2026, 11, 25)
SINCE = datetime(2026, 11, 24, 8, tzinfo=UTC)
TEAM_ID = "19:" + "0123456789abcdef" * 3 + "@thread.tacv2"
TEAM = Team("t", TEAM_ID, "Team", Conversation("t", TEAM_ID, "https://a", "channel"))
TASK = Task("T-1", "t", TEAM_ID, "x", "accepted", proposer="a", created=SINCE, owner="b", owner_name="Bo", due=TODAY)

whats = st.text(min_size=1, max_size=300)
tasks = st.builds(
    replace,
    st.just(TASK),
    id=st.integers(1, 99_999).map("T-{}".format),
    what=whats,
    owner=st.sampled_from([None, "b", "c"]),
    due=st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=9)),
)


def parts(part: Any, kind: str) -> list[Any]:
    if isinstance(part, list):
        return [found for one in part for found in parts(one, kind)]
    if not isinstance(part, dict):
        return []
    own = [part] if part.get("type") == kind else []
    return own + [found for key, one in part.items() if key not in {"fallback", "data"} for found in parts(one, kind)]


def told(card: Any) -> list[str]:
    return [run["text"] for block in parts(card, "RichTextBlock") for run in block["inlines"]]


def digest_of(given_tasks: list[Task]) -> Digest:
    return gather(given_tasks, (), day=TODAY, since=SINCE)


@settings(max_examples=40, deadline=None)
@given(st.lists(tasks, unique_by=lambda task: task.id, max_size=150))
def test_it_always_fits_and_every_task_is_shown_or_counted(given_tasks: list[Task]) -> None:
    digest = digest_of(given_tasks)
    card = drawn(TEAM, digest)
    assert len(json.dumps(card, ensure_ascii=False).encode()) <= MOST_BYTES
    lines = told(card)
    shown = sum(bool(re.search(r"(^| · )T-\d+$", line)) for line in lines)
    counted = sum(int(found[1]) for line in lines if (found := re.fullmatch(r"and (\d+) more: .*", line)))
    later = sum(int(found[1]) for line in lines if (found := re.fullmatch(r"(\d+) later", line)))
    assert shown + counted + later == len(given_tasks)


def test_two_hundred_tasks_are_folded_and_the_rest_is_pointed_to() -> None:
    many = [replace(TASK, id=f"T-{n}", what=f"thing {n} " * 10) for n in range(200)]
    card = drawn(TEAM, digest_of(many))
    assert len(json.dumps(card, ensure_ascii=False).encode()) <= MOST_BYTES
    assert any("write “my tasks” to me" in line for line in told(card))
    (fold,) = [box for box in parts(card, "Container") if box.get("isVisible") is False]
    assert fold["id"] in parts(card, "Action.ToggleVisibility")[SHOWN]["targetElements"]


def test_a_short_section_is_not_folded_and_a_settled_digest_has_no_buttons() -> None:
    few = digest_of([replace(TASK, id=f"T-{n}") for n in range(SHOWN)])
    assert not [box for box in parts(drawn(TEAM, few), "Container") if box.get("isVisible") is False]
    assert not parts(drawn(TEAM, few, settled=True), "Action.Execute")


def test_every_field_and_fold_has_a_name_of_its_own() -> None:
    many = [replace(TASK, id=f"T-{n}", due=TODAY - timedelta(days=n % 3)) for n in range(30)]
    names = re.findall(r'"id": "([^"]+)"', json.dumps(drawn(TEAM, digest_of(many))))
    assert len(names) == len(set(names))


def test_a_name_that_looks_like_markup_is_called_without_it() -> None:
    odd = Person("t", "b", "Bo **</at>** [x](http://y)", teams_id="29:b")
    card = drawn(TEAM, digest_of([TASK]), mentioned={"b": odd})
    (entity,) = card["msteams"]["entities"]
    assert entity["text"] == "<at>Bo /at xhttp://y</at>"
    assert entity["mentioned"]["id"] == "29:b"
    assert [block["text"] for block in parts(card, "TextBlock")].count(entity["text"]) == 1
