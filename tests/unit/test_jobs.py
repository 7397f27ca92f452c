"""Jobs survive the queue unchanged, and what this release does not know is refused."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest

from bot.domain.conversation import Conversation, MessageRef
from bot.domain.jobs import ALL_JOBS, Job, from_wire, to_wire
from bot.errors import BadInput

CHAT = Conversation("t", "19:x", "https://s.example", "group")
_VALUES: dict[str, Any] = {
    "Conversation": CHAT,
    "MessageRef": MessageRef(CHAT, "a"),
    "MessageRef | None": MessageRef(CHAT, "a"),
    "Card": {"type": "AdaptiveCard"},
    "bool": True,
}


def sample(kind: type[Job]) -> Job:
    return kind(**{f.name: _VALUES.get(str(f.type), "x") for f in fields(kind)})


@pytest.mark.parametrize("kind", ALL_JOBS)
def test_a_job_comes_back_as_it_went(kind: type[Job]) -> None:
    job = sample(kind)
    assert from_wire(json.loads(json.dumps(to_wire(job)))) == job


@pytest.mark.parametrize(
    "wire",
    [{}, {"job": "CatchUp", "v": 1}, {"job": "CatchUp", "tenant": "t", "mailbox": "m"}, {"job": 7, "v": 1}],
)
def test_what_no_release_has_written_is_refused(wire: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        from_wire(wire)
