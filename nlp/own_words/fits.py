"""Whether a clause that reads like a task is one where it stands: things without a verb, trailing owners, questions."""

from __future__ import annotations

from nlp.own_words.clauses import Clause
from nlp.own_words.doers import ANY, NOBODY, THIRD, WE, YOU
from nlp.own_words.dues import any_date
from nlp.own_words.imperatives import opens_order
from nlp.own_words.page import Page
from nlp.own_words.phrase import Span
from nlp.own_words.predicate import BARE, GAP
from nlp.own_words.reading import Reading
from nlp.own_words.signs import is_past, only_date, will_be_done


def told_done_in_brackets(state: Reading, clause: Clause) -> bool:
    """As in "The Bishop will open the fair (confirmed)"."""
    page, end = state.page, clause.body.end
    if end - clause.body.first < 3 or page.tokens[end - 1].text != ")":
        return False
    opening = next((p for p in range(end - 2, clause.body.first, -1) if page.tokens[p].text == "("), None)
    return opening is not None and page.match("done", opening + 1, end) == end - opening - 2


def gap_fits(state: Reading, clause: Clause, clauses: list[Clause], number: int, kind: str | None) -> bool:
    """A thing without a verb counts where others have theirs beside it, or under a topic."""
    others = [c for n, c in enumerate(clauses) if n != number and not c.refused]
    topic = clause.lead.end > clause.lead.first and state.page.tokens[clause.lead.end - 1].text == ":"
    before = clause.doer.first - 1 if clause.doer else 0
    marked = (before >= 0 and state.page.tokens[before].text in (":", "@")) or topic
    follows = (
        bool(state.drafts)
        and state.drafts[-1].sentence == state.sentence - 1
        and state.page.tokens[clause.predicate.start].low in state.page.grammar.words["determiners"]
    )
    return bool(others) or marked or kind == "action" or follows


def bare_fits(state: Reading, clause: Clause) -> bool:
    """Whether what stands before a trailing owner is a task: "slides (Ana)", and not "regards, Ana"."""
    page, lead, doer = state.page, clause.lead, clause.doer
    if only_date(page, lead.first, lead.end) and not state.title:
        _date_the_last(state, clause)
        return False
    words = [t for t in page.tokens[lead.first : lead.end] if t.is_word]
    if not words or len(words) > 25 or doer is None or doer.kind == WE or _is_no_thing(page, lead):
        return False
    if doer.kind == ANY and page.tokens[doer.first - 1].text != ">":
        return doer.first in page.trailing or page.match("open_owners", doer.first, doer.last + 1) > 0
    owed = any(will_be_done(page, p) for p in range(lead.first + 1, lead.end))  # "the invoice has to be paid (Ana)"
    if owed or "assigned" in (page.tokens[lead.end - 1].low, page.tokens[lead.end].low):
        return True
    return not any(page.tokens[p].low in page.grammar.words["told"] for p in range(lead.first, lead.end))


def _date_the_last(state: Reading, clause: Clause) -> None:
    """As in "Ana: the deck. By Friday, Ana.": a date for what the same person has just been given."""
    last, doer = state.drafts[-1] if state.drafts else None, clause.doer
    due = any_date(state.page, clause.lead)
    if last and doer and due and last.owner == doer.owner and last.due is None:
        last.due, last.due_text = due.phrase.due(state.page.when), due.text(state.page)


def _is_no_thing(page: Page, lead: Span) -> bool:
    """A sign-off, a label, an aside, something past, denied or asked."""
    return (
        page.has("sign_offs", lead.first, lead.first + 1)
        or page.match("nothing", lead.first, lead.end) == lead.end - lead.first
        or page.match("info_labels", lead.first, lead.end) == lead.end - lead.first
        or page.match("no_order", lead.first, lead.end) > 0
        or (is_past(page, lead.first) and page.tokens[lead.first].low not in page.grammar.words["past_and_present"])
        or page.has("negation", lead.first, lead.end)
        or page.has("question", lead.first, lead.first + 1)
    )


def asks(state: Reading, clause: Clause, end: int) -> bool:
    """Whether the question is an order in disguise."""
    page, doer = state.page, clause.doer
    if doer is None:
        return False
    if doer.kind == YOU or page.has("request", doer.first, end) or page.has("please", doer.first, end):
        return True
    lead = clause.lead
    led = page.tokens[lead.first].low in ("can", "could") or page.has("request", lead.first, lead.end)
    if lead.end > lead.first and led:
        return True
    opener = page.tokens[clause.lead.end].low if clause.lead.end < len(page.tokens) else ""
    if opener in ("can", "could", "would", "will", "kann", "könnte", "peut", "puede", "podría"):
        return True
    if any(page.tokens[p].low in ("can", "could") for p in range(doer.last + 1, end)):
        return True
    return (doer.first > 0 and page.tokens[doer.first - 1].text == "@") or page.tokens[doer.first].text == "@"


def carries(page: Page, clause: Clause, end: int) -> bool:
    """As in "make sure they bring the anchors", "check whether Ana has it": the clause is part of the order."""
    lead = clause.lead
    if clause.doer is None or not (clause.refused or clause.doer.kind in (ANY, THIRD, NOBODY)):
        return False
    place = lead.first + (page.match("please", lead.first, lead.end) or page.match("request", lead.first, lead.end))
    if place >= lead.end or page.tokens[place].low not in page.grammar.words["clause_verbs"]:
        return False
    marked = any(page.tokens[position].text in ",;:-–—" for position in range(place, lead.end))
    return not marked and opens_order(page, place, end)


def ordered_before(page: Page, clause: Clause) -> bool:
    """As in "Call the city, call the county, somebody get me a permit": orders before the first doer."""
    lead = clause.lead
    if clause.predicate.kind in (BARE, GAP) or lead.end - lead.first < 3 or page.tokens[lead.end - 1].text != ",":
        return False
    return opens_order(page, lead.first, lead.end)
