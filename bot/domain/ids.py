"""Names that tell nothing: keyed hashes of ids, for records that must not lead back to a calendar."""

from __future__ import annotations

import hashlib
import hmac


def keyed_hash(key: str, *parts: str) -> str:
    """32 hex digits, stable for the same parts; without `key` nobody can test a guess against it."""
    message = "\x1f".join(parts).encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()[:32]


def content_hash(*parts: str) -> str:
    """32 hex digits that are the same for the same words: two equal clicks become one."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
