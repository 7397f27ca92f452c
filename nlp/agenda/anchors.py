"""The marks that meeting services leave in an invite whatever its language: addresses, ids and classes."""

from __future__ import annotations

import re
import urllib.parse

_ANCHOR = re.compile(
    r"""meetup-join/
    | teams\.(?:microsoft|live|cloud\.microsoft)\.com/(?:l/meetup-join|meet/|meetingOptions|usp/)
    | teams\.cloud\.microsoft/(?:l/|meet/)
    | aka\.ms/JoinTeamsMeeting
    | dialin\.teams\.microsoft\.com
    | mysettings\.lync\.com
    | microsoft\.com/\S{0,40}microsoft-teams/(?:download-app|join-a-meeting)
    | ^meet_invite_block\. | ^meeting-code$ | ^me-email-(?:text|headline|link)
    | \bzoom(?:gov)?\.(?:us|com)/(?:j|u|w|s|my)/
    | meet\.google\.com/[a-z] | tel\.meet/
    | webex\.com/(?:meet|join|\S{1,60}/j\.php)
    | gotomeeting\.com/join | gotomeet\.me/ | bluejeans\.com/\d | whereby\.com/ | meet\.jit\.si/""",
    re.IGNORECASE | re.VERBOSE,
)


def is_anchor(value: str) -> bool:
    """Does this address, id or class belong to a meeting service? Looks inside wrapped (percent-encoded) links."""
    return bool(_ANCHOR.search(value[:2000])) or ("%2F" in value and bool(_ANCHOR.search(urllib.parse.unquote(value))))


_WORD = re.compile(r"[^\s<>\"()\[\]]{8,}")


def anchors_in(text: str) -> tuple[int, ...]:
    """Offsets of the anchors in plain text (its bare addresses)."""
    words = (match for match in _WORD.finditer(text) if "/" in match.group())
    return tuple(match.start() for match in words if is_anchor(match.group()))
