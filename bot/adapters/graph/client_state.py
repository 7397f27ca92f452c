"""The secret that Graph repeats in every notification, so that we know it is Graph who calls.

    clientState = "potluck." nonce "." base64url(HMAC-SHA256(secret key, "clientState|" tenant "|" nonce))

Nonce and tenant are enough to check it, in constant time and without a look-up: a change notification names its
mailbox only inside `resource`, a lifecycle notification often not at all, but both carry tenantId. The nonce makes
each subscription's secret its own. 64 characters (Graph takes 128). A new secret key makes the old ones invalid;
`subscriptions` then replaces those subscriptions instead of adopting them.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from functools import lru_cache

PREFIX = "potluck."
LONGEST = 128


def new_client_state(secret_key: str, tenant: str) -> str:
    nonce = secrets.token_urlsafe(9)
    return f"{PREFIX}{nonce}.{_seal(secret_key, tenant, nonce)}"


def is_ours(client_state: object, *, secret_key: str, tenant: str) -> bool:
    """Whether we made this clientState for this tenant. Takes whatever JSON holds."""
    if not isinstance(client_state, str) or len(client_state) > LONGEST or not client_state.startswith(PREFIX):
        return False
    nonce, _, seal = client_state.removeprefix(PREFIX).partition(".")
    return hmac.compare_digest(seal.encode(errors="surrogatepass"), _seal(secret_key, tenant, nonce).encode())


@lru_cache(maxsize=4096)  # a subscription says the same in every notification; a stranger's guesses push out no more
def _seal(secret_key: str, tenant: str, nonce: str) -> str:
    message = f"clientState|{tenant.lower()}|{nonce}".encode(errors="surrogatepass")
    digest = hmac.digest(secret_key.encode(), message, "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
