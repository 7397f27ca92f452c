"""Who is asked about an item: never a guest, never a stranger."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.person import Person
from bot.features.meeting_outcomes.who_owns import Owner, who_owns

ANN, BEA, GUS = Person("t", "ann", "Ann"), Person("t", "bea", "Bea"), Person("t", "gus", "Gus", guest=True)
PEOPLE = [ANN, BEA, GUS]
IDS = st.sampled_from(["ann", "bea", "gus", "stranger"])


def test_a_colleague_is_asked_themselves_and_a_guest_s_sponsor_is_who_wrote_it() -> None:
    assert who_owns("bea", "Bea", "ann", PEOPLE) == Owner(BEA)
    assert who_owns("gus", "Gus", "ann", PEOPLE) == Owner(ANN, guest="Gus")


def test_words_that_name_nobody_known_are_kept() -> None:
    assert who_owns(None, "the new hire", "ann", PEOPLE) == Owner(words="the new hire")
    assert who_owns("stranger", "Bo", "ann", PEOPLE) == Owner(words="Bo")


@given(st.none() | IDS, IDS)
def test_no_guest_and_no_stranger_is_ever_asked(named: str | None, author: str) -> None:
    asked = who_owns(named, "words", author, PEOPLE)
    assert asked.person is None or asked.person in (ANN, BEA)
    assert named != "gus" or asked.guest == "Gus"
