"""What the sentences around an item say of it: whom "you" means, and the deadline told behind it."""

from __future__ import annotations

import pytest

from tests.nlp.own_words.conftest import Find


@pytest.mark.parametrize(
    "text",
    [
        "Hi Ana, from today: you call the landlord and I measure the shop on Wednesday at 10.",
        "Ana, as you weren't sure afterwards: you do the letter to the landlord and Bo does the map.",
        "Hello Ana,\nthank you for the meeting. Bo paid the rent yesterday. Would you call the landlord please?\nGrace",
    ],
)
def test_you_is_whoever_is_called_by_name_before(find: Find, text: str) -> None:
    called = [item for item in find(text) if "landlord" in item.what]
    assert [item.owner for item in called] == ["p1"]


@pytest.mark.parametrize(
    "behind",
    [
        "It has to be with the printer by 3 October.",
        "Should be with the printer on 3 October.",
        "I told her the 3rd of October is early enough.",
        "She thinks two weeks is fine but let's say 3 October.",
    ],
)
def test_a_deadline_told_in_the_next_sentence_is_the_items(find: Find, behind: str) -> None:
    found = find(f"The shop looks good again. Ana designs the window sticker for the shop. {behind} Bo was on leave.")
    assert [item.due for item in found if item.owner == "p1"] == ["2025-10-03"]


@pytest.mark.parametrize("behind", ["It opens on 3 October.", "The fair is on 3 October."])
def test_another_day_told_in_the_next_sentence_is_not(find: Find, behind: str) -> None:
    found = find(f"The shop looks good again. Ana designs the window sticker for the shop. {behind} Bo was on leave.")
    assert [item.due for item in found if item.owner == "p1"] == [None]


def test_a_deadline_of_both_is_the_last_twos(find: Find) -> None:
    found = find("William pays the rent. Ana does the letter and Bo does the map. Both of them by Friday please.")
    assert [(item.owner, item.due) for item in found] == [("p4", None), ("p1", "2025-09-26"), ("p2", "2025-09-26")]


def test_one_sentence_with_two_doers_is_two_items(find: Find) -> None:
    found = find(
        "Before that Ana will get a price for fifteen seats from the vendor, and Bo writes"
        " half a page on what it would save us, both by the 3rd."
    )
    assert [(item.owner, item.due) for item in found] == [("p1", "2025-10-03"), ("p2", "2025-10-03")]


def test_what_is_told_again_with_its_owner_is_one_item(find: Find) -> None:
    (item,) = find("The stand for the job fair on 15 October has to be booked by Friday, Bo's on it.")
    assert (item.owner, item.due) == ("p2", "2025-09-26")


def test_happy_to_is_a_promise_of_the_writer(find: Find) -> None:
    (item,) = find("happy to run the kickoff with the new courier if Ana sends me the contract")
    assert item.owner == "p3"
