"""The whole way from a page to its items: line by line, sentence by sentence, clause by clause."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from nlp.own_words.awaited import read_awaited
from nlp.own_words.clauses import Clause, read_clauses
from nlp.own_words.doers import ANY, NOBODY, PERSON, ROLE, THIRD, YOU, Doer
from nlp.own_words.drafts import Draft, Section
from nlp.own_words.dues import any_date, due_in
from nlp.own_words.duties import read_passive, read_responsible
from nlp.own_words.fits import asks, bare_fits, carries, gap_fits, ordered_before, told_done_in_brackets
from nlp.own_words.followups import (
    add_shared_date,
    corrected,
    has_time_until,
    is_date_only,
    share_within,
)
from nlp.own_words.headings import (
    after_mine,
    ends_as_news,
    is_title,
    label_of,
    marked_closed,
    named_owner,
    opens_for,
    reads_heading,
    signs_off,
)
from nlp.own_words.imperatives import opens_order
from nlp.own_words.items import add_item, parts_of
from nlp.own_words.mentioned import ask, remember
from nlp.own_words.orders import read_called_last, read_order
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span, phrase
from nlp.own_words.predicate import BARE, COMMIT, GAP, PRESENT, SEPARATED
from nlp.own_words.present import refuses_role
from nlp.own_words.reading import Heard, Reading
from nlp.own_words.segment import Line, lines, sentences
from nlp.own_words.signs import only_date
from nlp.own_words.speakers import Speakers
from nlp.own_words.tables import read_tables
from nlp.own_words.trailing import trailing_owners
from nlp.own_words.unowned import read_asked_behind, read_unowned

MAX_SENTENCE = 300  # tokens; whoever writes longer ones is no person, and must not cost us the square of it
_MOCKING = "🙄"
_TAGGED = re.compile(
    r"\w, ?(?:is (?:that|it) )?(?:ok|okay|right|yes|no|fine|alright|agreed|ja|oder|oui|vale|sí)\W*\Z", re.IGNORECASE
)
_LAUGHING = re.compile(r"[😂🤣😏😜🙃]\s*[.!]*\s*$")


class Reader:
    """Reads one page; the items fill in reading order."""

    def __init__(self, page: Page) -> None:
        page.trailing = trailing_owners(page)
        self.state = Reading(page)
        self._solid = sorted(
            [(page.tokens[m.first].start, page.tokens[m.last].end) for m in page.mention_at.values()]
            + [(phrase.start, phrase.end) for phrase, _ in page.date_at.values()]
        )
        self._speakers = Speakers(page)
        self._read_to = 0

    def read(self) -> list[Draft]:
        """All items of the page."""
        tables = read_tables(self.state.page)
        all_lines = list(lines(self.state.page.text))
        for line, following in itertools.zip_longest(all_lines, all_lines[1:]):
            self.state.line += 1
            if any(start <= line.start < end for start, end in tables.read):
                continue
            if self.state.line == 1 and following and is_title(self.state.page, line, following):
                continue
            if following and self._names_points(line, following):
                continue
            self._read_line(line)
            self._read_to = line.end
        self.state.drafts += tables.drafts
        self.state.drafts.sort(key=lambda draft: draft.start)
        return self.state.drafts

    def _read_line(self, line: Line) -> None:
        if line.quoted or line.box is True:
            return
        first, end = self.state.page.token_range(line.start, line.end)
        if first >= end:
            return
        speaker = self._speakers.turn(first, end)
        if self._speakers.opens(first, end):
            return
        self.state.page.author = self._speakers.now
        if speaker is not None:
            first = speaker.last + 2
        elif not line.bullet and self.state.section.has_owner and not self._goes_on(first, end, line):
            section = self.state.section
            section.owner, section.owner_text, section.has_owner = None, None, False
        self._remember(line)
        self._read_content(first, end, line)

    def _remember(self, line: Line) -> None:
        """Who speaks in the line and whose heading it stands under, for items that the tagger alone will see."""
        section = self.state.section
        said = Heard(line.outer, line.end, self.state.page.author, section.has_owner, section.owner, section.owner_text)
        self.state.heard.append(said)

    def _names_points(self, line: Line, following: Line) -> bool:
        """As in "Ana" above a list: whose the points are."""
        first, end = self.state.page.token_range(line.start, line.end)
        listed = following.bullet and not line.bullet and not line.quoted and first < end
        return listed and opens_for(self.state, first, end)

    def _goes_on(self, first: int, end: int, line: Line) -> bool:
        """Whether the line stands right below a heading with a name, or the points of one, though without a bullet."""
        page = self.state.page
        apart = page.text[self._read_to : line.start].count("\n") > 1 or page.tokens[end - 1].text in ".:!?"
        return not apart and end - first <= 8 and not read_clauses(page, first, end)

    def _read_content(self, first: int, end: int, line: Line) -> None:
        """The line without its speaker: a heading for the lines after it, or sentences."""
        if signs_off(self.state.page, first, end):
            self.state.section = Section(None)
            return
        label, first = label_of(self.state, first, end)
        if first >= end and line.bullet and self.state.section.has_owner:  # "Ana\n- agenda"
            label, (first, end) = None, self.state.page.token_range(line.start, line.end)
        if first >= end:
            self.state.section = replace(self.state.section, kind=label, due=None, due_text=None)
            return
        if reads_heading(self.state, first, end, line):
            return
        first = after_mine(self.state, first, end, line)
        if first >= end:
            return
        if not line.bullet and end - first <= 6 and not read_clauses(self.state.page, first, end):
            self.state.title = phrase(self.state.page, Span(first, end), None, (), noun=True)
        listed = line.bullet or self.state.section.kind == "action"
        kind = label or (self.state.section.kind if listed else None)
        if kind == "action" and marked_closed(self.state, first, end):
            return
        self._read_sentences(first, end, kind, label == "info", line)
        self.state.page.author = self._speakers.author

    def _read_sentences(self, first: int, end: int, kind: str | None, only_first: bool, line: Line) -> None:
        """The sentences of a line; a label such as "FYI:" holds for the first alone (`only_first`)."""
        page = self.state.page
        start, stops = page.tokens[first].start, page.tokens[end - 1].end
        for begin, stop in sentences(page.text, start, stops, self._solid):
            begins, finish = page.token_range(begin, stop)
            for part in range(begins, finish, MAX_SENTENCE):
                self.state.sentence += 1
                speaker = self._speakers.within(part, finish)
                page.author = speaker.owner if speaker else page.author
                said = speaker.last + 2 if speaker else part
                self._read_sentence(said, min(finish, part + MAX_SENTENCE), kind, line)
                kind = None if only_first else kind

    def _read_sentence(self, first: int, end: int, kind: str | None, line: Line) -> None:
        page = self.state.page
        text = page.words(first, end)
        before = len(self.state.drafts)
        question = text.rstrip("\"'”’» ").endswith(("?", "？", "? )")) and not _TAGGED.search(text)
        self.state.opening_date = None
        if self.state.drafts and (
            corrected(page, self.state.drafts, first, end) or named_owner(self.state, first, end)
        ):
            return
        if is_date_only(page, first, end) and self.state.drafts and not question:
            add_shared_date(page, self.state.drafts, first, end)
            return
        label, first = label_of(self.state, first, end)
        kind = label or kind
        if first >= end or (kind == "action" and opens_for(self.state, first, end)):
            return
        if read_called_last(self.state, first, end, kind, question, line):
            self._mark(before)
            return
        self._read_said(first, end, "info" if ends_as_news(page, first, end) else kind, question, line)
        if (
            _MOCKING in text[-6:]
            or (page.has("not_meant", first, end) and not page.has("meant", first, end))
            or (_LAUGHING.search(text) and all(d.due is None for d in self.state.drafts[before:]))
        ):
            del self.state.drafts[before:]
        self._mark(before)

    def _read_said(self, first: int, end: int, kind: str | None, question: bool, line: Line) -> None:
        """What a sentence says: clause by clause; without any clause an order, a date, or whose job something is."""
        page, before = self.state.page, len(self.state.drafts)
        if read_responsible(self.state, first, end):
            return
        clauses = read_clauses(page, first, end)
        if clauses and carries(page, clauses[0], end):
            read_order(self.state, first, end, kind, question, line)
            return
        opening = clauses[0].lead if clauses else Span(0, 0)
        colon = opening.end > opening.first and page.tokens[opening.end - 1].text == ":"
        self.state.opening_date = (
            any_date(page, opening) if colon and only_date(page, opening.first, opening.end) else None
        )
        if clauses and page.tokens[opening.end - 1].text in ",;" and clauses[0].predicate.kind != BARE:
            read_passive(self.state, opening.first, opening.end)
        if clauses and ordered_before(page, clauses[0]):
            read_order(self.state, first, clauses[0].lead.end, kind, False, line)
        for number, clause in enumerate(clauses):
            if self._is_topic(clause, clauses[number + 1 : number + 2]):
                continue
            self._read_clause(clause, clauses, number, kind, question, end)
        self._read_tail(clauses, end, kind, line)
        if not clauses:
            read_unowned(self.state, first, end, kind, question, line)
        elif all(c.predicate.kind == GAP for c in clauses) and len(self.state.drafts) == before:
            read_order(self.state, first, end, kind, question, line)
        if len(self.state.drafts) == before and kind != "info":
            read_asked_behind(self.state, first, end, kind, line)

    def _read_tail(self, clauses: list[Clause], end: int, kind: str | None, line: Line) -> None:
        """As in "Split the epic (Ana), then book a slot": what follows the last trailing owner is nobody's yet."""
        page = self.state.page
        if not clauses or clauses[-1].predicate.kind != BARE:
            return
        place = clauses[-1].body.end
        while place < end and (not page.tokens[place].is_word or page.tokens[place].low in ("and", "then")):
            place += 1
        if place >= end or page.tokens[place].low == "yet":
            return
        if kind == "action" or (place + 1 < end and opens_order(page, place, end)):
            read_order(self.state, place, end, kind, False, line)

    def _is_topic(self, clause: Clause, following: list[Clause]) -> bool:
        """As in "Ravi: upgrade window, he'll propose 3 slots": what he is to do comes second."""
        if clause.predicate.kind != SEPARATED or clause.predicate.base or not following or following[0].doer is None:
            return False
        if clause.doer and clause.doer.kind == ROLE and following[0].doer.kind == PERSON and not following[0].refused:
            return following[0].predicate.kind in (BARE, COMMIT, PRESENT)
        if following[0].refused or following[0].doer.kind != THIRD or clause.doer is None or clause.doer.kind != PERSON:
            return False
        if due_in(self.state.page, clause.body, None):
            return False
        self.state.last_doer = clause.doer.owner or self.state.last_doer
        return True

    def _mark(self, before: int) -> None:
        """What the new drafts of this sentence share: a date said once at its end, the heading's date and owner."""
        fresh = self.state.drafts[before:]
        share_within(self.state.page, fresh)
        if self.state.opening_date:
            for draft in fresh:
                if draft.due is None and draft.due_text is None:
                    draft.due, draft.due_text = (
                        self.state.opening_date.phrase.due(self.state.page.when),
                        self.state.opening_date.text(self.state.page),
                    )
        for draft in fresh:
            draft.sentence, draft.line = self.state.sentence, self.state.line
            if draft.due is None and draft.due_text is None and self.state.section.due:
                draft.due, draft.due_text = self.state.section.due, self.state.section.due_text

    def _read_clause(
        self, clause: Clause, clauses: list[Clause], number: int, kind: str | None, question: bool, end: int
    ) -> None:
        doer = clause.doer
        if doer is None:
            return
        page, previous = self.state.page, self.state.last_doer
        if doer.kind == PERSON and doer.owner:
            self.state.last_doer = doer.owner
        if clause.refused:
            if has_time_until(page, self.state.drafts, clause):
                return
            if not read_awaited(self.state, clause.lead.first, clause.body.end):
                remember(self.state, clause)
        elif self._no_task(clause, clauses, number, kind):
            return
        elif (
            question
            and clause.predicate.kind != BARE
            and (doer.kind != ANY or self._who(doer))
            and not asks(self.state, clause, end)
        ):
            ask(self.state, clause)
        else:
            for part in parts_of(self.state, clause):
                add_item(self.state, part, doer, previous, clause)

    def _who(self, doer: Doer) -> bool:
        return self.state.page.tokens[doer.first].low in self.state.page.grammar.words["question"]

    def _no_task(self, clause: Clause, clauses: list[Clause], number: int, kind: str | None) -> bool:
        """Whether the clause, though it reads like a task, is none: nobody's, done, misplaced, or only information."""
        doer, said, page = clause.doer, clause.predicate, self.state.page
        if doer is None or doer.kind == YOU or (doer.kind == NOBODY and said.kind != BARE):
            return True
        if doer.kind == THIRD and page.tokens[doer.first].low == "they" and self._strangers_before(doer.first):
            return True  # "They will let us know": whoever they are, nobody here
        if refuses_role(self.state.page, doer, said, clause.body.end) or told_done_in_brackets(self.state, clause):
            return True
        misplaced = (said.kind == GAP and not gap_fits(self.state, clause, clauses, number, kind)) or (
            said.kind == BARE and not bare_fits(self.state, clause)
        )
        return misplaced or (kind == "info" and said.kind != "commit")

    def _strangers_before(self, place: int) -> bool:
        """Whether nobody has been named before `place`, nor anything given to anybody."""
        return not self.state.drafts and not any(first < place for first in self.state.page.mention_at)
