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


def test_a_mention_says_which_of_two_people_of_one_name_is_meant_and_who_it_is_not() -> None:
    one, other = Person("t", "a1", "Anna Berg", "29:1"), Person("t", "a2", "Anna Holm", "29:2")
    people = [ANN, one, other]
    told = Person("t", "29:2", "Anna", "29:2")
    assert who_owns(None, "Anna", "ann", people, [told]) == Owner(other)
    assert who_owns(None, "Anna", "ann", people, [told, Person("t", "29:1", "Anna", "29:1")]) == Owner(words="Anna")
    absent = Person("t", "29:3", "Anna", "29:3")
    assert who_owns("a1", "Anna", "ann", [ANN, one], [absent]) == Owner(words="Anna")


@given(st.none() | IDS, IDS)
def test_no_guest_and_no_stranger_is_ever_asked(named: str | None, author: str) -> None:
    asked = who_owns(named, "words", author, PEOPLE)
    assert asked.person is None or asked.person in (ANN, BEA)
    assert named != "gus" or asked.guest == "Gus"
