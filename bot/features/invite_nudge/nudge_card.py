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

VERBS: dict[str, Answer | None] = {
    "nudge.async": "async",
    "nudge.shorten": "shorten",
    "nudge.keep": "keep",
    "nudge.wrong": "wrong",
    "nudge.not_series": "not_series",
    "nudge.back": None,
}
MOST_ITEMS, LONGEST_ITEM, LONGEST_SUBJECT = 12, 200, 120
LONGEST_EVENT = 1024

_ANSWERS = {
    ("clarity", "clear"): ("Clear or ambiguous?", "Clear"),
    ("clarity", "ambiguous"): ("Clear or ambiguous?", "Ambiguous"),
    ("drive", "speed"): ("Speed or buy-in?", "Speed"),
    ("drive", "buy_in"): ("Speed or buy-in?", "Buy-in"),
    ("dependence", "independent"): ("Independent or interdependent?", "Independent"),
    ("dependence", "interdependent"): ("Independent or interdependent?", "Interdependent"),
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
        execute("Make it async", "nudge.async", data, style="positive"),
        execute("Shorten", "nudge.shorten", data),
        execute("Keep", "nudge.keep", data),
        execute("Wrong", "nudge.wrong", data),
    ]
    if about.series:
        buttons.append(execute("Not this series", "nudge.not_series", data))
    return card(
        [
            heading("Could this be async?"),
            *_about(about),
            text("Its agenda reads like work that people can do apart:", spacing="Medium"),
            *(_answer(span) for span in evidence),
            text(
                f"At stake: {about.person_hours} people-hours{' each time' if about.series else ''}.", spacing="Medium"
            ),
            judged(
                "Only you see this. AI-generated from the agenda's words, and it can be wrong: tell it so with Wrong."
            ),
        ],
        buttons,
        speak="Could this meeting be async?",
    )


def answered(nudge: Nudge, about: About, *, writes: bool = False) -> Card:
    """The face after an answer; Back returns to the question. `writes`: Potluck may change the event itself."""
    data = {"nudge": nudge.id, "about": asdict(about)}
    back = execute("Back", "nudge.back", data)
    small = _about(about, small=True)
    if writes and nudge.answer == "async":
        return card([heading("One moment"), text("Your preview is being made. Nothing is sent yet."), *small], [back])
    if writes and nudge.answer == "shorten":
        shorter = shorter_length(about.minutes)
        words = f"{shorter} minutes may do. Ten minutes from your yes the invite ends earlier, and everybody sees it."
        do_it = execute("Shorten it", "round.shorten", {**data, "minutes": shorter}, style="positive")
        return card([heading("Shorten it?"), text(words), *small], [do_it, back])
    return card([*_face(nudge.answer or "keep", about), *small], [back])


def expired() -> Card:
    return card([heading("This one is over"), text("The meeting has passed, so there is nothing left to change.")])


def called_off() -> Card:
    return card([heading("This meeting was called off"), text("There is nothing left to decide.")])


def _about(about: About, *, small: bool = False) -> list[Element]:
    when = _moment(about.start)
    line = " · ".join(part for part in (when, f"{about.minutes} min", f"{about.people} people") if part)
    look = {"isSubtle": True, "size": "Small"} if small else {}
    return [
        text(about.subject or "(no subject)", weight="Bolder", spacing="Small", **({"size": "Small"} if small else {})),
        markdown(line, spacing="None", **(look or {"isSubtle": True})),
    ]


def _answer(span: Evidence) -> Element:
    asked, said = _ANSWERS.get((span.question, span.answer), (span.question, span.answer))
    return columns(
        ("108px", [text(said, weight="Bolder", color="Good")]),
        ("stretch", [text(f"“{_one_line(span.text)}”"), text(asked, isSubtle=True, size="Small", spacing="None")]),
        spacing="Small",
    )


def _async(about: About) -> list[Element]:
    points = about.items or ("What is new on your side?",)
    lines = [
        f"Instead of meeting for “{about.subject}”, let's do this in writing.",
        "Please reply to your point by the time we would have met:",
        *(f"{n}. {_one_line(point)}" for n, point in enumerate(points, 1)),
        "If something turns out to need a conversation, say so and we talk about just that.",
    ]
    return [
        heading("Let's do it in writing"),
        text("Ready to send. Change what you like, post it where your people are, then cancel the meeting in Outlook."),
        text_input("ready", "Your message", isMultiline=True, value="\n".join(lines)),
    ]


def _shorten(about: About) -> list[Element]:
    shorter = shorter_length(about.minutes)
    note = (
        f"I am shortening “{about.subject}” to {shorter} minutes. "
        "Please write your updates down beforehand, so that we can use the time for what needs all of us."
    )
    return [
        heading(f"{shorter} minutes may do"),
        text("Ready to send. Change the end time in Outlook; your people see it at once."),
        text_input("ready", "Your message", isMultiline=True, value=note),
    ]


_READY_TEXTS = {"async": _async, "shorten": _shorten}
_THANKS = {
    "keep": ("Kept", "It stays as it is, and Potluck will not ask about it again. Have a good meeting."),
    "wrong": ("Thank you, noted", "Potluck misread this one. It stays as it is, and your answer is kept."),
    "not_series": ("Not this series", "Potluck will not ask about this series again."),
}


def _face(answer: Answer, about: About) -> list[Element]:
    if answer in _READY_TEXTS:
        return _READY_TEXTS[answer](about)
    title, words = _THANKS[answer]
    return [heading(title), text(words)]


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
