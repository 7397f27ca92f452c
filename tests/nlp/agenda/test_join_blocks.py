"""Join blocks go, whatever their language; the organizer's words stay, with their offsets."""

from __future__ import annotations

import pytest

from nlp.agenda import find_agenda, plain_text

RULE = "_" * 80
DIAL_IN = "https://dialin.teams.microsoft.com/x"
INNER_RULE = "_" * 32
ANCHOR = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=x"

TEXT_BLOCKS = {
    "english": f"{RULE}\nMicrosoft Teams meeting\nJoin on your computer\nClick here to join<{ANCHOR}>\n{RULE}",
    "german": f"{RULE}\nMicrosoft Teams-Besprechung\nJetzt an der Besprechung teilnehmen<{ANCHOR}>\nCode: ab\n{RULE}",
    "french": f"{RULE}\nRéunion Microsoft Teams\nRejoindre la réunion maintenant<{ANCHOR}>\nCode secret : xy\n{RULE}",
    "japanese": f"{RULE}\nMicrosoft Teams 会議\n会議に参加するにはここをクリック<{ANCHOR}>\n{RULE}",
    "hindi": f"{RULE}\nMicrosoft Teams मीटिंग\nमीटिंग में शामिल हों<{ANCHOR}>\n{RULE}",
    "short link": f"{RULE}\nJoin: https://teams.microsoft.com/meet/12345678901234?p=abc\nNeed help?\n{RULE}",
    "with dial-in": f"{RULE}\nTeams<{ANCHOR}>\n+49 69 1234567,,4711#\n{INNER_RULE}\nPIN<{DIAL_IN}>\n{RULE}",
    "closing rule lost": f"{RULE}\nMicrosoft Teams meeting\nJoin<{ANCHOR}>\nMeeting ID: 123 456 789 012",
    "no rules": f"\nMicrosoft Teams meeting\nJoin<{ANCHOR}>\nMeeting ID: 123 456 789 012",
    "zoom": "\nJoin Zoom Meeting\nhttps://example.zoom.us/j/99912345678?pwd=abc\nMeeting ID: 999 1234 5678",
    "google": "-::~:~::~:~:~:~:~:~\nJoin: https://meet.google.com/abc-defg-hij\n-::~:~::~:~:~:~:~:~",
}


def _lines(body: str, body_type: str = "text") -> list[str]:
    text, anchors = plain_text(body, body_type)
    return [line.of(text) for line in find_agenda(text, anchors).lines]


@pytest.mark.parametrize("block", TEXT_BLOCKS.values(), ids=TEXT_BLOCKS.keys())
def test_a_join_block_under_the_agenda_is_dropped(block: str) -> None:
    assert _lines(f"1. Budget figures\n2. Open positions\n\n{block}") == ["1. Budget figures", "2. Open positions"]


@pytest.mark.parametrize("block", TEXT_BLOCKS.values(), ids=TEXT_BLOCKS.keys())
def test_an_agenda_under_the_join_block_is_kept_where_nothing_stands_above(block: str) -> None:
    assert _lines(f"{block}\n\n1. Budget figures\n2. Open positions")[-2:] == ["1. Budget figures", "2. Open positions"]


def test_a_list_below_the_block_is_kept_beside_a_greeting_above_it_and_a_disclaimer_is_not() -> None:
    assert _lines(f"Agenda is below, thank you\n\n{TEXT_BLOCKS['english']}\n\n1. Budget figures\n2. Open positions")[
        -2:
    ] == [
        "1. Budget figures",
        "2. Open positions",
    ]
    assert _lines(
        f"Budget figures and plan\n{TEXT_BLOCKS['english']}\n\nExample Ltd, 1 High Street\nThink of the trees"
    ) == ["Budget figures and plan"]


@pytest.mark.parametrize(
    "mark", ['class="me-email-headline"', 'id="meet_invite_block.action.help"', 'data-tid="meeting-code"']
)
def test_an_html_join_block_is_known_by_its_marks(mark: str) -> None:
    body = f"<p>Budget figures</p><br><div>{RULE}</div><div><span {mark}>何か</span></div><div>{RULE}</div>"
    assert _lines(body, "html") == ["Budget figures"]


def test_a_link_wrapped_by_a_mail_filter_is_still_an_anchor() -> None:
    wrapped = (
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2F19"
    )
    body = f'<p>Budget figures and plan</p><div>{RULE}</div><a href="{wrapped}">x</a><div>{RULE}</div>'
    assert _lines(body, "html") == ["Budget figures and plan"]


def test_rules_without_an_anchor_are_the_organizers_own() -> None:
    body = f"Budget figures\n{RULE}\nOpen positions"
    assert _lines(body) == ["Budget figures", "Open positions"]


def test_a_body_of_nothing_but_a_join_block_holds_no_agenda() -> None:
    assert _lines(TEXT_BLOCKS["german"]) == []
