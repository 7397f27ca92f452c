"""The script's eyes and hands: reading cards, pressing buttons, reading invites from lines."""

from __future__ import annotations

import io
import json
from datetime import datetime

import pytest

from bot.playground.card_hand import Entries, StepFailed, has_button, press
from bot.playground.card_text import card_lines
from bot.playground.invite_lines import PlayedInvite, Unreadable, read_lines
from bot.playground.script import play
from bot.playground.story_invites import rounds
from bot.playground.story_meeting import next_morning

CARD = {
    "type": "AdaptiveCard",
    "body": [
        {"type": "TextBlock", "text": "What did you take away?"},
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "A {\u200b{name}} "}, "and more"]},
        {"type": "TextBlock", "text": "{{DATE(2026-11-26T09:00:00Z,SHORT)}} at {{TIME(2026-11-26T09:00:00Z)}}"},
        {
            "type": "ColumnSet",
            "columns": [
                {"items": [{"type": "TextBlock", "text": "send the draft"}]},
                {"items": [{"type": "TextBlock", "text": "Ana"}]},
            ],
        },
        {"type": "FactSet", "facts": [{"title": "Due", "value": "Friday"}]},
        {"type": "TextBlock", "text": "hidden", "isVisible": False},
        {"type": "Input.Text", "id": "w", "label": "Words", "isMultiline": True, "isRequired": True},
        {"type": "Input.Text", "id": "n", "label": "Name", "value": "Zoë"},
        {"type": "Input.ChoiceSet", "id": "p", "label": "Who", "choices.data": {"dataset": "users"}},
        {"type": "Input.Date", "id": "d", "label": "When"},
        {"type": "Input.Toggle", "id": "t", "title": "Quiet", "value": "true"},
    ],
    "actions": [
        {"type": "Action.Execute", "title": "Add", "verb": "v", "data": {"m": 1}, "fallback": {"title": "Old"}},
        {"type": "Action.Execute", "title": "Nothing", "verb": "n", "associatedInputs": "none"},
        {"type": "Action.Submit", "title": "Send", "data": {"verb": "s"}},
    ],
}


def test_a_card_reads_as_lines_from_top_to_bottom() -> None:
    assert card_lines(CARD, "Europe/Berlin") == [
        "What did you take away?",
        "A {{name}} and more",
        "26 Nov 2026 at 10:00",
        "send the draft  Ana",
        "Due: Friday",
        "Words:",
        "    <empty>",
        "Name:",
        "    Zoë",
        "Who:",
        "    <empty>",
        "When:",
        "    <empty>",
        "[x] Quiet",
        "[Add] [Nothing] [Send]",
    ]


def test_a_button_carries_its_data_the_entries_and_what_stood_in_the_fields() -> None:
    pressed = press(CARD, "Add", Entries(text="I do it", person="id-1", date="2026-12-01"))
    assert pressed.verb == "v"
    assert pressed.data == {"m": 1, "w": "I do it", "n": "Zoë", "p": "id-1", "d": "2026-12-01", "t": "true"}


def test_a_button_without_inputs_carries_none() -> None:
    assert press(CARD, "Nothing").data == {}


def test_an_old_button_names_its_verb_in_its_data() -> None:
    assert press(CARD, "Send", Entries(text="x")).verb == "s"


def test_a_required_field_holds_the_button_back() -> None:
    with pytest.raises(StepFailed, match="required"):
        press(CARD, "Add")


def test_a_missing_button_is_told_with_what_is_there() -> None:
    with pytest.raises(StepFailed, match="Add, Nothing, Send"):
        press(CARD, "Old")
    assert has_button(CARD, "Add", "Send")
    assert not has_button(CARD, "Old")


def test_head_counts_count_the_organizer_and_are_kept_to_a_few_hundred() -> None:
    lines = [
        {"id": 1, "subject": "a\n b", "required": 6, "optional": 2, "duration_min": 0, "body": None},
        {"id": "2", "subject": "x", "required": 0, "optional": 3},
        {"id": "3", "subject": "x", "required": 9000},
        {"id": "4", "subject": "x", "external": True, "sensitivity": "private"},
    ]
    read = list(read_lines(json.dumps(line) for line in lines))
    assert [one.form for one in read if isinstance(one, PlayedInvite)] == [
        {"subject": "a b", "duration_min": 1, "required": 5, "optional": 2},
        {"subject": "x", "duration_min": 30, "required": 0, "optional": 2},
        {"subject": "x", "duration_min": 30, "required": 300, "optional": 0},
        {"subject": "x", "duration_min": 30, "required": 4, "optional": 0, "external": True, "sensitivity": "private"},
    ]
    assert read[0].id == "1"


@pytest.mark.parametrize(
    ("line", "told_id"),
    [
        ("nonsense", "line 1"),
        ("[]", "line 1"),
        ('{"subject": "x"}', "line 1"),
        ('{"id": "a"}', "a"),
        ('{"id": "a", "subject": "x", "required": -1}', "a"),
        ('{"id": "a", "subject": "x", "optional": true}', "a"),
    ],
)
def test_a_line_that_is_no_invite_says_so_and_the_rest_goes_on(line: str, told_id: str) -> None:
    wrong, right = read_lines([line, "", '{"id": "b", "subject": "y"}'])
    assert isinstance(wrong, Unreadable)
    assert wrong.id == told_id
    assert isinstance(right, PlayedInvite)


def test_a_round_never_asks_one_organizer_about_two_invites_of_one_subject() -> None:
    invites = [PlayedInvite(str(number), {"subject": "Sync"}) for number in range(7)]
    played = list(rounds(invites, ["a", "b", "c"]))
    assert [len(one) for one in played] == [3, 3, 1]
    assert {organizer for organizer, _subject in played[0]} == {"a", "b", "c"}
    assert sorted(invite.id for one in played for invite in one.values()) == list("0123456")


def test_a_round_is_kept_to_two_dozen() -> None:
    invites = [PlayedInvite(str(number), {"subject": str(number)}) for number in range(60)]
    assert [len(one) for one in rounds(invites, ["a", "b"])] == [24, 24, 12]


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-25T07:59:00Z", "2026-11-25T09:00+01:00"),
        ("2026-11-25T08:00:00Z", "2026-11-26T09:00+01:00"),
        ("2026-11-27T12:00:00Z", "2026-11-30T09:00+01:00"),
        ("2026-10-24T12:00:00Z", "2026-10-26T09:00+01:00"),
    ],
)
def test_the_next_working_morning_is_at_nine_in_the_tenants_zone(now: str, morning: str) -> None:
    assert next_morning(datetime.fromisoformat(now), "Europe/Berlin").isoformat(timespec="minutes") == morning


async def test_a_playground_that_does_not_answer_is_a_failure_in_words(unused_tcp_port: int) -> None:
    out = io.StringIO()
    assert await play(f"http://127.0.0.1:{unused_tcp_port}/", None, out) == 1
    assert "the playground does not answer" in out.getvalue()
