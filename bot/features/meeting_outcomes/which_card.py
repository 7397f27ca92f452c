"""The private question which meeting somebody's words are about, and what stands after the answer."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.cards import Card, card, execute, heading, quiet, text
from bot.domain.meeting import MeetingInstance
from bot.domain.task import Outcome
from bot.features.meeting_outcomes.which_meeting import day_of

SUMMARY = "Which meeting?"
MOST_OFFERED = 5  # and one button for none of them
LONGEST_SAID = 300
LONGEST_TITLE = 40


def which(outcome: Outcome, fits: Sequence[MeetingInstance], recent: Sequence[MeetingInstance], zone: ZoneInfo) -> Card:
    """Those that fit what was said, else all recent ones, newest first."""
    offered = fits or recent
    why = "More than one fits" if fits else "None of the last seven days is called that"
    said = f"{why}: “{outcome.about}”. " if outcome.about else ""
    more = len(offered) - MOST_OFFERED
    rest = [quiet(f"and {more} older. Not among these? Say its day and its title.")] if more > 0 else []
    return card(
        [
            heading("Which meeting?"),
            quiet(f"{said}The words wait here for seven days."),
            text(outcome.text if len(outcome.text) <= LONGEST_SAID else outcome.text[:LONGEST_SAID] + " …"),
            *rest,
        ],
        [
            *(
                execute(name, "outcome.which", {"outcome": outcome.id, "meeting": one.key})
                for name, one in zip(_names(offered[:MOST_OFFERED], zone), offered, strict=False)
            ),
            execute("None of these", "outcome.neither", {"outcome": outcome.id}),
        ],
        speak=SUMMARY,
    )


def no_meeting() -> Card:
    return card(
        [
            text("I asked you about no meeting in the last seven days, so I cannot tell where this belongs."),
            quiet("I have not kept it. In the meeting's chat, @Potluck and the same words will do."),
        ]
    )


def placed(title: str) -> Card:
    return card([heading("Kept, thank you"), quiet(f"For “{title}”. What I understood comes here in a moment.")])


def left_out() -> Card:
    return card([heading("Left out"), quiet("Nothing of it is kept.")])


def answered() -> Card:
    return card([text("This one is answered already.")])


def _names(offered: Sequence[MeetingInstance], zone: ZoneInfo) -> list[str]:
    """Title and day; the time as well where two would be called the same."""
    names = [_name(one, zone) for one in offered]
    return [
        f"{name}, {one.start.astimezone(zone):%H:%M}" if names.count(name) > 1 else name
        for name, one in zip(names, offered, strict=True)
    ]


def _name(one: MeetingInstance, zone: ZoneInfo) -> str:
    title = one.title if len(one.title) <= LONGEST_TITLE else one.title[: LONGEST_TITLE - 1] + "…"
    day = day_of(one, zone)
    return f"{title or 'Meeting'} · {day:%a} {day.day} {day:%b}"
