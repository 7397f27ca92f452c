"""Decisions, news, thanks, feelings and permissions: nothing of it is anybody's task."""

from __future__ import annotations

import pytest

from tests.nlp.own_words.conftest import Find


@pytest.mark.parametrize(
    "text",
    [
        "We lost a day to wind. Schedule still holds.",
        "The landlord is repairing the roof next week, FYI.",
        "Ana sends her apologies. Bo sends his regards.",
        "Grace takes her leave in August.",
        "William wins the bake off again.",
        "Bo joins us from Monday as team lead.",
        "Bo leads the team since March.",
        "Ana works from home on Friday.",
        "Ana reports nothing new.",
        "Nothing from me this week.",
        "Release went out at 14:00, rollback not needed.",
        "They will let us know.",
        "Ana will know. I will miss you all.",
        "I must say the new layout is great.",
        "I can confirm that the permit is valid until March.",
        "Grace will turn 40 next week.",
        "You can find the slides in the folder.",
        "Feel free to ask.",
        "Bo on the phone with the supplier, sounded ok.",
        "Heating is running.",
        "print queue is empty again, whoever fixed it: thank you",
        "Bring a friend day was fun!",
        "We'll pick in two weeks.",
        "Ask me again next year.",
        "Do not worry about the invoice, finance has it.",
        "I was going to book the room but it's taken, never mind.",
        "Who takes minutes next time?",
        "Plan B it is.",
        "Thanks for covering, Bo, you're a star",
        "The printer is working again.",
        "Grace is moving house next week.",
        "Rolled back. Fix shipped in 2.3.1.",
        "Deploy froze. Power cut planned for Sunday.",
        "Bo rang in to say he's better. Back tomorrow.",
        "Please be aware that the car park is closed tomorrow.",
    ],
)
def test_what_happens_is_felt_or_allowed_is_no_task(text: str, find: Find) -> None:
    assert find(text) == ()


def test_the_title_of_a_list_is_no_task(find: Find) -> None:
    assert [item.owner for item in find("Launch retro\n- Ana: order paper\n- Bo: call the printer")] == ["p1", "p2"]


def test_a_sign_off_ends_the_list(find: Find) -> None:
    assert len(find("Actions:\n- Ana to order paper\n\nKind regards\nGrace")) == 1


def test_who_helps_has_no_task_of_their_own(find: Find) -> None:
    assert [item.owner for item in find("Ana moves the boxes on Friday. Bo will help her.")] == ["p1"]
