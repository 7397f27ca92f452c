"""Every shape in which Graph's pages and captures show a payload of ours, and what becomes of it: read, or refused on
purpose. The payloads are our own, in the shapes of the published ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.graph.client_state import new_client_state
from bot.adapters.graph.event_json import to_invite
from bot.adapters.graph.notifications import read_lifecycle, read_notifications
from bot.adapters.graph.refusals import refusal
from bot.domain.events import InviteChanged, SubscriptionTroubled
from bot.domain.meeting import Invite
from bot.errors import BadInput, GiveUp

TENANT = "5d7d3f0e-94a1-4a47-8f7c-3f6f9b8f2a11"
KEY = "k" * 40
SHAPES = json.loads((Path(__file__).parents[2] / "payloads" / "graph" / "shapes.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: str(shape["shape"]))
def test_each_published_shape_is_read_or_refused_on_purpose(shape: dict[str, Any]) -> None:
    door, payload = shape["door"], shape["payload"]
    if door == "event":
        assert of_event(payload) == shape["becomes"]
    elif isinstance(door, int):
        body = payload if isinstance(payload, str) else "" if payload is None else json.dumps(payload)
        assert type(refusal(door, body.encode(), None)).__name__ == shape["becomes"]
    else:
        assert of_post(door, payload) == shape["becomes"]


def of_post(door: str, payload: Any) -> str:
    body = json.dumps(payload).replace("SECRET", new_client_state(KEY, TENANT)).encode()
    read: Any = read_lifecycle if door == "lifecycle" else read_notifications
    try:
        intake = read(body, tenant=TENANT, secret_key=KEY)
    except BadInput as refused:
        return f"refused {refused.status}"
    for event in intake.events:
        what = event.change if isinstance(event, InviteChanged) else event.kind
        assert isinstance(event, InviteChanged | SubscriptionTroubled)
        return f"{type(event).__name__} {what}"
    return next((f"dropped {reason}" for reason in intake.dropped), "nothing")


def of_event(payload: dict[str, Any]) -> str:
    try:
        invite = to_invite(payload, tenant="t", mailbox="m", recurrence=payload.get("recurrence"), body="")
    except GiveUp:
        return "given up"
    assert invite.start.isoformat() == "2026-12-01T09:00:00+00:00"
    return " ".join(_facts(invite))


def _facts(invite: Invite) -> list[str]:
    facts = [invite.sensitivity, f"{invite.required}+{invite.optional}"]
    facts += [invite.recurring] if invite.recurring != "none" else []
    facts += [f"series {invite.series_id}"] if invite.series_id else []
    facts += ["external"] if invite.external else []
    return facts + (["cancelled"] if invite.cancelled else [])
