"""The words and faces of a round: preview, the organizer's panel, the thread, the summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from bot.domain.cards import (
    Card,
    Element,
    card,
    choices,
    date_input,
    execute,
    heading,
    judged,
    markdown,
    moment,
    quiet,
    text,
    text_input,
)
from bot.domain.meeting import Attendee
from bot.domain.round import Round
from bot.domain.tongue import mark, say

SUMMARY = mark("In writing")
CALL = timedelta(minutes=15)
NEW_MEETING = "https://teams.microsoft.com/l/meeting/new"


def preview(nudge: str, about: Mapping[str, Any], people: Sequence[Attendee], asks: Sequence[tuple[str, int]]) -> Card:
    """`asks`: each question, and who of `people` (by number) is asked for now."""
    data = {"nudge": nudge, "about": about, "people": [[one.name, one.address] for one in people]}
    names = {str(number): one.name for number, one in enumerate(people)}
    rows: list[Element] = []
    for number, (question, who) in enumerate(asks):
        rows += [
            text(f"{number + 1}. {question}", spacing="Medium"),
            choices(f"to{number}", say("Who answers this?"), names, str(who)),
        ]
    cancel = say("Cancel the whole series") if about.get("series") is True else say("Cancel the meeting")
    kept = {"cancel": cancel, "keep": say("Keep the meeting")}
    return card(
        [
            heading(say("In writing instead?")),
            text(say("Potluck would ask this where your people are. Nothing is sent before you say so.")),
            *rows,
            date_input("deadline", say("Answers by"), value=str(about.get("start", ""))[:10]),
            choices("event", say("And the meeting itself?"), kept, "keep"),
            quiet(say("For ten minutes after that you can take everything back.")),
            judged(
                say("AI picked these points from the agenda, and it can be wrong. Wrong on the card before says so.")
            ),
        ],
        [
            execute(say("Start the round"), "round.start", data, style="positive"),
            execute(say("Back"), "nudge.back", {"nudge": nudge, "about": about}),
        ],
    )


def panel(one: Round, *, place: str, undo_until: datetime | None) -> Card:
    """The organizer's card while a round runs. `place` says where people answer."""
    body = [heading(say("Asked in writing")), text(place), text(_event(one, undo_until), spacing="Small"), _by(one)]
    if undo_until is None:
        return card(body)
    until = say("You can take it back until {moment}.", moment=moment(undo_until))
    body.append(markdown(until, isSubtle=True))
    return card(body, [execute(say("Undo"), "round.undo", {"round": one.id, "nudge": one.id})])


def _event(one: Round, undo_until: datetime | None) -> str:
    if one.event == "keep":
        return say("The meeting stays in the calendar.")
    if undo_until:
        return say("The meeting is cancelled when the time for undoing is over.")
    return say("The meeting is cancelled.")


def _by(one: Round, **look: Any) -> Element:
    return markdown(say("Answers by {moment}.", moment=moment(one.deadline)), **look)


def told(title: str, words: str) -> Card:
    return card([heading(title), text(words)])


def not_cancelled() -> Card:
    return told(
        say("Please cancel it yourself"),
        say("People are asked in writing, but Potluck may not cancel the meeting: please do it in Outlook."),
    )


def by_hand(one: Round) -> Card:
    """Potluck may not write anywhere that exactly these people read: the organizer gets the words."""
    lines = [
        say("Instead of meeting for “{subject}”, let's do this in writing.", subject=one.subject),
        *(f"{number}. {ask.question} ({ask.to.name})" for number, ask in enumerate(one.asks, 1)),
    ]
    return card(
        [
            heading(say("Please post it yourself")),
            text(
                say("Potluck may not write where all of these people read. The meeting was not touched. Ready to send:")
            ),
            text_input("ready", say("Your message"), isMultiline=True, value="\n".join(lines)),
        ]
    )


def thread(one: Round) -> Card:
    """Where everybody answers."""
    body = [
        heading(one.subject or say(SUMMARY)),
        text(say("In writing instead of a meeting. Answer in your own time.")),
    ]
    for number in range(len(one.asks)):
        body += _item(one, number)
    if one.state == "undone":
        return card(
            [heading(one.subject or say(SUMMARY)), text(say("The organizer took this back: the meeting stands."))]
        )
    body.append(_by(one, isSubtle=True, spacing="Medium"))
    if one.state != "open":
        return card(body)
    numbers = {str(n): f"{n + 1}. {ask.question[:60]}" for n, ask in enumerate(one.asks)}
    first = str((one.open_items() or [0])[0])
    body += [
        choices("item", say("Which point?"), numbers, first),
        text_input(
            "words", say("Your answer"), isMultiline=True, maxLength=2000, required=say("Write your answer first.")
        ),
    ]
    return card(body, [execute(say("Answer"), "round.reply", {"round": one.id}, style="positive")])


def summary(one: Round, organizer: Attendee | None) -> Card:
    body = [heading(say("What came together: {subject}", subject=one.subject))]
    for number in range(len(one.asks)):
        body += _item(one, number)
    left = one.open_items()
    if not left:
        return card([*body, text(say("Everything is answered. Nobody had to be in a room."), spacing="Medium")])
    body.append(text(say("Still open is what nobody answered yet. A short call may settle it."), spacing="Medium"))
    return card(body, [_call(one, left, organizer)])


def _item(one: Round, number: int) -> list[Element]:
    ask = one.asks[number]
    replies = [reply for reply in one.replies if reply.item == number]
    rows = [text(f"{number + 1}. {ask.question}", weight="Bolder", spacing="Medium")]
    if not replies:
        return [*rows, text(say("for {guest}", guest=ask.to.name), isSubtle=True, size="Small", spacing="None")]
    return rows + [text(f"{reply.name}: {reply.text}", spacing="Small") for reply in replies]


def _call(one: Round, left: Sequence[int], organizer: Attendee | None) -> Element:
    """A link that opens a filled-in new meeting in the reader's own Teams: nothing is booked before they save it."""
    people = [one.asks[number].to for number in left] + ([organizer] if organizer else [])
    start = (one.deadline + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    query = {
        "subject": say("15 minutes: {subject}", subject=one.subject),
        "attendees": ",".join(dict.fromkeys(person.address for person in people)),
        "startTime": start.isoformat(),
        "endTime": (start + CALL).isoformat(),
        "content": "; ".join(one.asks[number].question for number in left)[:500],
    }
    return {
        "type": "Action.OpenUrl",
        "title": say("Propose 15 minutes"),
        "url": f"{NEW_MEETING}?{urlencode(query, quote_via=quote)}",
    }
