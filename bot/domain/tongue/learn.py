"""The language of somebody's Teams, as it comes along with what they do: it serves until they choose one here. Until
they do something, that of a team of theirs serves."""

from __future__ import annotations

import re

from bot.domain.events import AppInstalled, CardAnswered, MessageReceived
from bot.domain.person import Preferences
from bot.domain.ports import PeopleStore, TeamStore

ByHand = AppInstalled | CardAnswered | MessageReceived
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")


async def learn_locale(people: PeopleStore, event: ByHand) -> str:
    """The locale to answer somebody in. What their client tells is kept where it is news; of who opted out only where
    they write to Potluck, and never of a client that drew a card anew by itself."""
    sender, told = event.origin.sender, event.origin.locale or ""
    if sender is None:
        return Preferences().speaks
    wishes = await people.preferences(sender.tenant, sender.id)
    if not _LOCALE.fullmatch(told):
        return wishes.speaks
    unasked = isinstance(event, CardAnswered) and (event.automatic or wishes.opted_out)
    if told != wishes.client_locale and not unasked:
        await people.note_locale(sender.tenant, sender.id, told)
    return wishes.locale or told


async def first_words_in(people: PeopleStore, teams: TeamStore, tenant: str, person: str) -> str:
    """The locale to write to somebody in who may not have done anything in Potluck yet."""
    wishes = await people.preferences(tenant, person)
    if wishes.locale or wishes.client_locale:
        return wishes.speaks
    for team_id in await teams.teams_of(tenant, person):
        if team := await teams.get(tenant, team_id):
            return team.locale
    return wishes.speaks
