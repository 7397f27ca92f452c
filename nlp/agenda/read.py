"""An invite's body to the plain text and the lines of it that may be agenda: the front door of this room."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.agenda.anchors import anchors_in
from nlp.agenda.html_text import MAX_SOURCE, html_to_text
from nlp.agenda.join_block import outside_join_block
from nlp.agenda.segment import segments_of
from nlp.agenda.spans import Stretch, lines_of
from nlp.agenda.trim import without_mail_furniture

MAX_CHARS = 12_000
"""Characters of plain text read; the rest of a longer body is cut away."""
MAX_LINES = 300
"""Lines of agenda read."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
MAX_LINE = 2_000
"""Characters of one line read."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Plain text, the lines of it that may be agenda, and the segments that may be items. Offsets into `text`."""

    text: str
    lines: tuple[Stretch, ...]
    segments: tuple[Stretch, ...]


def read_invite(subject: str, body: str, body_type: str = "text") -> Agenda:
    """Read an invite: its body, or its subject where the body holds no agenda at all."""
    text, anchors = plain_text(body, body_type)
    agenda = find_agenda(text, anchors)
    return agenda if agenda.segments else find_agenda(well_formed(subject))


def plain_text(body: str, body_type: str = "text") -> tuple[str, tuple[int, ...]]:
    """The plain text of a body ("text" or "html") and where anchors of meeting services stand in it.

    A text body is its own plain text, cut at `MAX_CHARS`.
    """
    if body_type == "html":
        rendered = html_to_text(_SURROGATE.sub("\ufffd", body[:MAX_SOURCE]), MAX_CHARS)
        return rendered.text, rendered.anchors
    text = well_formed(body)
    return text, anchors_in(text)


def well_formed(text: str) -> str:
    """The first `MAX_CHARS` characters, lone surrogates (which JSON can carry) replaced one for one."""
    return _SURROGATE.sub("\ufffd", text[:MAX_CHARS])


def find_agenda(text: str, anchors: tuple[int, ...] = (), max_lines: int = MAX_LINES) -> Agenda:
    """The agenda in plain text: outside join block, thread, signature and footer."""
    lines = [
        Stretch(line.start, min(line.end, line.start + MAX_LINE))
        for kept in outside_join_block(text, anchors)
        for line in lines_of(text, kept.start, kept.end)
    ]
    lines = [line for line in without_mail_furniture(text, lines) if line.start < line.end][:max_lines]
    return Agenda(text, tuple(lines), tuple(segments_of(text, lines)))
