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
            choices(f"to{number}", "Who answers this?", names, str(who)),
        ]
    cancel = "Cancel the whole series" if about.get("series") is True else "Cancel the meeting"
    kept = {"cancel": cancel, "keep": "Keep the meeting"}
    return card(
        [
            heading("In writing instead?"),
            text("Potluck would ask this where your people are. Nothing is sent before you say so."),
            *rows,
            date_input("deadline", "Answers by", value=str(about.get("start", ""))[:10]),
            choices("event", "And the meeting itself?", kept, "keep"),
            quiet("For ten minutes after that you can take everything back."),
            judged("AI picked these points from the agenda, and it can be wrong. Wrong on the card before says so."),
        ],
        [
            execute("Start the round", "round.start", data, style="positive"),
            execute("Back", "nudge.back", {"nudge": nudge, "about": about}),
        ],
    )


def panel(one: Round, *, place: str, undo_until: datetime | None) -> Card:
    """The organizer's card while a round runs. `place` says where people answer."""
    after = "The meeting stays in the calendar." if one.event == "keep" else "The meeting is cancelled"
    if one.event == "cancel":
        after += " when the time for undoing is over." if undo_until else "."
    body = [heading("Asked in writing"), text(f"{place} {after}"), markdown(f"Answers by {moment(one.deadline)}.")]
    if undo_until is None:
        return card(body)
    body.append(markdown(f"You can take it back until {moment(undo_until)}.", isSubtle=True))
    return card(body, [execute("Undo", "round.undo", {"round": one.id, "nudge": one.id})])


def told(title: str, words: str) -> Card:
    return card([heading(title), text(words)])


def by_hand(one: Round) -> Card:
    """Potluck may not write anywhere that exactly these people read: the organizer gets the words."""
    lines = [
        f"Instead of meeting for “{one.subject}”, let's do this in writing.",
        *(f"{number}. {ask.question} ({ask.to.name})" for number, ask in enumerate(one.asks, 1)),
    ]
    return card(
        [
            heading("Please post it yourself"),
            text("Potluck may not write where all of these people read. The meeting was not touched. Ready to send:"),
            text_input("ready", "Your message", isMultiline=True, value="\n".join(lines)),
        ]
    )


def thread(one: Round) -> Card:
    """Where everybody answers."""
    body = [heading(one.subject or "In writing"), text("In writing instead of a meeting. Answer in your own time.")]
    for number in range(len(one.asks)):
        body += _item(one, number)
    if one.state == "undone":
        return card([heading(one.subject or "In writing"), text("The organizer took this back: the meeting stands.")])
    body.append(markdown(f"Answers by {moment(one.deadline)}.", isSubtle=True, spacing="Medium"))
    if one.state != "open":
        return card(body)
    numbers = {str(n): f"{n + 1}. {ask.question[:60]}" for n, ask in enumerate(one.asks)}
    first = str((one.open_items() or [0])[0])
    body += [
        choices("item", "Which point?", numbers, first),
        text_input("words", "Your answer", isMultiline=True, maxLength=2000, required="Write your answer first."),
    ]
    return card(body, [execute("Answer", "round.reply", {"round": one.id}, style="positive")])


def summary(one: Round, organizer: Attendee | None) -> Card:
    body = [heading(f"What came together: {one.subject}")]
    for number in range(len(one.asks)):
        body += _item(one, number)
    left = one.open_items()
    if not left:
        return card([*body, text("Everything is answered. Nobody had to be in a room.", spacing="Medium")])
    body.append(text("Still open is what nobody answered yet. A short call may settle it.", spacing="Medium"))
    return card(body, [_call(one, left, organizer)])


def _item(one: Round, number: int) -> list[Element]:
    ask = one.asks[number]
    replies = [reply for reply in one.replies if reply.item == number]
    rows = [text(f"{number + 1}. {ask.question}", weight="Bolder", spacing="Medium")]
    if not replies:
        return [*rows, text(f"for {ask.to.name}", isSubtle=True, size="Small", spacing="None")]
    return rows + [text(f"{reply.name}: {reply.text}", spacing="Small") for reply in replies]


def _call(one: Round, left: Sequence[int], organizer: Attendee | None) -> Element:
    """A link that opens a filled-in new meeting in the reader's own Teams: nothing is booked before they save it."""
    people = [one.asks[number].to for number in left] + ([organizer] if organizer else [])
    start = (one.deadline + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    query = {
        "subject": f"15 minutes: {one.subject}",
        "attendees": ",".join(dict.fromkeys(person.address for person in people)),
        "startTime": start.isoformat(),
        "endTime": (start + CALL).isoformat(),
        "content": "; ".join(one.asks[number].question for number in left)[:500],
    }
    return {
        "type": "Action.OpenUrl",
        "title": "Propose 15 minutes",
        "url": f"{NEW_MEETING}?{urlencode(query, quote_via=quote)}",
    }
