"""How a delivery is signed. Pure.

`Potluck-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256, keyed by the webhook's secret, of SECONDS, a full stop
and the body as sent. Receivers compare in constant time and refuse what is older than five minutes, so that a
delivery that was overheard cannot be played again.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

HEADER = "Potluck-Signature"


def signed_headers(body: bytes, *, secret: str, event_id: str, now_s: int) -> Mapping[str, str]:
    digest = hmac.new(secret.encode(), f"{now_s}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "Potluck-Event-Id": event_id,
        HEADER: f"t={now_s},v1={digest}",
    }
