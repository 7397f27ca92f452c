"""When "X and Y" of one doer is one item, and when two; and who owns what is told in a round-about way."""

from __future__ import annotations

import pytest

from tests.nlp.own_words.conftest import Find


@pytest.mark.parametrize(
    "text",
    [
        "Ana will redline the contract and send it round",
        "Bo, can you weigh the grain and let the farmer know?",
        "Ana finds out why and reports back at the next sync",
        "Bo makes the new schedule and sends to all",
        "I'll ring the vendor and get a date",
        "Check the boiler and report back",
        "Bo is going to check the numbers and sign off",
        "Ana to read the draft and give comments by Friday",
    ],
)
def test_steps_on_one_matter_are_one_item(text: str, find: Find) -> None:
    assert len(find(text)) == 1


@pytest.mark.parametrize(
    ("text", "whats"),
    [
        (
            "Ana, email the architect about the lift and order the doors",
            ["email the architect about the lift", "order the doors"],
        ),
        ("Bo sends the offer to Acme and loops in legal", ["send the offer to Acme", "loop in legal"]),
        (
            "Bo is to email the tenants and put a notice in the lift",
            ["email the tenants", "put a notice in the lift"],
        ),
        (
            "Grace confirms the date with the hall, orders the flowers and books the band",
            ["confirm the date with the hall", "order the flowers", "book the band"],
        ),
        (
            "Ana draws the plan by Friday and sends it to Bo on Monday",
            ["draw the plan", "send the plan to Bo"],
        ),
    ],
)
def test_tasks_with_matters_of_their_own_are_items_of_their_own(text: str, whats: list[str], find: Find) -> None:
    found = find(text)
    assert [item.what for item in found] == whats
    assert len({item.owner for item in found}) == 1


@pytest.mark.parametrize(
    ("lang", "text", "whats"),
    [
        (
            "de",
            "Ich rufe den Kunden an und schreibe das Protokoll.",
            ["den Kunden anrufen", "das Protokoll schreiben"],
        ),
        ("de", "Ana prüft das Angebot und gibt mir Bescheid", ["das Angebot prüfen und gibt mir Bescheid"]),
        ("es", "Ana prepara la agenda y la manda a todos", ["preparar la agenda y la manda a todos"]),
    ],
)
def test_other_languages_part_tasks_by_their_objects_too(lang: str, text: str, whats: list[str], find: Find) -> None:
    assert len(find(text, f"{lang}-{lang.upper()}", lang)) == len(whats)


def test_a_firm_day_at_the_end_holds_for_all_joined_tasks(find: Find) -> None:
    found = find("Please order the sheets and return the hoist by Friday.")
    assert [item.due for item in found] == ["2025-09-26", "2025-09-26"]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("- rotate the signing keys @Ana", "p1"),
        ("need: licence scan in CI (Bo, next sprint)", "p2"),
        ("Have Bo check the anchor bolts", "p2"),
        ("Let's have Ana call the vendor", "p1"),
        ("I'd like Bo to draft the letter.", "p2"),
        ("It's on Ana to tell the client.", "p1"),
        ("Last one for Bo: submit the grant report.", "p2"),
        ("On Ana: translation of the notice", "p1"),
        ("Bo's job for this week: fix the intake form.", "p2"),
        ("Could you look at the tender, Ana?", "p1"),
        ("Don't forget to send the agenda, Bo!", "p2"),
        ("Bo you owe me the drawings", "p2"),
        ("ana ringing estates about the leak", "p1"),
        ("Could somebody own the FAQ? Bo: I'll take it.", "p2"),
    ],
)
def test_whose_it_is_may_be_told_in_a_roundabout_way(text: str, owner: str, find: Find) -> None:
    (item,) = find(text)
    assert item.owner == owner


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("night sister to check the fridge every shift", "night sister"),
        ("We need somebody who makes the budget", "somebody"),
        ("- Pavel from IT - access to SharePoint\n- Ana - new cards", "Pavel from IT"),
        ("the pressure folder - no one yet", "no one"),
    ],
)
def test_who_is_not_on_the_list_keeps_the_words(text: str, words: str, find: Find) -> None:
    item = find(text)[0]
    assert (item.owner, item.owner_text) == (None, words)
