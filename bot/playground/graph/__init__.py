"""A stand-in for Microsoft Graph's calendars: subscriptions, notifications, events and delta, with its moods.

It is the outside world: it shares no code with the product and meets it only over HTTP.
"""

from bot.playground.graph.people import PersonInfo, Physics
from bot.playground.graph.server import GraphStandIn, Written

__all__ = ["GraphStandIn", "PersonInfo", "Physics", "Written"]
