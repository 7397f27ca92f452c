"""What was spoken of though nothing is to be done: "it" may come back to it."""

from __future__ import annotations

from nlp.own_words.clauses import Clause
from nlp.own_words.items import first_comma
from nlp.own_words.phrase import Span, phrase
from nlp.own_words.reading import Reading
from nlp.own_words.signs import verb_here


def remember(state: Reading, clause: Clause) -> None:
    """What was spoken of, though nothing is to be done: "it" may come back to it."""
    page, start = state.page, clause.predicate.start
    while start < clause.body.end and (
        page.match("negation", start, clause.body.end)
        or page.tokens[start].low in ("is", "are", "'s", "am", "'m", "will", "do", "does")
    ):
        start += 1
    gerund = page.grammar.gerunds.get(page.tokens[start].low) if start < clause.body.end else None
    if gerund and start > clause.predicate.start:
        state.last_thing = phrase(page, Span(start, first_comma(page, start, clause.body.end)), gerund, (), noun=False)
        return
    start += max(page.match("hedge", start, clause.body.end), page.match("commit", start, clause.body.end))
    if start > clause.predicate.start and verb_here(page, start):
        state.last_thing = phrase(
            page,
            Span(start, first_comma(page, start, clause.body.end)),
            verb_here(page, start),
            (),
            noun=False,
        )
    elif clause.predicate.start < clause.body.end and clause.predicate.base:
        state.last_thing = phrase(state.page, clause.body, clause.predicate.base, (), noun=False)

    elif clause.predicate.start < clause.body.end and state.page.tokens[clause.predicate.start].low in (
        "need",
        "needs",
        "want",
        "wants",
    ):
        state.last_thing = phrase(state.page, Span(clause.predicate.start + 1, clause.body.end), None, (), noun=True)


def ask(state: Reading, clause: Clause) -> None:
    state.last_thing = phrase(state.page, clause.body, clause.predicate.base, (), noun=clause.noun) or state.last_thing
