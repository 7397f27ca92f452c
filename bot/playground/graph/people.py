"""Who lives in the stand-in's tenant, what they write, and which moods the service is in. Plain data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

Log = Callable[[str, str, str, int], None]  # from, to, what, HTTP status


@dataclass(frozen=True, slots=True)
class PersonInfo:
    """Somebody with a mailbox. `id` is an Entra object id; `email` defaults to first.last of the tenant's domain."""

    id: str
    name: str
    email: str = ""


@dataclass(slots=True)
class Physics:
    """The moods, switched while the service runs."""

    throttle: bool = False  # every other request is answered 429
    outage: bool = False  # every request is answered 503 or 504 by a gateway, in HTML
    slow: bool = False  # every request takes seconds
    lose_notifications: bool = False
    repeat_notifications: bool = False
    tellings: Callable[[], tuple[float, ...]] = lambda: (0.0,)  # the pauses (s) before each telling of a notification


@dataclass(frozen=True, slots=True)
class Draft:
    """An invite as its organizer wrote it. People are object ids of the tenant or e-mail addresses of others."""

    organizer: str
    subject: str
    start: datetime
    end: datetime
    body: str = ""
    body_type: str = "text"
    required: Sequence[str] = ()
    optional: Sequence[str] = ()
    rooms: Sequence[str] = ()
    recurring: str = "none"
    sensitivity: str = "normal"
    all_day: bool = False
    show_as: str = "busy"
    online: bool = True
    language: str = "en"
    layout: str = "2024"
