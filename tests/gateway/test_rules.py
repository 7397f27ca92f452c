"""Role x resource x own, foreign or another tenant's: what the one table of rules comes to at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from bot.gateway.api.rules import RULES, Resource
from tests.gateway.door import ANN, CY, Door

ROLES: dict[str, Callable[[Door], str]] = {
    "person": lambda door: door.person(ANN),
    "person and admin": lambda door: door.person(ANN, roles=["Admin"]),
    "reader": lambda door: door.app("Tasks.Read.All"),
    "writer": lambda door: door.app("Tasks.ReadWrite.All"),
    "admin": lambda door: door.app("Admin"),
}
TASK = {"what": "Order the chairs"}
STAR = {"If-Match": "*"}
HOOK = {"url": "https://hooks.example.com/x", "events": ["task.done"]}
# request -> statuses of (own, foreign) per role. Where a resource has no owner, both are the same.
MATRIX: dict[tuple[str, str], dict[str, tuple[int, int]]] = {
    ("GET", "/tasks/{task}"): {
        "person": (200, 404),
        "person and admin": (200, 404),
        "reader": (200, 200),
        "writer": (200, 200),
        "admin": (403, 403),
    },
    ("PATCH", "/tasks/{task}"): {
        "person": (200, 404),
        "person and admin": (200, 404),
        "reader": (403, 403),
        "writer": (403, 403),  # no app owns a task, and only its owner moves it
        "admin": (403, 403),
    },
    ("POST", "/tasks"): {
        "person": (201, 404),
        "person and admin": (201, 404),
        "reader": (403, 403),
        "writer": (201, 201),
        "admin": (403, 403),
    },
    ("GET", "/tasks?team={team}"): dict.fromkeys(ROLES, (200, 200)) | {"admin": (403, 403)},
    ("GET", "/meetings/{meeting}"): {
        "person": (200, 404),
        "person and admin": (200, 404),
        "reader": (200, 200),
        "writer": (200, 200),
        "admin": (403, 403),
    },
    ("GET", "/meetings/{meeting}/items"): {
        "person": (200, 404),
        "person and admin": (200, 404),
        "reader": (200, 200),
        "writer": (200, 200),
        "admin": (403, 403),
    },
    ("GET", "/meetings?team={team}"): dict.fromkeys(ROLES, (200, 200)) | {"admin": (403, 403)},
    ("GET", "/teams"): dict.fromkeys(ROLES, (200, 200)),
    ("GET", "/teams/{team}/digest"): {
        "person": (200, 404),
        "person and admin": (200, 404),
        "reader": (200, 200),
        "writer": (200, 200),
        "admin": (403, 403),
    },
    ("GET", "/teams/{team}/settings"): {
        "person": (200, 404),
        "person and admin": (200, 200),
        "reader": (200, 200),
        "writer": (200, 200),
        "admin": (200, 200),
    },
    ("PATCH", "/teams/{team}/settings"): {
        "person": (200, 404),
        "person and admin": (200, 200),
        "reader": (403, 403),
        "writer": (403, 403),
        "admin": (200, 200),
    },
    ("GET", "/me"): dict.fromkeys(ROLES, (403, 403)) | dict.fromkeys(("person", "person and admin"), (200, 200)),
    ("GET", "/me/export"): dict.fromkeys(ROLES, (403, 403)) | dict.fromkeys(("person", "person and admin"), (200, 200)),
    ("DELETE", "/me?confirm=forget-me"): dict.fromkeys(ROLES, (403, 403))
    | dict.fromkeys(("person", "person and admin"), (202, 202)),
    ("GET", "/ledger"): dict.fromkeys(ROLES, (403, 403)) | dict.fromkeys(("admin", "person and admin"), (200, 200)),
    ("POST", "/agendas:assess"): dict.fromkeys(ROLES, (200, 200)),
    ("GET", "/webhooks"): dict.fromkeys(ROLES, (403, 403)) | dict.fromkeys(("admin", "person and admin"), (200, 200)),
    ("POST", "/webhooks"): dict.fromkeys(ROLES, (403, 403)) | dict.fromkeys(("admin", "person and admin"), (201, 201)),
    ("DELETE", "/webhooks/aGVsbG8"): dict.fromkeys(ROLES, (403, 403))
    | dict.fromkeys(("admin", "person and admin"), (404, 404)),
}


def _body(method: str, path: str, door: Door, side: str) -> dict[str, Any]:
    if method not in {"POST", "PATCH"}:
        return {}
    bodies: dict[str, Any] = {
        "/tasks": {**TASK, "team": door.made[f"{side} team"]},
        "/tasks/{task}": {"state": "done"},
        "/teams/{team}/settings": {"zone": "Europe/Berlin"},
        "/agendas:assess": {"subject": "Weekly"},
        "/webhooks": HOOK,
    }
    return {"json": bodies[path]}


@pytest.mark.parametrize("role", ROLES)
async def test_every_rule_at_the_door(door: Door, role: str) -> None:
    for (method, path), expected in MATRIX.items():
        for side, status in zip(("Alpha", "Beta"), expected[role], strict=True):
            names = {name.partition(" ")[2]: one for name, one in door.made.items() if name.startswith(side)}
            where = path.format(**names)
            token = ROLES[role](door)
            reply = await door.ask(method, where, token, headers=STAR, **_body(method, path, door, side))
            assert reply.status == status, (role, method, path, side, reply.body)


@pytest.mark.parametrize("role", ROLES)
async def test_a_token_of_another_tenant_opens_nothing(door: Door, role: str) -> None:
    claims = {"tid": "11111111-1111-4111-8111-111111111111"}
    tokens = {"person": door.person(ANN, **claims), "reader": door.app("Tasks.Read.All", **claims)}
    token = tokens.get(role) or door.app("Admin", "Tasks.ReadWrite.All", **claims)
    for method, path in MATRIX:
        where = path.format(**{name: door.made[f"Alpha {name}"] for name in ("team", "task", "meeting")})
        assert (await door.ask(method, where, token, **_body(method, path, door, "Alpha"))).status == 401


async def test_what_lies_beyond_is_told_in_no_list(door: Door) -> None:
    for path in ("/tasks?team={team}", "/meetings?team={team}"):
        reply = await door.ask("GET", path.format(team=door.made["Beta team"]), door.person(ANN))
        assert reply.body["items"] == []
    assert [team["name"] for team in (await door.ask("GET", "/teams", door.person(CY))).body["items"]] == ["Beta"]


def test_the_table_has_a_row_for_every_resource() -> None:
    assert set(RULES) == set(get_args(Resource))
