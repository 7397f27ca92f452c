"""Ids as other systems see them: opaque, safe in any part of an address, readable by us without a look-up."""

from __future__ import annotations

import base64
import binascii

SEPARATOR = "\x1f"


def opaque(*parts: str) -> str:
    return base64.urlsafe_b64encode(SEPARATOR.join(parts).encode()).rstrip(b"=").decode()


def revealed(opaque_id: str, parts: int) -> tuple[str, ...] | None:
    """None for an id that is none of ours: nothing lies under it."""
    try:
        told = base64.b64decode(opaque_id + "=" * (-len(opaque_id) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError, ValueError):
        return None
    read = tuple(told.split(SEPARATOR))
    return read if len(read) == parts and all(read) else None
