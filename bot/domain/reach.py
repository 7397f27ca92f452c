"""How a person is reached in private: the chat they have with the bot, else one opened through a shared team."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.person import Person
from bot.domain.ports import Messenger, PeopleStore, TeamStore
from bot.errors import Unreachable


async def private_chat(
    person: Person, *, people: PeopleStore, teams: TeamStore, messenger: Messenger, via: Conversation | None = None
) -> Conversation:
    """Raises Unreachable where the person never met the bot in any scope. `via` is a chat they are known to be in."""
    known = await people.chat_with(person.tenant, person.id)
    if known:
        return known
    service_url = via.service_url if via else await _service_url_of_a_team(person, teams)
    chat = await messenger.open_personal(person, service_url=service_url)
    await people.remember(person, chat)
    return chat


async def _service_url_of_a_team(person: Person, teams: TeamStore) -> str:
    for team_id in await teams.teams_of(person.tenant, person.id):
        team = await teams.get(person.tenant, team_id)
        if team and team.active:
            return team.channel.service_url
    raise Unreachable("never_met")
