"""App-only tokens from Microsoft Entra: with a managed identity, a federated token, a certificate or a secret."""

from bot.adapters.entra.tokens import EntraTokens

__all__ = ["EntraTokens"]
