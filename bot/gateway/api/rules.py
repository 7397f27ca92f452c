"""Who may do what at the API: one table, and nothing else decides it.

"own" reaches what the caller belongs to: own tasks, tasks that they wrote, tasks and meetings of their teams, and
meetings that they answered. What lies beyond does not exist for them (404). "all" reaches the whole tenant. What is
not in the table is refused (403). No row reaches another tenant: a token of another one is no token (401).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from bot.domain.caller import Caller, Role

Resource = Literal[
    "agendas",
    "meetings",
    "tasks:read",
    "tasks:write",
    "teams",
    "digest",
    "settings:read",
    "settings:write",
    "me",
    "ledger",
    "webhooks",
]
Reach = Literal["own", "all"]

RULES: Final[Mapping[Resource, Mapping[Role, Reach]]] = {
    "agendas": {"person": "own", "reader": "all", "writer": "all", "admin": "all"},
    "meetings": {"person": "own", "reader": "all", "writer": "all"},
    "tasks:read": {"person": "own", "reader": "all", "writer": "all"},
    "tasks:write": {"person": "own", "writer": "all"},
    "teams": {"person": "own", "reader": "all", "writer": "all", "admin": "all"},
    "digest": {"person": "own", "reader": "all", "writer": "all"},
    "settings:read": {"person": "own", "reader": "all", "writer": "all", "admin": "all"},
    "settings:write": {"person": "own", "admin": "all"},
    "me": {"person": "own"},
    "ledger": {"admin": "all"},
    "webhooks": {"admin": "all"},
}


def reach(caller: Caller, resource: Resource) -> Reach | None:
    """The farthest that any of the caller's roles reaches, or None."""
    granted = {RULES[resource][role] for role in caller.roles if role in RULES[resource]}
    if "all" in granted:
        return "all"
    return "own" if granted else None
