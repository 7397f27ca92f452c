"""What holds for every card: how many buttons stand on it, and what is said where the model made something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.teams.messenger import TeamsMessenger
from bot.domain.cards import MOST_PRIMARY, Card, box, card, execute, is_judged, primary_actions
from bot.domain.conversation import Conversation
from bot.domain.judgement import Evidence
from bot.domain.meeting import Attendee, MeetingInstance
from bot.domain.task import Task
from bot.features.async_round import round_card
from bot.features.invite_nudge import nudge_card
from bot.features.meeting_outcomes import outcome_card, understood_card
from bot.features.meeting_outcomes.what_stands import Standing
from bot.features.owned_tasks import merge_card, task_card
from bot.playground.teams.card_rules import too_many_buttons

DAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
CHAT = Conversation("t", "19:x", "https://s.example", "personal")
TASK = Task("T-1", "t", "19:x", "send the draft", "proposed", "maren", NOW, owner="ana", owner_name="Ana")
MEETING = MeetingInstance("t", "m", NOW, CHAT, "Planning")
STANDING = Standing(DAY, (TASK,))
ABOUT = nudge_card.About("Weekly status", NOW.isoformat(), 30, 6, series=True, items=("read out",))
PEOPLE = (Attendee("Ana", "ana@x.example"), Attendee("Bo", "bo@x.example"))

JUDGED: dict[str, tuple[Card, set[str]]] = {
    "nudge": (
        nudge_card.question("n", ABOUT, [Evidence("read out", 0, 8, "clarity", "clear")]),
        {"nudge.wrong"},
    ),
    "preview": (round_card.preview("n", {}, PEOPLE, [("read out", 0)]), {"nudge.back"}),
    "offer": (task_card.offer(TASK, None, DAY), {"task.decline"}),
    "twins": (merge_card.same_thing_question(TASK, TASK, DAY), {"task.keep_both"}),
    "understood": (understood_card.understood(MEETING, [TASK], [], DAY), {"task.fix", "task.drop"}),
    "outcomes": (outcome_card.asking(MEETING, STANDING), {"outcome.mine"}),
    "words in a chat": (outcome_card.acknowledgement([TASK], DAY), set()),  # put right by changing the message
}
"""Every card that shows what the model made, and the buttons that say it is wrong."""


class Wire:
    """A connector that keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    async def send(self, _to: Conversation, activity: dict[str, Any], _marks: object = None) -> str:
        self.sent.append(activity)
        return "m-1"

    async def update(self, _message: object, activity: dict[str, Any]) -> None:
        self.sent.append(activity)


class Never:
    async def done(self, _key: str, _sent: object) -> None: ...


async def delivered(face: Card) -> Sequence[dict[str, Any]]:
    """The message as it is sent, and as it is when the card changes."""
    wire = Wire()
    messenger = TeamsMessenger(wire, Never())  # type: ignore[arg-type]  # the two calls that are made
    await messenger.update(await messenger.send(CHAT, face, once="k", summary="s"), face, summary="s")
    return wire.sent


@pytest.mark.parametrize("name", JUDGED)
async def test_what_the_model_made_is_labelled_can_be_rated_and_can_be_put_right(name: str) -> None:
    face, ways = JUDGED[name]
    assert ways <= {action.get("verb") for action in primary_actions(face)}
    for message in await delivered(face):
        (label,) = message["entities"]
        assert (label["@type"], label["additionalType"]) == ("Message", ["AIGeneratedContent"])
        assert message["channelData"] == {"feedbackLoop": {"type": "default"}}


async def test_what_people_said_themselves_bears_no_such_label() -> None:
    face = task_card.told(TASK, "Ana took it", DAY)
    assert not is_judged(face)
    assert all("entities" not in message for message in await delivered(face))


def row(buttons: int, *, folded: bool) -> dict[str, Any]:
    look = {"isVisible": False} if folded else {}
    return box([{"type": "ActionSet", "actions": [execute(f"{n}", "x") for n in range(buttons)]}], **look)


ROWS = st.lists(st.builds(row, st.integers(1, 3), folded=st.booleans()), max_size=12)


@given(rows=ROWS, own=st.integers(0, 9))
def test_no_card_opens_with_more_than_six_buttons_and_none_is_lost(rows: list[dict[str, Any]], own: int) -> None:
    before = sum(len(each["items"][0]["actions"]) for each in rows)
    made = card(rows, [execute(f"{n}", "y") for n in range(own)])
    assert len(primary_actions(made)) <= MOST_PRIMARY
    assert not too_many_buttons(made)
    assert sum(len(each["items"][0]["actions"]) for each in made["body"]) == before
    assert len(made.get("actions", ())) == own


def test_a_card_with_few_buttons_hides_none_and_a_long_list_keeps_the_main_button_of_its_first_rows() -> None:
    short = card([row(2, folded=False) for _ in range(3)])
    assert len(primary_actions(short)) == 6
    long = card([row(2, folded=False) for _ in range(8)], [execute("More", "more")])
    assert [action["title"] for action in primary_actions(long)] == ["0"] * 5 + ["More"]


def test_a_refusal_of_the_stand_in_counts_what_stands_on_the_card() -> None:
    assert too_many_buttons({"body": [row(7, folded=False)]})
    assert not too_many_buttons({"body": [row(7, folded=True)]})
