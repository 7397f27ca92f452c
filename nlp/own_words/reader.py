"""The whole way from a page to its items: line by line, sentence by sentence, clause by clause."""

from __future__ import annotations

import re

from nlp.own_words.clauses import Clause, read_clauses, skip_lead_in
from nlp.own_words.doers import ANY, JOINT, NOBODY, PERSON, ROLE, SELF, THIRD, WE, YOU, Doer, doer_at
from nlp.own_words.drafts import Draft, Section
from nlp.own_words.dues import DueFound, any_date, due_in
from nlp.own_words.followups import (
    add_shared_date,
    borrowed_date,
    is_date_only,
    is_pronoun,
    resolve_pronouns,
    share_within,
)
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span, german_phrase, phrase
from nlp.own_words.predicates import BARE, GAP, PRESENT, REFUSED, SEPARATED, Predicate, is_past, only_date, refuses_role
from nlp.own_words.segment import Line, lines, sentences
from nlp.own_words.speakers import Speakers
from nlp.own_words.tables import read_tables

_CONNECTIVES = frozenset({"and", "then", "also", "so", "please", "kindly", "just", "plus", "finally", "next", "und", "dann", "et", "y", "but", "ok", "okay", "danach", "außerdem", "noch", "ensuite", "puis", "luego", "también", "auch", "bitte"})
_MOCKING = "🙄"
_LAUGHING = re.compile(r"[😂🤣😏😜🙃]\s*[.!]*\s*$")


class Reader:
    """Reads one page; `drafts` fills in reading order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.drafts: list[Draft] = []
        self.section = Section()
        self.last_doer: str | None = None
        self.last_thing = ""
        self.sentence = 0
        self.line = 0
        self.title = ""
        self._solid = sorted([(page.tokens[m.first].start, page.tokens[m.last].end) for m in page.mention_at.values()]
                             + [(phrase.start, phrase.end) for phrase, _ in page.date_at.values()])
        self._speakers = Speakers(page)

    def read(self) -> list[Draft]:
        """All items of the page."""
        tables = read_tables(self.page)
        for line in lines(self.page.text):
            self.line += 1
            if any(start <= line.start < end for start, end in tables.read):
                continue
            self._read_line(line)
        self.drafts += tables.drafts
        self.drafts.sort(key=lambda draft: draft.start)
        return self.drafts

    # ------------------------------------------------------------------ lines

    def _read_line(self, line: Line) -> None:
        if line.quoted or line.box is True:
            return
        first, end = self.page.token_range(line.start, line.end)
        if first >= end:
            return
        speaker = self._speakers.turn(first, end)
        if speaker is not None:
            self.page.author, first = speaker.owner, speaker.last + 2
            self._speakers.addressee = None
        if not line.bullet and speaker is None and self.section.has_owner:
            self.section.owner, self.section.owner_text, self.section.has_owner = None, None, False
        label, first = self._label(first, end)
        if first >= end:
            self.section = Section(kind=label, owner=self.section.owner, owner_text=self.section.owner_text, has_owner=self.section.has_owner)
            return
        if self._heading(first, end, line):
            return
        first = self._mine(first, end, line)
        if first >= end:
            return
        if not line.bullet and end - first <= 6 and not read_clauses(self.page, first, end):
            self.title = phrase(self.page, Span(first, end), None, (), noun=True)
        kind = label or (self.section.kind if line.bullet or self.section.kind == "action" else None)
        if kind == "action" and self._closed(first, end):
            return
        stops = self.page.tokens[end - 1].end
        for start, stop in sentences(self.page.text, self.page.tokens[first].start, stops, self._solid):
            begin, finish = self.page.token_range(start, stop)
            if begin < finish:
                self.sentence += 1
                self._read_sentence(begin, finish, kind, line)
                kind = None if label == "info" else kind
        self.page.author = self._speakers.author

    def _label(self, first: int, end: int) -> tuple[str | None, int]:
        """"ACTION:", "Decision -", "Action point for": its kind, and where the line goes on."""
        page = self.page
        start = first
        while start < end and page.tokens[start].text in "[(":
            start += 1
        for name, kind in (("info_labels", "info"), ("action_labels", "action"), ("plain_labels", None)):
            length = page.match(name, start, end)
            if not length or start in page.mention_at:
                continue
            after = start + length
            while after < end and (page.tokens[after].low in ("only", "items", "so", "far", "express") or page.tokens[after].text in ")]"):
                after += 1
            if after < end and page.tokens[after].text == "(":
                closing = next((p for p in range(after, min(end, after + 9)) if page.tokens[p].text == ")"), None)
                if closing and closing + 1 < end and page.tokens[closing + 1].text == ":":
                    after = closing + 1
            if after < end and page.tokens[after].low in ("for", "für", "pour", "para", "on", "@") and kind == "action":
                doer = doer_at(page, after + 1, end)
                if doer:
                    return kind, after + 1
            if after >= end:
                return (kind, end) if name != "plain_labels" or kind is None else (None, first)
            mark = page.tokens[after]
            if mark.text in (":", "–", "—", ".", "!") or mark.text == "-" and page.spaced(after):
                if name == "action_labels" and page.tokens[start].low in page.grammar.words["my_labels"] | {"two", "one", "three"} or page.tokens[start + length - 1].low == "me" and name == "action_labels":
                    self.section = Section("action", page.author, page.words(start, start + 1), True)
                return kind, after + 1
            doer = doer_at(page, after, end)
            if doer and kind == "action" and doer.kind in (PERSON, JOINT, SELF):
                return kind, after
        if page.tokens[first].low in page.grammar.words["my_labels"] and first + 1 < end:
            length = page.match("action_labels", first + 1, end)
            if length:
                self.section = Section("action", page.author, page.words(first, first + 1), True)
                after = first + 1 + length
                return "action", min(end, after + 1)
        return None, first

    def _heading(self, first: int, end: int, line: Line) -> bool:
        """A line that only says whose or by when the next ones are."""
        page = self.page
        if page.tokens[end - 1].text != ":":
            return False
        doer = doer_at(page, first, end)
        if doer and doer.last == end - 2:
            owner = doer.owner if doer.kind in (PERSON, SELF) else None
            self.section = Section("action", owner, doer.words(page), True)
            return True
        due = any_date(page, Span(first, end))
        if not line.bullet and page.has("mine_words", first, end):
            self.section = Section("action", page.author, None, True)
            return not read_clauses(page, first, end)
        self.section = Section(self.section.kind)
        if due and (due.phrase.day or due.phrase.clock) and (due.cut_from < due.first or only_date(page, first, end)):
            self.section.kind = "action"
            self.section.due, self.section.due_text = due.phrase.due(page.when), due.text(page)
        elif page.has("action_labels", first, end) and not page.has("negation", first, end):
            self.section.kind = "action"
        elif page.match("info_labels", first, end) and page.tokens[first].low not in ("from", "to", "re", "date", "time", "von", "an", "de"):
            self.section.kind = "info"
        return not read_clauses(page, first, end)

    def _mine(self, first: int, end: int, line: Line) -> int:
        """"List for myself: ...": what follows, here and in the next points, is the author's."""
        page = self.page
        colon = next((p for p in range(first, min(end, first + 12)) if page.tokens[p].text == ":"), end)
        if line.bullet and colon == end or colon - first > 12 or not page.has("mine_words", first, colon) or read_clauses(page, first, colon):
            return first
        self.section = Section("action", page.author, None, True)
        return colon + 1

    def _closed(self, first: int, end: int) -> bool:
        """"AI: (closed) Arjun - GST filing"."""
        page = self.page
        done = page.match("done", first + 1, end) if page.tokens[first].text in "([" else 0
        return done > 0 and first + 1 + done < end and page.tokens[first + 1 + done].text in ")]"

    # ------------------------------------------------------------------ sentences

    def _read_sentence(self, first: int, end: int, kind: str | None, line: Line) -> None:
        page = self.page
        text = page.words(first, end)
        before = len(self.drafts)
        question = text.rstrip("\"'”’» ").endswith(("?", "？", "? )"))
        if self.drafts and self._corrected(first, end):
            return
        if is_date_only(page, first, end) and self.drafts and not question:
            add_shared_date(page, self.drafts, first, end, self.sentence)
            return
        label, first = self._label(first, end)
        kind = label or kind
        if first >= end:
            return
        clauses = read_clauses(page, first, end)
        for number, clause in enumerate(clauses):
            self._read_clause(clause, clauses, number, kind, question, end)
        if not clauses or all(c.predicate.kind == GAP for c in clauses) and len(self.drafts) == before:
            self._read_order(first, end, kind, question, line)
        if not clauses and len(self.drafts) == before and self.drafts and not question:
            borrowed_date(page, self.drafts, first, end)
        if _MOCKING in text[-6:] or (_LAUGHING.search(text) and all(d.due is None for d in self.drafts[before:])):
            del self.drafts[before:]
        self._mark(before)

    def _corrected(self, first: int, end: int) -> bool:
        """"Make that Thursday.", "Sorry, Friday.": the date before was wrong."""
        page = self.page
        place = first
        while place < end and (page.tokens[place].low in ("make", "that", "sorry", "no", "correction", "actually", "pardon", "i", "mean", "meant", "rather", "wait", "it", "or")
                               or page.tokens[place].text in ",:-–—"):
            place += 1
        if place == first or not only_date(page, place, end):
            return False
        due = any_date(page, Span(place, end))
        if due:
            self.drafts[-1].due, self.drafts[-1].due_text = due.phrase.due(page.when), due.text(page)
        return True

    def _mark(self, before: int) -> None:
        """What the new drafts of this sentence share: a date said once at its end, the heading's date and owner."""
        fresh = self.drafts[before:]
        share_within(self.page, fresh)
        for draft in fresh:
            draft.sentence, draft.line = self.sentence, self.line
            if draft.due is None and draft.due_text is None and self.section.due:
                draft.due, draft.due_text = self.section.due, self.section.due_text

    def _read_clause(self, clause: Clause, clauses: list[Clause], number: int, kind: str | None, question: bool, end: int) -> None:
        page, doer = self.page, clause.doer
        if doer is None:
            return
        if doer.kind == PERSON and doer.owner:
            self.last_doer, previous = doer.owner, self.last_doer
        else:
            previous = self.last_doer
        if clause.refused:
            self._remember(clause)
            return
        if doer.kind in (NOBODY, YOU) or refuses_role(page, doer, clause.predicate):
            return
        if clause.predicate.kind == GAP and not self._gap_fits(clause, clauses, number, kind):
            return
        if clause.predicate.kind == BARE and not self._bare_fits(clause):
            return
        if kind == "info" and clause.predicate.kind != "commit":
            return
        if question and doer.kind != ANY and not self._asks(clause, end):
            self._ask(clause)
            return
        for part in self._parts(clause):
            self._add(part, doer, previous, clause)

    def _remember(self, clause: Clause) -> None:
        """What was spoken of, though nothing is to be done: "it" may come back to it."""
        page, start = self.page, clause.predicate.start
        while start < clause.body.end and (page.match("negation", start, clause.body.end) or page.tokens[start].low in ("is", "are", "'s", "am", "'m", "will", "do", "does")):
            start += 1
        gerund = page.grammar.gerunds.get(page.tokens[start].low) if start < clause.body.end else None
        if gerund and start > clause.predicate.start:
            self.last_thing = phrase(page, Span(start, _comma(page, start, clause.body.end)), gerund, (), noun=False)
            return
        start += max(page.match("hedge", start, clause.body.end), page.match("commit", start, clause.body.end))
        if start > clause.predicate.start and _verb(page, start):
            self.last_thing = phrase(page, Span(start, _comma(page, start, clause.body.end)), _verb(page, start), (), noun=False)
        elif clause.predicate.start < clause.body.end and clause.predicate.base:
            self.last_thing = phrase(self.page, clause.body, clause.predicate.base, (), noun=False)

        elif clause.predicate.start < clause.body.end and self.page.tokens[clause.predicate.start].low in ("need", "needs", "want", "wants"):
            self.last_thing = phrase(self.page, Span(clause.predicate.start + 1, clause.body.end), None, (), noun=True)

    def _ask(self, clause: Clause) -> None:
        self.last_thing = phrase(self.page, clause.body, clause.predicate.base, (), noun=clause.noun) or self.last_thing

    def _gap_fits(self, clause: Clause, clauses: list[Clause], number: int, kind: str | None) -> bool:
        """A thing without a verb counts where others have theirs beside it, or under a topic."""
        others = [c for n, c in enumerate(clauses) if n != number and not c.refused]
        topic = clause.lead.end > clause.lead.first and self.page.tokens[clause.lead.end - 1].text == ":"
        before = clause.doer.first - 1 if clause.doer else 0
        marked = before >= 0 and self.page.tokens[before].text in (":", "@") or topic
        follows = bool(self.drafts) and self.drafts[-1].sentence == self.sentence - 1 \
            and self.page.tokens[clause.predicate.start].low in self.page.grammar.words["determiners"]
        return bool(others) or marked or kind == "action" or follows

    def _bare_fits(self, clause: Clause) -> bool:
        page, lead = self.page, clause.lead
        words = [t for t in page.tokens[lead.first:lead.end] if t.is_word]
        only_day = only_date(page, lead.first, lead.end) and not self.title
        if only_day and self.drafts and clause.doer and self.drafts[-1].owner == clause.doer.owner and self.drafts[-1].due is None:
            due = any_date(page, lead)
            if due:
                self.drafts[-1].due, self.drafts[-1].due_text = due.phrase.due(page.when), due.text(page)
            return False
        if only_day or not words or len(words) > 25 or clause.doer is None or clause.doer.kind == WE or page.has("sign_offs", lead.first, lead.first + 1):
            return False
        if page.match("info_labels", lead.first, lead.end) == lead.end - lead.first:
            return False
        if is_past(page, lead.first) or page.has("negation", lead.first, lead.end) or page.has("question", lead.first, lead.first + 1):
            return False
        if clause.doer.kind == ANY and page.tokens[clause.doer.first - 1].text != ">":
            return clause.doer.words(page).lower() in ("all", "everyone", "everybody", "tbd", "tbc", "tba", "team", "someone", "alle", "tous", "todos")
        return not any(page.tokens[p].low in ("was", "were", "is", "are", "has", "had", "thanks", "thank", "said", "from", "merci", "danke", "gracias")
                       for p in range(lead.first, lead.end))

    def _asks(self, clause: Clause, end: int) -> bool:
        """Whether the question is an order in disguise."""
        page, doer = self.page, clause.doer
        if doer is None:
            return False
        if doer.kind == YOU or page.has("request", doer.first, end) or page.has("please", doer.first, end):
            return True
        opener = page.tokens[clause.lead.end].low if clause.lead.end < len(page.tokens) else ""
        if opener in ("can", "could", "would", "will", "kann", "könnte", "peut", "puede", "podría"):
            return True
        if any(page.tokens[p].low in ("can", "could") for p in range(doer.last + 1, end)):
            return True
        return doer.first > 0 and page.tokens[doer.first - 1].text == "@" or page.tokens[doer.first].text == "@"

    # ------------------------------------------------------------------ items

    def _parts(self, clause: Clause) -> list[tuple[Span, str | None]]:
        """The body cut where a second task of the same doer begins."""
        page, body = self.page, clause.body
        if clause.predicate.kind == BARE:
            return [(clause.lead, _verb(page, clause.lead.first))]
        parts: list[tuple[Span, str | None]] = []
        start, base = body.first, clause.predicate.base
        place = start + 1
        while place < body.end:
            cut = self._second_task(start, place, body.end, clause)
            if cut:
                parts.append((Span(start, place), base))
                start, base = cut
                place = start
            place += 1
        return [*parts, (Span(start, body.end), base)]

    def _second_task(self, start: int, place: int, end: int, clause: Clause) -> tuple[int, str | None] | None:
        page = self.page
        token = page.tokens[place]
        if token.text not in (",", ";", "+") and token.low not in ("and", "und", "et", "y", "then"):
            return None
        after, linked = place + 1, token.low in ("and", "und", "et", "y", "then")
        while after < end and page.tokens[after].low in ("and", "then", "also", "und", "et", "y"):
            linked = linked or page.tokens[after].low in ("and", "und", "et", "y", "then")
            after += 1
        dated = any(last == place - 1 for first, (_, last) in page.date_at.items() if start <= first)
        again = page.match("commit", after, end)
        if linked and again and clause.predicate.kind in ("commit", PRESENT):
            base = _verb(page, after + again)
            follows = after + again < end and page.tokens[after + again].text.isalpha() and not page.tokens[after + again].capital
            return (after + again, base) if base or follows and page.tokens[after].low not in ("to", "can") else None
        verb = page.grammar.finite.get(page.tokens[after].low) if after < end and clause.predicate.kind == PRESENT else None
        verb = verb or (_verb(page, after) if after < end else None)
        also = after < end and page.tokens[after - 1].low in ("also", "then") and verb
        if linked and verb and (dated and token.text == "," or also):
            return after, verb
        later_date = any(after <= first < end for first in page.date_at)
        if token.text in (",", ";") and dated and later_date and after < end and page.tokens[after].is_word and after not in page.date_at \
                and not page.match("date_prefix", after, end) and not page.match("conditions", after, end):
            return after, verb
        return None

    def _add(self, part: tuple[Span, str | None], doer: Doer, previous: str | None, clause: Clause) -> None:
        page, (span, base) = self.page, part
        bare = clause.predicate.kind == BARE
        due = (due_in(page, Span(doer.last + 1, clause.body.end), base) if bare else None) or due_in(page, span, base)
        cut = (Span(due.cut_from, due.last + 1),) if due else ()
        lead = clause.lead if span.first in (clause.body.first, clause.lead.first) and not bare else Span(0, 0)
        condition, topic = self._lead(lead, clause)
        if due is None and clause.lead.first < clause.lead.end and only_date(page, clause.lead.first, clause.lead.end):
            due = any_date(page, clause.lead)
            cut, lead = (), Span(0, 0)
            if bare:
                span = clause.lead
        drop = clause.predicate.kind == PRESENT and base in ("do", "own", "take") and _thing_follows(page, span)
        if clause.predicate.kind in ("commit", SEPARATED) and base in ("do", "own") and _thing_follows(page, span):
            drop = True
        begin = Span(span.first + 1, span.end) if drop else span
        what = phrase(page, begin, None if drop else base, cut, noun=drop or base is None)
        if topic and base is None and not bare:
            what = f"{topic} {what}".strip()
        if page.grammar.lang == "de" and clause.predicate.kind == PRESENT and base and not bare and span.first == clause.body.first:
            if clause.predicate.detached and span.end <= span.first + 1:
                return
            what = german_phrase(page, Span(span.first + (not clause.predicate.detached), span.end), base, cut)
        if bare and due and only_date(page, clause.lead.first, clause.lead.end):
            what = self.title
        owner, owner_text = self._owner(doer, previous, clause)
        echoed = is_pronoun(what)
        if echoed and lead.end > lead.first:
            before = due_in(page, lead, None)
            due = due or before
            what = phrase(page, lead, None, (Span(before.cut_from, before.last + 1),) if before else (), noun=True)
        elif echoed and self.drafts and self.drafts[-1].owner == owner and self.drafts[-1].what == self.last_thing:
            self._date_late(due, clause)
            return
        elif echoed and self.last_thing and due is None and self.drafts and self.drafts[-1].what == self.last_thing:
            self._add_echo(clause, owner, owner_text)
            return
        else:
            what = resolve_pronouns(page, what, self.last_thing)
        if not re.search(r"\w", what):
            return
        if condition:
            what = f"{what} {condition}"
        first = clause.doer.first if span.first == clause.body.first and not bare else span.first
        if condition or topic:
            first = lead.first
        stop = max(span.end, clause.body.end) if bare else span.end
        draft = Draft(what, page.tokens[first].start, page.tokens[stop - 1].end, owner, owner_text)
        if due:
            draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
        draft.dated_last = bool(due) and only_date(page, due.cut_from, span.end) if due else False
        twin = next((d for d in self.drafts if d.what.lower() == what.lower() and d.owner == owner and d.line == 0 and d.due == draft.due), None)
        if twin is None:
            self.drafts.append(draft)
        self.last_thing = what

    def _date_late(self, due: DueFound | None, clause: Clause) -> None:
        """"Greg needs Tamsin to sign. She'll do it Friday": the same item, dated afterwards."""
        draft = self.drafts[-1]
        if due and draft.due is None:
            draft.due, draft.due_text = due.phrase.due(self.page.when), due.text(self.page)
        draft.end = max(draft.end, self.page.tokens[clause.body.end - 1].end)

    def _add_echo(self, clause: Clause, owner: str | None, owner_text: str | None) -> None:
        """"and Haruka does likewise": the same thing by the same day, by somebody else."""
        page, last = self.page, self.drafts[-1]
        first = clause.doer.first if clause.doer else clause.body.first
        self.drafts.append(Draft(last.what, page.tokens[first].start, page.tokens[clause.body.end - 1].end, owner, owner_text, last.due, last.due_text))

    def _lead(self, lead: Span, clause: Clause) -> tuple[str, str]:
        """What stands before the doer: a condition ("if IT unblocks the port") or a topic ("Auction lots")."""
        page = self.page
        if lead.end <= lead.first:
            return "", ""
        words = phrase(page, lead, None, (), noun=False)
        if page.match("conditions", lead.first, lead.end):
            return words, ""
        last = page.tokens[lead.end - 1].text
        is_topic = last in (":", "–", "—", "-") and len(words.split()) <= 6 and not page.match("plain_labels", lead.first, lead.end)
        return "", words if is_topic and clause.predicate.kind == SEPARATED else ""

    def _owner(self, doer: Doer, previous: str | None, clause: Clause) -> tuple[str | None, str | None]:
        page = self.page
        words = doer.words(page)
        if clause.predicate.owner_is_self:
            return page.author, _self_word(page, doer, clause) or words
        if doer.kind == THIRD:
            return previous or _mentioned_before(page, doer.first), words
        following = doer.last + 1
        if doer.kind == PERSON and following + 2 < len(page.tokens) and page.tokens[following].text == "(" \
                and page.tokens[following + 1].low in page.grammar.words["self_words"] and page.tokens[following + 2].text in ")!":
            return page.author, words
        if doer.kind == PERSON and doer.owner is None:
            return self._which(doer, clause.body.end), words
        if doer.kind == SELF and doer.first > 1 and page.tokens[doer.first - 1].text in "\"“'" and page.tokens[doer.first - 2].low in ("said", "says", ":", ","):
            return self.last_doer or doer.owner, words
        if doer.kind in (PERSON, SELF):
            return doer.owner, words
        return None, words

    def _which(self, doer: Doer, end: int) -> str | None:
        """"Chris ... (Yamada, that is)": the name in the bracket says which of the two."""
        page = self.page
        mention = page.mention_at.get(doer.first)
        if mention is None:
            return None
        if doer.first > 0 and page.tokens[doer.first - 1].low == "other":
            others = mention.ids - {page.author, self.last_doer}
            return next(iter(others)) if len(others) == 1 else None
        for place in range(doer.last + 1, min(end + 12, len(page.tokens))):
            if page.tokens[place].text == "(" and place + 1 in page.mention_at:
                both = page.mention_at[place + 1].ids & mention.ids
                return next(iter(both)) if len(both) == 1 else None
        if page.text[page.tokens[doer.last].end:].lstrip(". ").startswith("(the other"):
            others = mention.ids - {page.author}
            return next(iter(others)) if len(others) == 1 else None
        return None

    # ------------------------------------------------------------------ orders without a name

    def _read_order(self, first: int, end: int, kind: str | None, question: bool, line: Line) -> None:
        """"Pay the fee by 20 Nov", "Will revert on the tender", and the points of a list of actions."""
        page = self.page
        begin = skip_lead_in(page, first, end)
        if begin >= end or kind == "info" or page.match("nothing_at_all", end - 1, end):
            return
        if begin > first and page.tokens[begin - 1].is_word and page.tokens[begin - 1].low not in _CONNECTIVES:
            return
        asked = page.match("request", begin, end)
        polite = page.match("please", begin, end) or asked
        place = begin + (asked or page.match("please", begin, end))
        if question and not asked:
            return
        impersonal = page.match("impersonal", place, end)
        own = page.match("commit", place, end) if page.tokens[place].low not in ("to", "can", "de", "a", "à") else 0
        listed = kind == "action" or line.box is False
        if page.match("negation", place, end) or page.match("nothing", place, end) and not _verb(page, place) or page.match("hedge", place, end) > own:
            return
        verb_at = place + own
        while verb_at < end and page.match("skip", verb_at, end):
            verb_at += page.match("skip", verb_at, end)
        if verb_at >= end or page.match("negation", verb_at, end):
            return
        base = _verb(page, verb_at) or self._infinitive(verb_at, end)
        if page.tokens[verb_at].low in ("be", "have") and own:
            return
        due = due_in(page, Span(verb_at, end), base)
        if not self._orders(verb_at, end, base, own, bool(polite), listed, line, bool(due)):
            self._passive(first, end)
            return
        if base and self._second_order(begin, verb_at, end, base, kind, line):
            return
        cut = (Span(due.cut_from, due.last + 1),) if due else ()
        drop = base in ("do",) and _thing_follows(page, Span(verb_at, end))
        what = phrase(page, Span(verb_at + drop, end), None if drop else base, cut, noun=base is None or drop)
        what = resolve_pronouns(page, what, self.last_thing)
        if not re.search(r"\w", what):
            return
        if what == base and due and self.drafts and base in self.drafts[-1].what.split() and self.drafts[-1].due is None:
            self.drafts[-1].due, self.drafts[-1].due_text = due.phrase.due(page.when), due.text(page)
            return
        stop = end - 1 if page.tokens[end - 1].text in ".!" and end - first > 1 else end
        draft = Draft(what, page.tokens[begin].start, page.tokens[stop - 1].end)
        if due:
            draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
        if impersonal:
            draft.owner = None
        elif own and page.tokens[place].low not in ("should", "must") or own and page.grammar.lang == "en" and not listed:
            draft.owner = page.author
        if self.section.has_owner:
            draft.owner, draft.owner_text = self.section.owner, self.section.owner_text
        self.drafts.append(draft)
        self.last_thing = what

    def _second_order(self, begin: int, verb_at: int, end: int, base: str, kind: str | None, line: Line) -> bool:
        """"Archive the files by Friday, and find Meg a chair": two orders, read one by one."""
        order = Clause(None, Predicate("commit", verb_at, base), Span(begin, begin), Span(verb_at, end))
        parts = self._parts(order)
        if len(parts) < 2:
            return False
        for number, (part, _) in enumerate(parts):
            self._read_order(begin if number == 0 else part.first, part.end, kind, False, line)
        return True

    def _infinitive(self, place: int, end: int) -> str | None:
        """German orders end in their verb: "Protokoll ins SharePoint stellen"."""
        return None

    def _orders(self, place: int, end: int, base: str | None, own: int, polite: bool, listed: bool, line: Line, dated: bool) -> bool:
        page = self.page
        token = page.tokens[place]
        if own:
            return base is not None
        if token.low == "stop" and place + 1 < end and page.tokens[place + 1].low.endswith("ing"):
            return False
        if listed:
            return not is_past(page, place) and not page.has("done", place, place + 1) and not _has_news(page, place, end)
        if base is None:
            return page.grammar.lang == "de" and line.bullet and page.tokens[end - 1].low in page.grammar.bases
        if token.low in page.grammar.words["not_imperative"]:
            follows = page.tokens[place + 1].low if place + 1 < end else ""
            strong = token.low not in ("stop", "scrap", "skip", "note", "mark", "remember", "see", "drop", "forget", "keep", "hold")
            return polite or strong and (follows in page.grammar.words["determiners"] or dated or line.bullet) and (line.bullet or dated or self.section.has_owner)
        return polite or line.bullet or self.section.has_owner or place == skip_lead_in(page, place, end) and not _has_news(page, place, end)

    def _passive(self, first: int, end: int) -> None:
        """"leave calendar to be updated by all by Friday"."""
        page = self.page
        for place in range(first + 1, end - 1):
            if page.tokens[place].low != "be" or page.tokens[place - 1].low not in ("to", "must") or not is_past(page, place + 1):
                continue
            start = place - 2 if page.tokens[place - 2].low in ("needs", "need", "has", "have", "is", "are") else place - 1
            ruled = page.tokens[place - 1].low == "must" and not any(first <= p < end for p in page.date_at)
            if ruled or start <= first or page.has("negation", first, end) or page.has("hedge", first, end):
                return
            begin = skip_lead_in(page, first, end)
            due = due_in(page, Span(place, end), None)
            doer = next((d for p in range(place + 2, end) if page.tokens[p - 1].low == "by" and (d := doer_at(page, p, end))), None)
            what = phrase(page, Span(begin, place + 2), None, (), noun=True)
            draft = Draft(what, page.tokens[begin].start, page.tokens[end - 1].end)
            if doer:
                draft.owner, draft.owner_text = (doer.owner if doer.kind in (PERSON, SELF) else None), doer.words(page)
            if due:
                draft.due, draft.due_text = due.phrase.due(page.when), due.text(page)
            self.drafts.append(draft)
            return


def _comma(page: Page, start: int, end: int) -> int:
    """The first comma or "but" from `start` on, or `end`."""
    return next((p for p in range(start, end) if page.tokens[p].text in ",;" or page.tokens[p].low in page.grammar.words["but_words"]), end)


def _verb(page: Page, place: int) -> str | None:
    if place >= len(page.tokens):
        return None
    low = page.tokens[place].low
    return low if low in page.grammar.bases else None


def _thing_follows(page: Page, span: Span) -> bool:
    following = page.tokens[span.first + 1] if span.first + 1 < span.end else None
    if following is None or following.low in ("it", "that", "this", "so", "them", "likewise", "the needful", "over", "out", "off", "up", "down", "on", "in"):
        return False
    rest = {page.tokens[p].low for p in range(span.first + 1, min(span.end, span.first + 7))}
    return not rest & {"out", "off", "over", "down", "away", "needful"}


def _has_news(page: Page, place: int, end: int) -> bool:
    return any(page.tokens[p].low in ("is", "are", "was", "were", "has", "had", "ist", "sind", "war", "est", "está", "went", "did") for p in range(place + 1, min(end, place + 10)))


def _self_word(page: Page, doer: Doer, clause: Clause) -> str | None:
    for place in range(doer.last + 1, clause.predicate.start):
        if page.tokens[place].low == "me":
            return page.tokens[place].text
    return None


def _mentioned_before(page: Page, place: int) -> str | None:
    """The person named last before a "she" that nobody did anything before."""
    named = [m for first, m in page.mention_at.items() if first < place]
    return max(named, key=lambda m: m.first).person if named else None


__all__ = ["JOINT", "REFUSED", "ROLE", "Reader"]
