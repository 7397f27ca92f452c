"""Tables and forms pasted into a text: rows of cells, and "owner: / what: / when:" lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.own_words.doers import JOINT, PERSON, SELF, doer_at
from nlp.own_words.drafts import Draft
from nlp.own_words.page import Page
from nlp.own_words.phrase import tidy

_HEADS = {
    "owner": "owner who responsible assignee assigned lead name person by verantwortlich wer "
    "zuständig responsable qui pilote quién encargado dri",
    "what": "what action actions task item todo description deliverable topic aufgabe was maßnahme "
    "thema action tâche quoi tarea acción qué activity description",
    "due": "due when date deadline by target termin bis frist wann fällig échéance quand délai fecha plazo cuándo eta",
    "status": "status state done stand statut estado progress comments notes comment",
    "number": "no nr # id ref sl",
}
_COLUMN = {word: kind for kind, words in _HEADS.items() for word in words.split()}
# fmt: off
# fmt: off
_DONE = frozenset({
    "done", "closed", "complete", "completed", "x", "✓", "✔", "✅", "☑", "cancelled", "canceled", "dropped",
    "finished", "resolved", "erledigt", "fertig", "geschlossen", "fait", "terminé", "clos", "hecho", "cerrado",
    "terminado", "100%", "n/a", "yes",
})
# fmt: on
# fmt: on
# fmt: off
# fmt: off
_OPEN = frozenset({
    "open", "pending", "todo", "to do", "in progress", "wip", "new", "offen", "ongoing", "not started",
    "in arbeit", "en cours", "ouvert", "pendiente", "abierto", "en curso", "started", "blocked", "no", "late",
    "overdue", "on hold", "neu", "nouveau", "p1", "p2", "p3", "high", "low", "medium", "hoch", "mittel", "niedrig",
})
# fmt: on
# fmt: on
_RULE = re.compile(r"[\s|:+=-]*\Z")
_FIELD = re.compile(r"[ \t]*(?:[-*•]\s+)?(?P<key>[^\W\d][\w ]{0,20}?)[ \t]*[:=][ \t]*(?P<value>[^\n]*)")


@dataclass(frozen=True, slots=True)
class Cell:
    """Characters `start` to `end` of the text, blanks trimmed."""

    start: int
    end: int


@dataclass(slots=True)
class Found:
    """Items out of tables, and the stretches of text that are thereby read."""

    drafts: list[Draft] = field(default_factory=list)
    read: list[tuple[int, int]] = field(default_factory=list)


def read_tables(page: Page) -> Found:
    """Every table row and form of the text as items."""
    found = Found()
    columns: list[str] | None = None
    form: dict[str, Cell] = {}
    start = 0
    for raw in page.text.split("\n"):
        end = start + len(raw)
        cells = _cells(page.text, start, end)
        if len(cells) >= 3 or (columns and len(cells) >= 2):
            columns = _row(page, cells, columns, found, start, end)
        elif raw.strip() and not (cells and _RULE.match(raw)):
            columns = None
        _form_line(page, raw, start, end, form, found)
        start = end + 1
    _close_form(page, form, found)
    return found


def _cells(text: str, start: int, end: int) -> list[Cell]:
    raw = text[start:end]
    mark = "\t" if "\t" in raw.strip() else ";" if raw.count(";") >= 2 and "; " not in raw and "|" not in raw else "|"
    if raw.count(mark) < 1 or (mark == "|" and raw.count("|") < 2):
        return []
    cells: list[Cell] = []
    place = start
    for part in raw.split(mark):
        left = place + len(part) - len(part.lstrip())
        cells.append(Cell(left, left + len(part.strip())))
        place += len(part) + 1
    if mark == "|":
        cells = cells[1:] if cells and cells[0].start >= cells[0].end else cells
        cells = cells[:-1] if cells and cells[-1].start >= cells[-1].end else cells
    return cells


def _row(
    page: Page, cells: Sequence[Cell], columns: list[str] | None, found: Found, start: int, end: int
) -> list[str] | None:
    words = [page.text[cell.start : cell.end].strip(" *:?").lower() for cell in cells]
    if _RULE.match(page.text[start:end]):
        found.read.append((start, end))
        return columns
    heads = [_COLUMN.get(word) or _COLUMN.get(word.split()[0] if word else "", "") for word in words]
    known = [head for head in heads if head]
    if len(known) >= 2 and all(len(word.split()) <= 3 for word in words) and columns is None:
        found.read.append((start, end))
        if "what" not in heads and "" in heads:
            heads[heads.index("")] = "what"
        return heads
    kinds = (
        columns
        if columns and len(columns) >= len(cells)
        else [_kind(page, cell, words[n]) for n, cell in enumerate(cells)]
    )
    row: dict[str, Cell] = {}
    for kind, cell in zip(kinds, cells, strict=False):
        longer = kind == "what" and kind in row and cell.end - cell.start > row[kind].end - row[kind].start
        if kind and (kind not in row or longer) and cell.start < cell.end:
            row[kind] = cell
    if columns is None and "owner" not in row and "due" not in row:
        return columns
    found.read.append((start, end))
    _item(page, row, cells[0].start, cells[-1].end, found, page.text[start:end])
    return columns


def _kind(page: Page, cell: Cell, word: str) -> str:
    if not word:
        return ""
    if word in _DONE or word in _OPEN:
        return "status"
    if word.strip("#.").isdigit():
        return "number"
    first, end = page.token_range(cell.start, cell.end)
    doer = doer_at(page, first, end)
    if doer and doer.last == end - 1:
        return "owner"
    if first in page.date_at and page.date_at[first][1] >= end - 1:
        return "due"
    return "what"


def _item(page: Page, row: dict[str, Cell], start: int, end: int, found: Found, raw: str) -> None:
    """Add the row's item, unless its status says done or nothing is to be done."""
    status = page.text[row["status"].start : row["status"].end].strip().lower() if "status" in row else ""
    if "owner" in row and page.text[row["owner"].start : row["owner"].end].strip().lower() in _DONE - {"x", "yes"}:
        return
    if "due" in row and page.text[row["due"].start : row["due"].end].strip().lower() in _DONE | {
        "sent",
        "paid",
        "shipped",
    }:
        return
    if (
        "what" not in row
        or status in _DONE
        or any(status.startswith(f"{word} ") for word in ("done", "closed", "completed"))
    ):
        return
    if raw.lstrip(" |").startswith(("☑", "✓", "✔", "✅", "[x", "[X")):
        return
    cell = row["what"]
    first, stop = page.token_range(cell.start, cell.end)
    if first >= stop or page.match("nothing", first, stop) == stop - first:
        return
    draft = Draft(tidy(page, page.original[cell.start : cell.end], noun=True), start, end)
    if "owner" in row:
        _own(page, draft, row["owner"])
    if "due" in row:
        _date(page, draft, row["due"])
    if draft.what:
        found.drafts.append(draft)


def _own(page: Page, draft: Draft, cell: Cell) -> None:
    first, end = page.token_range(cell.start, cell.end)
    doer = doer_at(page, first, end)
    if not any(c.isalnum() or c == "?" for c in page.text[cell.start : cell.end]):
        return
    draft.owner_text = page.original[cell.start : cell.end] or None
    rest = page.text[page.tokens[doer.last].end : cell.end].strip() if doer else ""
    if doer and doer.kind in (PERSON, SELF) and not rest.startswith((",", "/", "+", "&", "and ", "or ")):
        draft.owner = doer.owner
    if doer and doer.kind == JOINT:
        draft.owner = None


def _date(page: Page, draft: Draft, cell: Cell) -> None:
    first, end = page.token_range(cell.start, cell.end)
    draft.due_text = page.original[cell.start : cell.end] or None
    for place in range(first, end):
        if place in page.date_at:
            phrase = page.date_at[place][0]
            draft.due = phrase.due(page.when)
            draft.due_text = page.original[phrase.start : phrase.end]
            return


def _form_line(page: Page, raw: str, start: int, end: int, form: dict[str, Cell], found: Found) -> None:
    """One line of a form; a line that is none, or a key seen already, closes the form read so far."""
    match = _FIELD.fullmatch(raw)
    kind = _COLUMN.get(match["key"].strip().lower()) if match else None
    if match is None or kind is None or kind == "number" or not match["value"].strip():
        _close_form(page, form, found)
        return
    if kind in form:
        _close_form(page, form, found)
    value_start = start + match.start("value")
    form[kind] = Cell(value_start, value_start + len(match["value"].rstrip()))
    form.setdefault("start", Cell(start, end))
    form["end"] = Cell(start, end)


def _close_form(page: Page, form: dict[str, Cell], found: Found) -> None:
    if "what" in form and ("owner" in form or "due" in form):
        start, end = form["start"].start, form["end"].end
        found.read.append((start, end))
        row = {kind: cell for kind, cell in form.items() if kind not in ("start", "end")}
        _item(page, row, start, form["end"].start + len(page.text[form["end"].start : end].rstrip()), found, "")
    form.clear()
