"""A stand-in for Teams: the Bot Connector's endpoints, signed activities, and clients that press buttons.

It is the outside world: it shares no code with the product and meets it only over HTTP.
"""

from bot.playground.teams.client import NotPossible, Shown, TeamsClient
from bot.playground.teams.physics import TeamsPhysics
from bot.playground.teams.server import TeamsStandIn

__all__ = ["NotPossible", "Shown", "TeamsClient", "TeamsPhysics", "TeamsStandIn"]
