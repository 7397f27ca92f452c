"""First component: find the agenda in the plain text."""

from __future__ import annotations

from spacy.tokens import Doc

from nlp.agenda.read import find_agenda


class AgendaReader:
    """Sets `doc._.agenda`: the lines that may be agenda and the segments that may be items."""

    def __init__(self, max_lines: int) -> None:
        self.max_lines = max_lines

    def __call__(self, doc: Doc) -> Doc:
        doc._.agenda = find_agenda(doc.text, doc._.anchors, self.max_lines)
        return doc
