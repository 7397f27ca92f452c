"""IANA time zones as people and clients write them."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


def known_zone(name: str | None) -> str | None:
    """The zone's own spelling for a name in any case, or None."""
    return _by_lower().get(name.strip().lower().replace(" ", "_")) if name else None


@cache
def _by_lower() -> dict[str, str]:
    return {zone.lower(): zone for zone in available_timezones()}
