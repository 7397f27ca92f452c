"""What a refusal of the Bot Connector service means for us. Pure.

The service wraps its codes in several shapes, one of them JSON within a JSON string, so the known codes are looked
for as words in the body. Its messages stay out of our errors: they may quote what was sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.errors import GiveUp, Gone, PotluckError, TooBig, Unreachable

AGAIN = frozenset({412, 429, 502, 503, 504})  # the service asks for exactly these to be repeated
LONGEST_RETRY_AFTER_S = 24 * 3600.0
_CODES = (
    "BotDisabledByAdmin",
    "BotNotInConversationRoster",
    "BotNotInstalledInConversation",
    "ConversationBlockedByUser",
    "NotEnoughPermissions",
    "MessageWritesBlocked",
    "InvalidBotApiHost",
    "ConversationNotFound",
    "ActivityNotFoundInConversation",
    "MessageSizeTooBig",
    "anonymous",
)
_CODE = re.compile("|".join(_CODES))


def refused(method: str, status: int, body: bytes) -> PotluckError:
    """The error for an answer that is neither a success nor worth repeating."""
    found = _CODE.search(body.decode("utf-8", "replace"))
    code = found[0] if found else f"http_{status}"
    if status == 413 or code == "MessageSizeTooBig":
        return TooBig(code)
    if status == 404:
        return Gone(code) if method in {"PUT", "DELETE"} else Unreachable(code)
    if (status == 403 and code != "InvalidBotApiHost") or code == "anonymous":
        return Unreachable(code)
    return GiveUp(code)


def retry_after_s(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """The wait that the service named, in seconds or as a date; None where it named none that makes sense."""
    told = headers.get("Retry-After", "").strip()
    try:
        if not told or told.isdecimal():
            wait = float(told) if told else None
        else:
            wait = (parsedate_to_datetime(told) - (now or datetime.now(UTC))).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return None if wait is None else min(max(wait, 0.0), LONGEST_RETRY_AFTER_S)
