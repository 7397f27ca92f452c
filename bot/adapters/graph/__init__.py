"""The Microsoft Graph edge: reading events, watching calendars, understanding notifications. Tokens come from outside.

`client` speaks HTTP; `calendar`, `delta` and `subscriptions` keep the ports over it; `notifications` is pure.
"""

from bot.adapters.graph.breaker import Breaker, Outage
from bot.adapters.graph.calendar import GraphCalendar
from bot.adapters.graph.client import GraphClient
from bot.adapters.graph.delta import CursorStore
from bot.adapters.graph.groups import GraphGroups
from bot.adapters.graph.installs import GraphInstalls
from bot.adapters.graph.sealed import SealedNotifications
from bot.adapters.graph.subscription_record import SubscriptionRecord, SubscriptionStore
from bot.adapters.graph.subscriptions import GraphSubscriptions

__all__ = [
    "Breaker",
    "CursorStore",
    "GraphCalendar",
    "GraphClient",
    "GraphGroups",
    "GraphInstalls",
    "GraphSubscriptions",
    "Outage",
    "SealedNotifications",
    "SubscriptionRecord",
    "SubscriptionStore",
]
