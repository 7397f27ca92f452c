"""Where the app is installed and who blocked it: what decides whether the bot may read or write somewhere."""

from __future__ import annotations

from bot.playground.people import Person
from bot.playground.records import Chat
from bot.playground.teams.refusals import Refusal
from bot.playground.world import World


class Scopes:
    """`installed` holds conversation ids, `blocked` ids of people."""

    def __init__(self, world: World) -> None:
        self.installed: set[str] = set()
        self.blocked: set[str] = set()
        self._world = world

    def admit(self, chat: Chat) -> None:
        """Raises Refusal where the bot may neither read nor write."""
        if chat.person_id is not None:
            self.admit_to_person(self._world.people[chat.person_id])
        elif self.installed.isdisjoint({chat.id, chat.team_id}):  # all channels of its team are open to the app
            raise Refusal("BotNotInConversationRoster")

    def admit_to_person(self, person: Person) -> None:
        """A person is reached who installed the app, or shares a team or a meeting with it."""
        if person.id in self.blocked:
            raise Refusal("ConversationBlockedByUser")
        own = self._world.personal_id(person) in self.installed
        if not own and not any(person.id in chat.member_ids for chat in self._shared()):
            raise Refusal("BotNotInConversationRoster")

    def _shared(self) -> list[Chat]:
        return [chat for chat in self._world.chats.values() if chat.id in self.installed and chat.kind != "personal"]
