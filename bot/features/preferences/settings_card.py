"""The cards of one person's settings."""

from __future__ import annotations

from datetime import date
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
from bot.domain.workdays import DAY_NAMES

LANGUAGES = {
    "en-GB": "English",
    "en-US": "English (US)",
    "de-DE": "Deutsch",
    "es-ES": "Español",
    "fr-FR": "Français",
    "ja-JP": "日本語",
    "pt-BR": "Português (Brasil)",
}
READ_INVITES: dict[str, bool | None] = {"": None, "yes": True, "no": False}
_READING = {"": "As my organization decided", "yes": "Yes, read them", "no": "No, leave them alone"}
HOW_OFTEN: dict[HowOften, str] = {
    "off": "Never",
    "daily": "Each working morning",
    "weekly": "First working morning of a week",
}


def settings(wishes: Preferences, *, saved: bool = False) -> Card:
    return card(
        [
            heading("Settings"),
            *([text("Saved.", color="Good")] if saved else []),
            *_standing(wishes),
            *_what(wishes),
            *_when(wishes),
            quiet("Effective at once, for everything Potluck does."),
        ],
        [execute("Save", "settings.save", style="positive")],
    )


def _standing(wishes: Preferences) -> list[Element]:
    if not wishes.may_write:
        return [text("You have opted out: I am silent unless you write to me.", weight="Bolder")]
    return [markdown(f"Paused until {moment(wishes.paused_until)}.")] if wishes.paused_until else []


def _what(wishes: Preferences) -> list[Element]:
    return [
        toggle("may_write", "Potluck may write to me first (off: nothing at all)", on=wishes.may_write),
        toggle("nudges", "Ask me “could this be async?” about meetings I organize", on=wishes.nudges),
        choices("read_invites", "The invites I send", _READING, _reading(wishes)),
        toggle("reminders", "Ask me once before something of mine is due", on=wishes.reminders),
        choices("digest", "My own digest: what waits on me, what I wait on", HOW_OFTEN, wishes.digest),
        date_input("pause", "Pause until", **_pause(wishes)),
    ]


def _reading(wishes: Preferences) -> str:
    return next(name for name, meant in READ_INVITES.items() if meant is wishes.read_invites)


def _when(wishes: Preferences) -> list[Element]:
    languages = LANGUAGES if wishes.locale in LANGUAGES else {wishes.locale: wishes.locale, **LANGUAGES}
    return [
        columns(
            ("stretch", [time_input("quiet_from", "Quiet from", wishes.quiet_from)]),
            ("stretch", [time_input("quiet_until", "Quiet until", wishes.quiet_until)]),
        ),
        choices("days", "My working days", DAY_NAMES, ",".join(map(str, wishes.days)), isMultiSelect=True),
        columns(("stretch", [_optional("zone", "My time zone", wishes.zone, 64)]), ("stretch", [_country(wishes)])),
        choices("locale", "My language", languages, wishes.locale),
    ]


def _country(wishes: Preferences) -> Element:
    return _optional("country", "Holidays of (two letters)", wishes.country, 2)


def _optional(field: str, label: str, value: str | None, longest: int) -> Element:
    return text_input(field, label, value=value or "", placeholder="as my team", maxLength=longest)


def _pause(wishes: Preferences) -> dict[str, str]:
    if wishes.paused_until is None:
        return {}
    day: date = wishes.paused_until.astimezone(ZoneInfo(wishes.zone or "UTC")).date()
    return {"value": day.isoformat()}


def pausing() -> Card:
    return card(
        [
            heading("Pause"),
            text("Nothing from me by myself for a while. Tasks you said yes to stay with you, and colleagues can ask."),
        ],
        [
            execute("For a day", "settings.pause", {"days": 1}),
            execute("For a week", "settings.pause", {"days": 7}),
            execute("For a month", "settings.pause", {"days": 30}),
            execute("No more questions", "settings.pause", {"days": 0}),
        ],
    )


def paused(wishes: Preferences) -> Card:
    until = wishes.paused_until
    words = f"Silent until {moment(until)}." if until else "No more questions. Turn them on again in Settings."
    return card([heading("Paused"), markdown(words)], [execute("Settings", "settings.open")])


def stopped() -> Card:
    return card(
        [
            heading("Stopped"),
            text("I write nothing to you any more, unless you write to me. Your tasks stay in “my tasks”."),
            quiet("“resume” lets me back in."),
        ],
        [execute("Settings", "settings.open")],
    )


def reading(*, yes: bool) -> Card:
    """The answer to "watch my invites" and "stop watching"."""
    ask = [execute("Settings", "settings.open")]
    if not yes:
        words = "I read no meeting of yours any more, whoever added you. What I asked you before can still be answered."
        return card(
            [heading("I leave your invites alone"), text(words), quiet("“watch my invites” lets me back in.")], ask
        )
    return card(
        [
            heading("I look at the invites you send"),
            text("Where an agenda reads as work that people can do apart, I ask you alone whether it could be async."),
            quiet("Agendas are read in memory and not kept. Your administrator decides which mailboxes I can open."),
            quiet("“stop watching” ends it."),
        ],
        ask,
    )
