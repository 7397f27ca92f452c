"""The resources of /api/v1, one file each. Thin: they turn what was sent into a use case's words, and back."""

from __future__ import annotations

from bot.gateway.routes.api.agendas import Agendas
from bot.gateway.routes.api.ledger import LedgerDays
from bot.gateway.routes.api.me import Me
from bot.gateway.routes.api.meetings import Meetings
from bot.gateway.routes.api.tasks import Tasks
from bot.gateway.routes.api.teams import Teams
from bot.gateway.routes.api.webhooks import Webhooks

__all__ = ["Agendas", "LedgerDays", "Me", "Meetings", "Tasks", "Teams", "Webhooks"]
