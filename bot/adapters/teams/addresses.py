"""Which addresses the bot's token may be sent to, and whether two service addresses are the same.

Addresses are compared as the HTTP client itself reads them (yarl), so that no other reading of the same text can
lead a token elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from yarl import URL


def is_allowed(address: object, allowed: Iterable[str]) -> bool:
    """Whether an address has the origin (scheme, host, port) of one of the allowed ones."""
    url = _read(address)
    return url is not None and _origin(url) in {_origin(known) for text in allowed if (known := _read(text))}


def same_address(one: object, other: object) -> bool:
    """Equal but for a trailing slash, the case of the host and a default port."""
    first, second = _read(one), _read(other)
    if first is None or second is None:
        return False
    return _origin(first) == _origin(second) and first.raw_path.rstrip("/") == second.raw_path.rstrip("/")


def _origin(url: URL) -> tuple[str, str | None, int | None]:
    return url.scheme, url.host, url.port


def _read(address: object) -> URL | None:
    if not isinstance(address, str):
        return None
    try:
        url = URL(address)
    except ValueError:
        return None
    if url.scheme not in {"http", "https"} or not url.host:
        return None
    return None if url.user or url.password or url.raw_query_string or url.raw_fragment else url
