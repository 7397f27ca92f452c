"""Reading an agenda as it was written: HTML and plain text to the lines and segments worth judging.

Offsets always refer to the plain text (`Agenda.text`), so that whatever is shown later is verbatim. Nothing here
decides what a line means.
"""

from __future__ import annotations

from nlp.agenda.read import MAX_CHARS, MAX_LINES, Agenda, find_agenda, plain_text, read_invite

__all__ = ["MAX_CHARS", "MAX_LINES", "Agenda", "find_agenda", "plain_text", "read_invite"]
