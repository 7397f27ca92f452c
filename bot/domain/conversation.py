"""Where messages go: conversations, and messages that can be updated later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ConversationKind = Literal["personal", "group", "channel"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat or channel that the bot may write to. `service_url` is the newest that Teams told us."""

    tenant: str
    id: str
    service_url: str
    kind: ConversationKind


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message that Potluck sent, so that its card can be updated in place."""

    conversation: Conversation
    activity_id: str
