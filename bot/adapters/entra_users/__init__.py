"""Inbound Microsoft Entra tokens: `keys` reads what they are signed with, `tokens` tells who shows one."""

from __future__ import annotations

from bot.adapters.entra_users.tokens import EntraUsers, authority_keys

__all__ = ["EntraUsers", "authority_keys"]
