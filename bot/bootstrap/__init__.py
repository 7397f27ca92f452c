"""The only place where ports meet adapters, and the one table of features."""

from bot.bootstrap.house import House, Role, open_house, open_redis_alone
from bot.bootstrap.roles import gateway_app, scheduler, worker_handle
from bot.bootstrap.sight import graph_state, look

__all__ = [
    "House",
    "Role",
    "gateway_app",
    "graph_state",
    "look",
    "open_house",
    "open_redis_alone",
    "scheduler",
    "worker_handle",
]
