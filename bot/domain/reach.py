"""How a person is reached in private: the chat they have with the bot, else one opened through a shared team.

Everything that Potluck says to somebody by itself goes through here, so an opt-out is honoured in this one place, and
a refusal that says "blocked" is remembered as one.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.cards import Card
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.person import Person
from bot.domain.ports import Messenger, PeopleStore, TeamStore
from bot.errors import Unreachable


async def private_chat(
    person: Person, *, people: PeopleStore, teams: TeamStore, messenger: Messenger, via: Conversation | None = None
) -> Conversation:
    """Raises Unreachable where the person opted out, or never met the bot in any scope. `via` is a chat they are known
    to be in."""
    if (await people.preferences(person.tenant, person.id)).opted_out:
        raise Unreachable("opted_out")
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


BLOCKED = frozenset({"ConversationBlockedByUser", "BotNotInstalledInConversation"})


@dataclass(frozen=True, slots=True)
class Private:
    """Writes to one person, alone."""

    people: PeopleStore
    teams: TeamStore
    messenger: Messenger

    async def write(
        self, person: Person, card: Card, *, once: str, summary: str, via: Conversation | None = None
    ) -> MessageRef:
        """Raises Unreachable as `private_chat` does, MaybeDelivered as the messenger does."""
        try:
            chat = await self._chat(person, once, via)
            return await self.messenger.send(chat, card, once=once, summary=summary)
        except Unreachable as refused:
            if refused.reason in BLOCKED:
                await self.people.block(person.tenant, person.id, blocked=True)
            raise

    async def _chat(self, person: Person, once: str, via: Conversation | None) -> Conversation:
        try:
            return await private_chat(person, people=self.people, teams=self.teams, messenger=self.messenger, via=via)
        except Unreachable as why:
            await self.messenger.withhold(person, once=once, reason=why.reason)
            raise
