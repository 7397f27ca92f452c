"""The few commands people type, in any case, with small slips. Anything else is somebody's own words."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

_WORDS = {
    "help": "help",
    "hello": "help",
    "hi": "help",
    "hilfe": "help",
    "aide": "help",
    "my tasks": "tasks",
    "mytasks": "tasks",
    "tasks": "tasks",
    "todo": "tasks",
    "settings": "settings",
    "preferences": "settings",
    "pause": "pause",
    "stop": "pause",
    "resume": "resume",
    "start": "resume",
}
LONGEST = 24  # a longer text is never a command, however it begins


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is help, tasks, settings, pause or resume."""

    name: str


def parse_command(text: str) -> Command | None:
    """The command that a whole message amounts to, or None. A slip of one letter in a longer word is forgiven."""
    said = " ".join(text.lower().strip(" \t\n.!?/").split())
    if not said or len(said) > LONGEST:
        return None
    if said in _WORDS:
        return Command(_WORDS[said])
    close = get_close_matches(said, [word for word in _WORDS if len(word) > 3], n=1, cutoff=0.82)
    return Command(_WORDS[close[0]]) if close else None
