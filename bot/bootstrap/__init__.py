"""The only place where ports meet adapters, and the one table of features."""

from bot.bootstrap.house import House, Role, open_house, open_redis_alone
from bot.bootstrap.roles import gateway_app, graph_state, scheduler, worker_handle

__all__ = [
    "House",
    "Role",
    "features",
    "gateway_app",
    "graph_state",
    "open_house",
    "open_redis_alone",
    "scheduler",
    "worker_handle",
]
