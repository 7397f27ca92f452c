"""The calendar alone knows that a meeting is private; what is said after it must not reach a whole team. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

from bot.domain.jobs import NotePrivateMeeting
from bot.domain.meeting import Invite

_CHAT = re.compile(r"/(19:[^/?#]{1,400}@thread\.[a-z0-9]{1,16})(?:[/?#]|$)")


def note_if_private(invite: Invite) -> NotePrivateMeeting | None:
    """The job that remembers it by the meeting's chat, which its join link tells; None for an ordinary meeting."""
    if invite.sensitivity == "normal":
        return None
    found = _CHAT.search(unquote(invite.join_url or ""))
    return NotePrivateMeeting(invite.tenant, found[1]) if found else None
