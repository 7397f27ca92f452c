"""The private question which meeting somebody's words are about, and what stands after the answer."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.cards import Card, card, execute, heading, quiet, text
from bot.domain.meeting import MeetingInstance
from bot.domain.task import Outcome
from bot.domain.tongue import day_in, mark, say
from bot.features.meeting_outcomes.which_meeting import day_of

SUMMARY = mark("Which meeting?")
MOST_OFFERED = 5  # and one button for none of them
LONGEST_SAID = 300
LONGEST_TITLE = 40


def which(outcome: Outcome, fits: Sequence[MeetingInstance], recent: Sequence[MeetingInstance], zone: ZoneInfo) -> Card:
    """Those that fit what was said, else all recent ones, newest first."""
    offered = fits or recent
    more = len(offered) - MOST_OFFERED
    rest = (
        [quiet(say("and {number} older. Not among these? Say its day and its title.", number=more))] if more > 0 else []
    )
    return card(
        [
            heading(say(SUMMARY)),
            quiet(_why(outcome, fits)),
            text(outcome.text if len(outcome.text) <= LONGEST_SAID else outcome.text[:LONGEST_SAID] + " …"),
            *rest,
        ],
        [
            *(
                execute(name, "outcome.which", {"outcome": outcome.id, "meeting": one.key})
                for name, one in zip(_names(offered[:MOST_OFFERED], zone), offered, strict=False)
            ),
            execute(say("None of these"), "outcome.neither", {"outcome": outcome.id}),
        ],
        speak=say(SUMMARY),
    )


def no_meeting() -> Card:
    return card(
        [
            text(say("I asked you about no meeting in the last seven days, so I cannot tell where this belongs.")),
            quiet(say("I have not kept it. In the meeting's chat, @Potluck and the same words will do.")),
        ]
    )


def placed(title: str) -> Card:
    words = say("For “{title}”. What I understood comes here in a moment.", title=title)
    return card([heading(say("Kept, thank you")), quiet(words)])


def left_out() -> Card:
    return card([heading(say("Left out")), quiet(say("Nothing of it is kept."))])


def answered() -> Card:
    return card([text(say("This one is answered already."))])


def _why(outcome: Outcome, fits: Sequence[MeetingInstance]) -> str:
    wait = say("The words wait here for seven days.")
    if not outcome.about:
        return wait
    if fits:
        return say("More than one fits: “{said}”.", said=outcome.about) + " " + wait
    return say("None of the last seven days is called that: “{said}”.", said=outcome.about) + " " + wait


def _names(offered: Sequence[MeetingInstance], zone: ZoneInfo) -> list[str]:
    """Title and day; the time as well where two would be called the same."""
    names = [_name(one, zone) for one in offered]
    return [
        f"{name}, {one.start.astimezone(zone):%H:%M}" if names.count(name) > 1 else name
        for name, one in zip(names, offered, strict=True)
    ]


def _name(one: MeetingInstance, zone: ZoneInfo) -> str:
    title = one.title if len(one.title) <= LONGEST_TITLE else one.title[: LONGEST_TITLE - 1] + "…"
    return " · ".join((title or say("Meeting"), day_in("EEE d MMM", day_of(one, zone))))
