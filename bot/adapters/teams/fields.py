"""Total look-ups in JSON that somebody else wrote: the value where it has the right shape, else nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

_NOTHING: Mapping[str, Any] = {}


def object_at(raw: Any, *path: str) -> Mapping[str, Any]:
    """The object under a path of keys, or an empty one."""
    for key in path:
        raw = raw.get(key) if isinstance(raw, Mapping) else None
    return raw if isinstance(raw, Mapping) else _NOTHING


def text_at(raw: Any, *path: str) -> str | None:
    """The text under a path of keys, or None; empty text counts as none."""
    value = object_at(raw, *path[:-1]).get(path[-1])
    return value if isinstance(value, str) and value.strip() else None


def first_text(raw: Any, *keys: str) -> str | None:
    """The text under the first of several names for the same thing."""
    return next((found for key in keys if (found := text_at(raw, key))), None)


def objects_at(raw: Any, *path: str) -> Iterator[Mapping[str, Any]]:
    """The objects in a list under a path of keys."""
    values = object_at(raw, *path[:-1]).get(path[-1])
    return (value for value in values if isinstance(value, Mapping)) if isinstance(values, list) else iter(())


def moment(value: Any) -> datetime | None:
    """A time as aware UTC. A time without a zone is meant as UTC; a service's "no value" (year 1) is None."""
    try:
        read = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        if read is None or not 2000 <= read.year < 2200:
            return None
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except ValueError:
        return None
