"""What Graph's refusals mean: one mapping from HTTP status and error code to the house's errors."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime

from bot.errors import GiveUp, Gone, NotAllowed, PotluckError, TryLater

WAIT_FOR_NEW_TOKEN_S = 60.0
_BUSY = frozenset({429, 503, 504})
OUTAGES = frozenset({"graph_busy", "graph_fails", "graph_unreachable"})  # reasons that tell of Graph, not of one call
_SYNC_LOST = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired"})


class Busy(TryLater):
    """Throttled or briefly out: the client itself may ask again."""


class TokenRefused(TryLater):
    """The token is not taken; where a new one is refused too, somebody must mend the consent."""


class Refused(GiveUp):
    """Graph will not do this. `detail` is Graph's own sentence: to be parsed, never to be shown or logged."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"graph_{status}")
        self.status = status
        self.code = code
        self.detail = detail


def refusal(status: int, body: bytes, after_s: float | None) -> PotluckError:
    """The error for an answer other than 2xx. The body may be Graph's JSON, a gateway's HTML, or nothing."""
    code, detail = _error_words(body)
    if status == 410 or code.lower() in _SYNC_LOST:
        return Gone("sync_state_lost")
    if status in _BUSY:
        return Busy("graph_throttles" if status == 429 else "graph_busy", after_s=after_s)
    if status >= 500:
        return TryLater("graph_fails", after_s=after_s)
    known: dict[int, PotluckError] = {
        401: TokenRefused("graph_refused_token", after_s=WAIT_FOR_NEW_TOKEN_S),
        403: NotAllowed("graph_forbids"),
        404: Gone("not_found"),
    }
    return known.get(status) or Refused(status, code, detail)


def wait_named(retry_after: str | None, date: str | None) -> float | None:
    """Seconds of a Retry-After header: a number, or a date measured by the service's own Date header."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        wait = parsedate_to_datetime(retry_after) - parsedate_to_datetime(date or "")
    except (TypeError, ValueError):
        return None
    return max(wait.total_seconds(), 0.0)


def _error_words(body: bytes) -> tuple[str, str]:
    try:
        told = json.loads(body)
    except ValueError:
        return "", ""
    error = told.get("error") if isinstance(told, dict) else None
    if not isinstance(error, dict):
        return "", ""
    return str(error.get("code") or ""), str(error.get("message") or "")
