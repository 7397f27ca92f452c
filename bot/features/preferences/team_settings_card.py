"""The cards of a team's settings: what stands, which everybody in the team may read, and the form to change it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cards import (
    Card,
    Element,
    card,
    choices,
    columns,
    execute,
    heading,
    people_input,
    quiet,
    text,
    text_input,
    time_input,
)
from bot.domain.person import Person
from bot.domain.team import Channel, Team
from bot.domain.workdays import DAY_NAMES
from bot.features.preferences.settings_card import LANGUAGES

SUMMARY = "Team settings"


def standing(team: Team, keepers: Sequence[Person], *, saved: bool = False) -> Card:
    return card(
        [
            heading("Team settings"),
            quiet(team.name),
            *([text("Saved.", color="Good")] if saved else []),
            text(_when(team)),
            quiet(f"May be changed by {_who(keepers)}."),
        ],
        [execute("Change", "team.settings", {"team": team.id})],
    )


def form(team: Team, keepers: Sequence[Person], channels: Sequence[Channel]) -> Card:
    """`channels` are those that the digest may go to; where none are known, it stays where it is."""
    digest = team.digest
    names = [{"title": person.name or "?", "value": person.id} for person in keepers]
    return card(
        [
            heading("Team settings"),
            quiet(team.name),
            columns(
                ("stretch", [time_input("at", "Digest at", digest.at)]),
                ("stretch", [text_input("zone", "Time zone", value=digest.zone, maxLength=64)]),
            ),
            choices("days", "Working days", DAY_NAMES, ",".join(map(str, digest.days)), isMultiSelect=True),
            text_input(
                "country", "Public holidays of (two letters)", value=digest.country or "", placeholder="DE", maxLength=2
            ),
            *_channel(team, channels),
            choices("locale", "Language of what all of you read", LANGUAGES, team.locale),
            people_input(
                "keepers",
                "Who may change this (nobody named: everybody)",
                isMultiSelect=True,
                choices=names,
                value=",".join(person.id for person in keepers),
            ),
            quiet("No day chosen means no digest."),
        ],
        [
            execute("Save", "team.save", {"team": team.id}, style="positive"),
            execute("Back", "team.back", {"team": team.id}, associatedInputs="none"),
        ],
    )


def _channel(team: Team, channels: Sequence[Channel]) -> list[Element]:
    if not channels:
        return []
    names = {one.id: one.name for one in channels}
    return [choices("channel", "The digest goes to", names, team.channel.id)]


def _when(team: Team) -> str:
    digest = team.digest
    if not digest.days:
        return "No digest."
    days = ", ".join(DAY_NAMES[str(day)] for day in digest.days)
    free = f", not on public holidays ({digest.country})" if digest.country else ""
    return f"The digest comes at {digest.at:%H:%M} ({digest.zone}) on {days}{free}."


def _who(keepers: Sequence[Person]) -> str:
    return ", ".join(person.name or "somebody" for person in keepers) or "everybody in the team"
