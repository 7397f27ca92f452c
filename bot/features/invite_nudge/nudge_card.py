"""The nudge's words and faces: the question, and what each answer leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.domain.cards import Card, Element, card, columns, execute, heading, judged, markdown, moment, text, text_input
from bot.domain.judgement import Evidence
from bot.domain.meeting import Invite
from bot.domain.nudge import Answer, Nudge
from bot.domain.tongue import many, mark, say

VERBS: dict[str, Answer | None] = {
    "nudge.async": "async",
    "nudge.shorten": "shorten",
    "nudge.keep": "keep",
    "nudge.wrong": "wrong",
    "nudge.not_series": "not_series",
    "nudge.back": None,
}
SUMMARY = mark("Could this meeting be async?")
MOST_ITEMS, LONGEST_ITEM, LONGEST_SUBJECT = 12, 200, 120
LONGEST_EVENT = 1024

ANSWERS = {
    ("clarity", "clear"): (mark("Clear or ambiguous?"), mark("Clear")),
    ("clarity", "ambiguous"): (mark("Clear or ambiguous?"), mark("Ambiguous")),
    ("drive", "speed"): (mark("Speed or buy-in?"), mark("Speed")),
    ("drive", "buy_in"): (mark("Speed or buy-in?"), mark("Buy-in")),
    ("dependence", "independent"): (mark("Independent or interdependent?"), mark("Independent")),
    ("dependence", "interdependent"): (mark("Independent or interdependent?"), mark("Interdependent")),
}


@dataclass(frozen=True, slots=True)
class About:
    """What the card says of the meeting. It travels in the card's own buttons, which only the organizer's Teams
    keeps, so that Potluck need not store it."""

    subject: str
    start: str  # ISO, UTC
    minutes: int
    people: int
    series: bool
    items: tuple[str, ...] = ()
    event: str = ""  # immutable id; believed only where its keyed hash is the nudge's own id

    @classmethod
    def of(cls, invite: Invite, items: Sequence[str]) -> About:
        return cls(
            subject=invite.subject[:LONGEST_SUBJECT],
            start=invite.start.isoformat(),
            minutes=max(1, round(invite.duration.total_seconds() / 60)),
            people=invite.required + invite.optional,
            series=invite.recurring != "none",
            items=tuple(item[:LONGEST_ITEM] for item in items[:MOST_ITEMS]),
            event=invite.event_id,
        )

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> About:
        """Tolerant: what a click carries is shown to the clicker alone and decides nothing."""
        about = data.get("about")
        given = about if isinstance(about, Mapping) else {}
        listed = given.get("items")
        return cls(
            subject=str(given.get("subject", ""))[:LONGEST_SUBJECT],
            start=str(given.get("start", ""))[:40],
            minutes=_count(given.get("minutes")),
            people=_count(given.get("people")),
            series=given.get("series") is True,
            items=tuple(str(item)[:LONGEST_ITEM] for item in (listed if isinstance(listed, list) else [])[:MOST_ITEMS]),
            event=str(given.get("event", ""))[:LONGEST_EVENT],
        )

    @property
    def person_hours(self) -> str:
        return f"{self.minutes * self.people / 60:.1f}".removesuffix(".0")


def question(nudge_id: str, about: About, evidence: Sequence[Evidence]) -> Card:
    data = {"nudge": nudge_id, "about": asdict(about)}
    buttons = [
        execute(say("Make it async"), "nudge.async", data, style="positive"),
        execute(say("Shorten"), "nudge.shorten", data),
        execute(say("Keep"), "nudge.keep", data),
        execute(say("Wrong"), "nudge.wrong", data),
    ]
    if about.series:
        buttons.append(execute(say("Not this series"), "nudge.not_series", data))
    return card(
        [
            heading(say("Could this be async?")),
            *_about(about),
            text(say("Its agenda reads like work that people can do apart:"), spacing="Medium"),
            *(_answer(span) for span in evidence),
            text(_at_stake(about), spacing="Medium"),
            judged(
                say(
                    "Only you see this. AI-generated from the agenda's words, and it can be wrong: "
                    "tell it so with Wrong."
                )
            ),
        ],
        buttons,
        speak=say(SUMMARY),
    )


def answered(nudge: Nudge, about: About, *, writes: bool = False) -> Card:
    """The face after an answer; Back returns to the question. `writes`: Potluck may change the event itself."""
    data = {"nudge": nudge.id, "about": asdict(about)}
    back = execute(say("Back"), "nudge.back", data)
    small = _about(about, small=True)
    if writes and nudge.answer == "async":
        return card(
            [heading(say("One moment")), text(say("Your preview is being made. Nothing is sent yet.")), *small], [back]
        )
    if writes and nudge.answer == "shorten":
        shorter = shorter_length(about.minutes)
        words = say(
            "{minutes} minutes may do. Ten minutes from your yes the invite ends earlier, and everybody sees it.",
            minutes=shorter,
        )
        do_it = execute(say("Shorten it"), "round.shorten", {**data, "minutes": shorter}, style="positive")
        return card([heading(say("Shorten it?")), text(words), *small], [do_it, back])
    return card([*_face(nudge.answer or "keep", about), *small], [back])


def expired() -> Card:
    return card(
        [heading(say("This one is over")), text(say("The meeting has passed, so there is nothing left to change."))]
    )


def called_off() -> Card:
    return card([heading(say("This meeting was called off")), text(say("There is nothing left to decide."))])


def _about(about: About, *, small: bool = False) -> list[Element]:
    when = _moment(about.start)
    size = (say("{minutes} min", minutes=about.minutes), many(about.people, "{number} person", "{number} people"))
    line = " · ".join(part for part in (when, *size) if part)
    look = {"isSubtle": True, "size": "Small"} if small else {}
    return [
        text(
            about.subject or say("(no subject)"),
            weight="Bolder",
            spacing="Small",
            **({"size": "Small"} if small else {}),
        ),
        markdown(line, spacing="None", **(look or {"isSubtle": True})),
    ]


def _at_stake(about: About) -> str:
    if about.series:
        return say("At stake: {hours} people-hours each time.", hours=about.person_hours)
    return say("At stake: {hours} people-hours.", hours=about.person_hours)


def _answer(span: Evidence) -> Element:
    asked, said = ANSWERS.get((span.question, span.answer), (span.question, span.answer))
    return columns(
        ("108px", [text(say(said), weight="Bolder", color="Good")]),
        ("stretch", [text(f"“{_one_line(span.text)}”"), text(say(asked), isSubtle=True, size="Small", spacing="None")]),
        spacing="Small",
    )


def _async(about: About) -> list[Element]:
    points = about.items or (say("What is new on your side?"),)
    lines = [
        say("Instead of meeting for “{subject}”, let's do this in writing.", subject=about.subject),
        say("Please reply to your point by the time we would have met:"),
        *(f"{n}. {_one_line(point)}" for n, point in enumerate(points, 1)),
        say("If something turns out to need a conversation, say so and we talk about just that."),
    ]
    return [
        heading(say("Let's do it in writing")),
        text(
            say(
                "Ready to send. Change what you like, post it where your people are, "
                "then cancel the meeting in Outlook."
            )
        ),
        text_input("ready", say("Your message"), isMultiline=True, value="\n".join(lines)),
    ]


def _shorten(about: About) -> list[Element]:
    shorter = shorter_length(about.minutes)
    note = say(
        "I am shortening “{subject}” to {minutes} minutes. "
        "Please write your updates down beforehand, so that we can use the time for what needs all of us.",
        subject=about.subject,
        minutes=shorter,
    )
    return [
        heading(say("{minutes} minutes may do", minutes=shorter)),
        text(say("Ready to send. Change the end time in Outlook; your people see it at once.")),
        text_input("ready", say("Your message"), isMultiline=True, value=note),
    ]


_READY_TEXTS = {"async": _async, "shorten": _shorten}
_THANKS = {
    "keep": (
        mark("Kept"),
        mark("It stays as it is, and Potluck will not ask about it again. Have a good meeting."),
    ),
    "wrong": (
        mark("Thank you, noted"),
        mark("Potluck misread this one. It stays as it is, and your answer is kept."),
    ),
    "not_series": (mark("Not this series"), mark("Potluck will not ask about this series again.")),
}


def _face(answer: Answer, about: About) -> list[Element]:
    if answer in _READY_TEXTS:
        return _READY_TEXTS[answer](about)
    title, words = _THANKS[answer]
    return [heading(say(title)), text(say(words))]


def shorter_length(minutes: int) -> int:
    """Half, in steps of five, at least ten minutes and never longer than now."""
    return min(minutes, max(10, minutes // 2 // 5 * 5))


def _one_line(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= LONGEST_ITEM else flat[: LONGEST_ITEM - 1] + "…"


def _moment(iso: str) -> str:
    try:
        return moment(datetime.fromisoformat(iso))
    except ValueError:
        return ""


def _count(value: Any) -> int:
    return min(max(value, 0), 100_000) if isinstance(value, int) else 0
