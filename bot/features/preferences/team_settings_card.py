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
from bot.domain.tongue import NAMES, say
from bot.features.preferences.settings_card import day_names


def standing(team: Team, keepers: Sequence[Person], *, saved: bool = False) -> Card:
    return card(
        [
            heading(say("Team settings")),
            quiet(team.name),
            *([text(say("Saved."), color="Good")] if saved else []),
            text(_when(team)),
            quiet(say("May be changed by {people}.", people=_who(keepers))),
        ],
        [execute(say("Change"), "team.settings", {"team": team.id})],
    )


def form(team: Team, keepers: Sequence[Person], channels: Sequence[Channel]) -> Card:
    """`channels` are those that the digest may go to; where none are known, it stays where it is."""
    digest = team.digest
    names = [{"title": person.name or "?", "value": person.id} for person in keepers]
    return card(
        [
            heading(say("Team settings")),
            quiet(team.name),
            columns(
                ("stretch", [time_input("at", say("Digest at"), digest.at)]),
                ("stretch", [text_input("zone", say("Time zone"), value=digest.zone, maxLength=64)]),
            ),
            choices("days", say("Working days"), day_names(), ",".join(map(str, digest.days)), isMultiSelect=True),
            text_input(
                "country",
                say("Public holidays of (two letters)"),
                value=digest.country or "",
                placeholder="DE",
                maxLength=2,
            ),
            *_channel(team, channels),
            choices("locale", say("Language of what all of you read"), NAMES, team.locale),
            people_input(
                "keepers",
                say("Who may change this (nobody named: everybody)"),
                isMultiSelect=True,
                choices=names,
                value=",".join(person.id for person in keepers),
            ),
            quiet(say("No day chosen means no digest.")),
        ],
        [
            execute(say("Save"), "team.save", {"team": team.id}, style="positive"),
            execute(say("Back"), "team.back", {"team": team.id}, associatedInputs="none"),
        ],
    )


def _channel(team: Team, channels: Sequence[Channel]) -> list[Element]:
    if not channels:
        return []
    names = {one.id: one.name for one in channels}
    return [choices("channel", say("The digest goes to"), names, team.channel.id)]


def _when(team: Team) -> str:
    digest = team.digest
    if not digest.days:
        return say("No digest.")
    names = day_names()
    days = say(", ").join(names[str(day)] for day in digest.days)
    at, zone, country = f"{digest.at:%H:%M}", digest.zone, digest.country
    if not country:
        return say("The digest comes at {at} ({zone}) on {days}.", at=at, zone=zone, days=days)
    values = {"at": at, "zone": zone, "days": days, "country": country}
    return say("The digest comes at {at} ({zone}) on {days}, not on public holidays ({country}).", **values)


def _who(keepers: Sequence[Person]) -> str:
    return say(", ").join(person.name or say("somebody") for person in keepers) or say("everybody in the team")
