"""Lines that speak of the lines after them: headings, labels, and whose list it is."""

from __future__ import annotations

from nlp.own_words.clauses import read_clauses
from nlp.own_words.doers import JOINT, PERSON, SELF, Doer, doer_at
from nlp.own_words.drafts import Section
from nlp.own_words.dues import any_date
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span
from nlp.own_words.reading import Reading
from nlp.own_words.segment import Line
from nlp.own_words.signs import closing_bracket, only_date

_WITH_LABEL = frozenset({"only", "items", "so", "far", "express"})


def label_of(state: Reading, first: int, end: int) -> tuple[str | None, int]:
    """As in "ACTION:", "Decision -", "Action point for": its kind, and where the line goes on."""
    page = state.page
    start = first
    while start < end and page.tokens[start].text in "[(":
        start += 1
    for name, kind in (("info_labels", "info"), ("action_labels", "action"), ("plain_labels", None)):
        length = page.match(name, start, end)
        found = _label(state, start, length, end, kind) if length and start not in page.mention_at else None
        if found:
            return found
    if page.match("news_marks", start, end):
        return "info", start + page.match("news_marks", start, end)
    needed = page.match("need_labels", start, end)
    if needed and start + needed < end and page.tokens[start + needed].text == ":":
        return "action", start + needed + 1
    if page.tokens[first].low in page.grammar.words["my_labels"] and first + 1 < end:
        length = page.match("action_labels", first + 1, end)
        if length:
            state.section = Section("action", page.author, page.words(first, first + 1), True)
            return "action", min(end, first + 2 + length)
    return None, first


def _label(state: Reading, start: int, length: int, end: int, kind: str | None) -> tuple[str | None, int] | None:
    """What the label of `length` tokens at `start` opens; None where it is the beginning of something said."""
    page = state.page
    after = _past_label(page, start + length, end)
    if after >= end:
        return kind, end
    owned = _names_owner(state, start + length, after, end) or _owner_before(state, after, end)
    if kind == "action" and owned:
        return kind, owned
    named = _past_occasion(page, after, end) if kind == "action" else None
    if named:
        return kind, named
    led = kind == "action" and page.tokens[after].low in ("for", "für", "pour", "para", "on", "@")
    if led and doer_at(page, after + 1, end):
        return kind, after + 1
    mark = page.tokens[after]
    if mark.text in (":", "–", "—", ".", "!") or (mark.text == "-" and page.spaced(after)):
        if kind == "action" and _is_mine(page, start, length):
            state.section = Section("action", page.author, page.words(start, start + 1), True)
        return kind, after + 1
    doer = doer_at(page, after, end)
    return (kind, after) if doer and kind == "action" and doer.kind in (PERSON, JOINT, SELF) else None


def _names_owner(state: Reading, start: int, colon: int, end: int) -> int | None:
    """As in "ACTION (Ana): circulate it", whose points are Ana's: where they begin."""
    page = state.page
    if page.tokens[start].text != "(" or page.tokens[colon].text != ":" or colon + 1 >= end:
        return None
    doer = doer_at(page, start + 1, colon)
    if doer is None or doer.last != colon - 2:
        return None
    state.section = Section("action", doer.owner if doer.kind in (PERSON, SELF) else None, doer.words(page), True)
    return colon + 1


def _owner_before(state: Reading, after: int, end: int) -> int | None:
    """As in "To do for Ana before she leaves: ...": where Ana's points begin."""
    page = state.page
    colon = next((p for p in range(after, min(end, after + 12)) if page.tokens[p].text == ":"), None)
    if colon is None or colon + 1 >= end or page.tokens[after].low not in ("for", "für", "pour", "para"):
        return None
    doer = doer_at(page, after + 1, colon)
    if doer is None or doer.kind not in (PERSON, SELF) or doer.last >= colon - 1:
        return None
    state.section = Section("action", doer.owner, doer.words(page), True)
    return colon + 1


def opens_for(state: Reading, first: int, end: int) -> bool:
    """As in "Action: Ana. Circulate it.": a sentence that is but a name says whose the next ones are."""
    doer = doer_at(state.page, first, end)
    if doer is None or doer.kind not in (PERSON, SELF, JOINT):
        return False
    if any(token.is_word for token in state.page.tokens[doer.last + 1 : end]):
        return False
    owner = doer.owner if doer.kind in (PERSON, SELF) else None
    state.section = Section("action", owner, doer.words(state.page), True)
    return True


def _past_occasion(page: Page, after: int, end: int) -> int | None:
    """As in "actions from the huddle: ...": where the line goes on behind the colon."""
    if page.tokens[after].low not in ("from", "after", "of", "arising"):
        return None
    for place in range(after + 1, min(end, after + 6)):
        if page.tokens[place].text == ":":
            return place + 1 if place > after + 1 else None
        if not page.tokens[place].is_word:
            return None
    return None


def _past_label(page: Page, after: int, end: int) -> int:
    """Past "only", "so far" and a bracket that belong to the label."""
    while after < end and (page.tokens[after].low in _WITH_LABEL or page.tokens[after].text in ")]"):
        after += 1
    if after < end and page.tokens[after].text == "(":
        closing = closing_bracket(page, after, end)
        if closing and closing + 1 < end and page.tokens[closing + 1].text == ":":
            return closing + 1
    return after


def _is_mine(page: Page, start: int, length: int) -> bool:
    """As in "My actions:", "Two for me:"."""
    counted = page.grammar.words["my_labels"] | {"two", "one", "three"}
    return page.tokens[start].low in counted or page.tokens[start + length - 1].low == "me"


def reads_heading(state: Reading, first: int, end: int, line: Line) -> bool:
    """A line that only says whose or by when the next ones are."""
    page = state.page
    if not line.bullet and owners_list(state, first, end):
        return True
    if _opens_points(state, first, end):
        return True
    if page.tokens[end - 1].text != ":":
        return False
    doer = doer_at(page, first, end)
    if doer and doer.last == end - 2:
        owner = doer.owner if doer.kind in (PERSON, SELF) else None
        state.section = Section("action", owner, doer.words(page), True)
        return True
    due = any_date(page, Span(first, end))
    if not line.bullet and page.has("mine_words", first, end):
        state.section = Section("action", page.author, None, True)
        said_last = any(page.match("mine_words", p, end) == end - 1 - p for p in range(first, end - 1))
        return said_last or not read_clauses(page, first, end)  # "Three things I have to do:"
    state.section = Section(state.section.kind)
    if due and (due.phrase.day or due.phrase.clock) and (due.cut_from < due.first or only_date(page, first, end)):
        state.section.kind = "action"
        state.section.due, state.section.due_text = due.phrase.due(page.when), due.text(page)
    elif page.has("action_labels", first, end) and not page.has("negation", first, end):
        state.section.kind = "action"
    elif page.match("info_labels", first, end) and page.tokens[first].low not in (
        "from",
        "to",
        "re",
        "date",
        "time",
        "von",
        "an",
        "de",
    ):
        state.section.kind = "info"
    return not read_clauses(page, first, end)


def _opens_points(state: Reading, first: int, end: int) -> bool:
    """As in "Ana will (a) fix the date, (b) book the hall": what stands before the first point."""
    page, doer = state.page, doer_at(state.page, first, end)
    if doer is None or doer.kind not in (PERSON, SELF, JOINT) or doer.last + 1 >= end:
        return False
    if page.match("commit", doer.last + 1, end) != end - doer.last - 1:
        return False
    state.section = Section("action", doer.owner, doer.words(page), True)
    return True


def owners_list(state: Reading, first: int, end: int) -> bool:
    """As in "Tara to do list", "Ben's actions:"."""
    page = state.page
    doer = doer_at(page, first, end)
    if doer is None or doer.kind not in (PERSON, SELF) or doer.last + 1 >= end:
        return False
    place = doer.last + 1 + (page.tokens[doer.last + 1].low == "'s")
    place += page.match("action_labels", place, end)
    if place == doer.last + 1 or (place < end and page.tokens[place].low == "list" and (place := place + 1) > end):
        return False
    if (place < end and page.tokens[place].text != ":") or place < end - 1:
        return False
    state.section = Section("action", doer.owner, doer.words(page), True)
    return page.tokens[place - 1].is_word and page.tokens[place - 1].low != "'s"


def after_mine(state: Reading, first: int, end: int, line: Line) -> int:
    """As in "List for myself: ...": what follows, here and in the next points, is the author's."""
    page = state.page
    colon = next((p for p in range(first, min(end, first + 12)) if page.tokens[p].text == ":"), end)
    if (
        (line.bullet and colon == end)
        or colon - first > 12
        or not page.has("mine_words", first, colon)
        or read_clauses(page, first, colon)
    ):
        return first
    state.section = Section("action", page.author, None, True)
    return colon + 1


def is_title(page: Page, line: Line, following: Line) -> bool:
    """Whether the first line of a text is the title of the list below it: "Group meeting notes", "Launch retro".

    An order as the first line ("Order the lanyards") points at its object, or the next line is no point of a list.
    """
    first, end = page.token_range(line.start, line.end)
    words = page.tokens[first:end]
    if line.bullet or not 1 < len(words) <= 6 or not all(word.is_word for word in words):
        return False
    if words[0].low not in page.grammar.words["nouns_too"] or any(first <= place < end for place in page.date_at):
        return False
    pointing = page.grammar.words["determiners"] | page.grammar.words["objects"]
    if any(word.low in pointing for word in words):
        return False
    below, stop = page.token_range(following.start, following.end)
    doer = doer_at(page, below, stop)
    named = doer is not None and doer.last + 1 < stop and page.tokens[doer.last + 1].text in ":=-–—|"
    return not any(first <= place < end for place in page.mention_at) and (following.bullet or named)


def named_owner(state: Reading, first: int, end: int) -> bool:
    """As in "Investigate the outage. Owner: Ana.": whose the item just read is, or when it is due."""
    page, draft = state.page, state.drafts[-1]
    if first + 2 < end and page.tokens[first + 1].text == ":" and page.tokens[first].low in ("when", "due", "deadline"):
        due = any_date(page, Span(first + 2, end)) if not draft.due_text else None
        draft.due = draft.due or (due.phrase.due(page.when) if due else None)
        words = due.text(page) if due else page.words(first + 2, end).rstrip(" .!")  # "When: before launch"
        draft.due_text = draft.due_text or words
        return True
    if draft.owner or draft.owner_text:
        return False
    doer = _owner_label(page, first, end) or _lone_owner(state, first, end)
    if doer is None:
        return False
    draft.owner, draft.owner_text = doer.owner if doer.kind in (PERSON, SELF) else None, doer.words(page)
    return True


def _owner_label(page: Page, first: int, end: int) -> Doer | None:
    """As in "Owner: Ana"."""
    labels = ("owner", "responsible", "assignee", "assigned", "dri", "who")
    if page.tokens[first].low not in labels or first + 2 >= end or page.tokens[first + 1].text != ":":
        return None
    doer = doer_at(page, first + 2, end)
    return doer if doer and all(not token.is_word for token in page.tokens[doer.last + 1 : end]) else None


def _lone_owner(state: Reading, first: int, end: int) -> Doer | None:
    """As in "Chase the client by Friday. Bo." and "The gate is stuck. Bo to action."."""
    page, doer = state.page, doer_at(state.page, first, end)
    if doer is None or doer.kind != PERSON or state.drafts[-1].sentence != state.sentence - 1:
        return None
    after = doer.last + 1
    if page.has("to_action", after, end):
        return doer
    own_line = "\n" in page.text[page.tokens[first - 1].end : page.tokens[first].start]
    if own_line and doer.owner == page.author and not any(token.is_word for token in page.tokens[after:]):
        return None  # the writer's own name below the text
    alone = all(not token.is_word for token in page.tokens[after:end])
    return doer if alone and page.tokens[end - 1].text != "?" else None


def signs_off(page: Page, first: int, end: int) -> bool:
    """As in "Kind regards,": the list above it is over."""
    last = end
    while last > first and not page.tokens[last - 1].is_word:
        last -= 1
    return last > first and page.match("sign_offs", first, last) == last - first


def ends_as_news(page: Page, first: int, end: int) -> bool:
    """As in "The roof is repaired next week, FYI": the mark of mere news comes last."""
    last = end
    while last > first and not page.tokens[last - 1].is_word:
        last -= 1
    return any(page.match("news_marks", place, last) == last - place for place in range(max(first + 2, last - 5), last))


def marked_closed(state: Reading, first: int, end: int) -> bool:
    """As in "AI: (closed) Arjun - GST filing"."""
    page = state.page
    done = page.match("done", first + 1, end) if page.tokens[first].text in "([" else 0
    return done > 0 and first + 1 + done < end and page.tokens[first + 1 + done].text in ")]"
