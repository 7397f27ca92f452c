"""The cards of one person's settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.cards import (
    Card,
    Element,
    card,
    choices,
    columns,
    date_input,
    execute,
    heading,
    markdown,
    moment,
    quiet,
    text,
    text_input,
    time_input,
    toggle,
)
from bot.domain.person import HowOften, Preferences
from bot.domain.tongue import NAMES, day_in, mark, say

READ_INVITES: dict[str, bool | None] = {"": None, "yes": True, "no": False}
_READING = {
    "": mark("As my organization decided"),
    "yes": mark("Yes, read them"),
    "no": mark("No, leave them alone"),
}
HOW_OFTEN: dict[HowOften, str] = {
    "off": mark("Never"),
    "daily": mark("Each working morning"),
    "weekly": mark("First working morning of a week"),
}
_A_MONDAY = date(2024, 1, 1)


def settings(wishes: Preferences, *, saved: bool = False) -> Card:
    return card(
        [
            heading(say("Settings")),
            *([text(say("Saved."), color="Good")] if saved else []),
            *_standing(wishes),
            *_what(wishes),
            *_when(wishes),
            quiet(say("Effective at once, for everything Potluck does.")),
        ],
        [execute(say("Save"), "settings.save", style="positive")],
    )


def _standing(wishes: Preferences) -> list[Element]:
    if not wishes.may_write:
        return [text(say("You have opted out: I am silent unless you write to me."), weight="Bolder")]
    return [markdown(say("Paused until {moment}.", moment=moment(wishes.paused_until)))] if wishes.paused_until else []


def _what(wishes: Preferences) -> list[Element]:
    return [
        toggle("may_write", say("Potluck may write to me first (off: nothing at all)"), on=wishes.may_write),
        toggle("nudges", say("Ask me “could this be async?” about meetings I organize"), on=wishes.nudges),
        choices("read_invites", say("The invites I send"), _said(_READING), _reading(wishes)),
        toggle("reminders", say("Ask me once before something of mine is due"), on=wishes.reminders),
        choices("digest", say("My own digest: what waits on me, what I wait on"), _said(HOW_OFTEN), wishes.digest),
        date_input("pause", say("Pause until"), **_pause(wishes)),
    ]


def _reading(wishes: Preferences) -> str:
    return next(name for name, meant in READ_INVITES.items() if meant is wishes.read_invites)


def _when(wishes: Preferences) -> list[Element]:
    return [
        columns(
            ("stretch", [time_input("quiet_from", say("Quiet from"), wishes.quiet_from)]),
            ("stretch", [time_input("quiet_until", say("Quiet until"), wishes.quiet_until)]),
        ),
        choices("days", say("My working days"), day_names(), ",".join(map(str, wishes.days)), isMultiSelect=True),
        columns(
            ("stretch", [_optional("zone", say("My time zone"), wishes.zone, 64)]), ("stretch", [_country(wishes)])
        ),
        choices("locale", say("My language"), {"": say("As in Teams"), **NAMES}, wishes.locale or ""),
    ]


def _said(names: Mapping[Any, str]) -> dict[str, str]:
    return {key: say(words) for key, words in names.items()}


def day_names() -> dict[str, str]:
    return {str(number): day_in("ccc", _A_MONDAY + timedelta(days=number)) for number in range(7)}


def _country(wishes: Preferences) -> Element:
    return _optional("country", say("Holidays of (two letters)"), wishes.country, 2)


def _optional(field: str, label: str, value: str | None, longest: int) -> Element:
    return text_input(field, label, value=value or "", placeholder=say("as my team"), maxLength=longest)


def _pause(wishes: Preferences) -> dict[str, str]:
    if wishes.paused_until is None:
        return {}
    day: date = wishes.paused_until.astimezone(ZoneInfo(wishes.zone or "UTC")).date()
    return {"value": day.isoformat()}


def pausing() -> Card:
    return card(
        [
            heading(say("Pause")),
            text(
                say(
                    "Nothing from me by myself for a while. "
                    "Tasks you said yes to stay with you, and colleagues can ask."
                )
            ),
        ],
        [
            execute(say("For a day"), "settings.pause", {"days": 1}),
            execute(say("For a week"), "settings.pause", {"days": 7}),
            execute(say("For a month"), "settings.pause", {"days": 30}),
            execute(say("No more questions"), "settings.pause", {"days": 0}),
        ],
    )


def paused(wishes: Preferences) -> Card:
    until = wishes.paused_until
    never = say("No more questions. Turn them on again in Settings.")
    words = say("Silent until {moment}.", moment=moment(until)) if until else never
    return card([heading(say("Paused")), markdown(words)], [execute(say("Settings"), "settings.open")])


def stopped() -> Card:
    return card(
        [
            heading(say("Stopped")),
            text(
                say(
                    "I write nothing to you any more, unless you write to me, and read no invite of yours. "
                    "Your tasks stay in “my tasks”."
                )
            ),
            quiet(say("“resume” lets me back in.")),
        ],
        [execute(say("Settings"), "settings.open")],
    )


def reading(*, yes: bool) -> Card:
    """The answer to "watch my invites" and "stop watching"."""
    ask = [execute(say("Settings"), "settings.open")]
    if not yes:
        words = say(
            "I read no meeting of yours any more, whoever added you. What I asked you before can still be answered."
        )
        return card(
            [
                heading(say("I leave your invites alone")),
                text(words),
                quiet(say("“watch my invites” lets me back in.")),
            ],
            ask,
        )
    return card(
        [
            heading(say("I look at the invites you send")),
            text(
                say(
                    "Where an agenda reads as work that people can do apart, I ask you alone whether it could be async."
                )
            ),
            quiet(
                say("Agendas are read in memory and not kept. Your administrator decides which mailboxes I can open.")
            ),
            quiet(say("“stop watching” ends it.")),
        ],
        ask,
    )
