"""The switches that the page offers for the moods of the services: one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.playground.graph import GraphStandIn
from bot.playground.login import LoginStandIn
from bot.playground.teams import TeamsStandIn


@dataclass(frozen=True, slots=True)
class Switch:
    """`holder.name` is the flag that it turns."""

    id: str
    label: str
    holder: Any
    name: str

    @property
    def on(self) -> bool:
        return bool(getattr(self.holder, self.name))

    def turn(self, *, on: bool) -> None:
        setattr(self.holder, self.name, on)


def switches(teams: TeamsStandIn, graph: GraphStandIn, login: LoginStandIn) -> dict[str, Switch]:
    table = [
        Switch("teams_limits", "Teams keeps its rate limits", teams.physics, "limits"),
        Switch("teams_throttle", "Teams answers 429", teams.physics, "throttle"),
        Switch("teams_precondition", "Teams answers 412", teams.physics, "precondition"),
        Switch("teams_outage", "Teams answers 502, 503, 504", teams.physics, "outage"),
        Switch("teams_slow", "Teams takes seconds", teams.physics, "slow"),
        Switch("teams_lost_answers", "Teams delivers, but its answers get lost", teams.physics, "lost_answers"),
        Switch("teams_repeats", "Teams tells everything twice", teams.physics, "repeats"),
        Switch("graph_throttle", "Graph answers 429", graph.physics, "throttle"),
        Switch("graph_outage", "Graph answers 503, 504", graph.physics, "outage"),
        Switch("graph_slow", "Graph takes seconds", graph.physics, "slow"),
        Switch("graph_lose_notifications", "Graph loses notifications", graph.physics, "lose_notifications"),
        Switch("graph_repeat_notifications", "Graph tells everything twice", graph.physics, "repeat_notifications"),
        Switch("login_outage", "The login service is down", login, "outage"),
    ]
    return {switch.id: switch for switch in table}
