"""The cards for settings and pause."""

from __future__ import annotations

from bot.domain.cards import Card, card, execute, heading, markdown, moment, quiet, text, text_input
from bot.domain.person import Preferences


def settings(preferences: Preferences, *, saved: bool = False) -> Card:
    paused = preferences.paused_until
    return card(
        [
            heading("Settings"),
            *([text("Saved.", color="Good")] if saved else []),
            *([markdown(f"Questions are paused until {moment(paused)}.")] if paused else []),
            {
                "type": "Input.Toggle",
                "id": "nudges",
                "title": "Ask me “could this be async?” about meetings I organize",
                "value": "true" if preferences.nudges else "false",
            },
            text_input("zone", "My time zone", value=preferences.zone or "", placeholder="Europe/Berlin", maxLength=64),
            quiet("Effective at once, for everything Potluck does."),
        ],
        [execute("Save", "settings.save", style="positive"), execute("Pause", "settings.pause", {"days": 7})],
    )


def pausing() -> Card:
    return card(
        [heading("Pause"), text("No questions about your meetings for a while. Tasks you said yes to stay with you.")],
        [
            execute("For a day", "settings.pause", {"days": 1}),
            execute("For a week", "settings.pause", {"days": 7}),
            execute("For a month", "settings.pause", {"days": 30}),
            execute("Until I say so", "settings.pause", {"days": 0}),
        ],
    )


def paused(preferences: Preferences) -> Card:
    until = preferences.paused_until
    words = f"No questions until {moment(until)}." if until else "No more questions. Turn them on again in Settings."
    return card([heading("Paused"), markdown(words)], [execute("Settings", "settings.open")])
