"""Whose digest the tasks of a meeting belong to.

The rule keeps the audience: a team qualifies only where all its members are in the meeting's chat, so that nobody
reads a title who could not have read it there. The largest such team wins. Where there is none, the chat itself is
the team and the digest is posted in it; so it is for a meeting that its calendar marks private.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.conversation import Conversation
from bot.domain.jobs import PlanDigest
from bot.domain.person import Person
from bot.domain.ports import JobQueue, MeetingStore, TeamStore
from bot.domain.team import DigestTime, Team
from bot.errors import Conflict

MOST_PEOPLE_ASKED = 50  # a team within the chat is found through any one of its members


@dataclass(frozen=True, slots=True)
class WhichTeam:
    teams: TeamStore
    meetings: MeetingStore
    queue: JobQueue
    default_zone: str

    async def __call__(
        self, chat: Conversation, title: str, members: Sequence[Person], *, known: str | None = None
    ) -> Team:
        """`known` is the team that was chosen earlier: tasks stay where they are."""
        earlier = await self.teams.get(chat.tenant, known) if known else None
        return earlier or await self._choose(chat, title, members)

    async def _choose(self, chat: Conversation, title: str, members: Sequence[Person]) -> Team:
        here = frozenset(person.id for person in members)
        if await self.meetings.is_private(chat.tenant, chat.id):
            return await self._chat_as_team(chat, title, here)
        best: tuple[int, Team] | None = None
        for team_id in await self._candidates(chat.tenant, members):
            team = await self.teams.get(chat.tenant, team_id)
            size = len(their := await self.teams.members(chat.tenant, team_id))
            if team and team.active and team.kind == "team" and size and their <= here and (not best or size > best[0]):
                best = (size, team)
        return best[1] if best else await self._chat_as_team(chat, title, here)

    async def _candidates(self, tenant: str, members: Sequence[Person]) -> list[str]:
        found: dict[str, None] = {}
        for person in [member for member in members if not member.guest][:MOST_PEOPLE_ASKED]:
            found.update(dict.fromkeys(await self.teams.teams_of(tenant, person.id)))
        return list(found)

    async def _chat_as_team(self, chat: Conversation, title: str, here: frozenset[str]) -> Team:
        known = await self.teams.get(chat.tenant, chat.id)
        team = known or Team(
            chat.tenant, chat.id, title, channel=chat, kind="chat", digest=DigestTime(self.default_zone)
        )
        try:
            stored = await self.teams.put(replace(team, channel=chat), sorted(here))
        except Conflict:  # somebody stored it at the same moment
            stored = await self.teams.get(chat.tenant, chat.id) or team
        # also where it was known: whoever stored it may have died before this
        await self.queue.enqueue(PlanDigest(chat.tenant, chat.id), once=f"plan:{chat.tenant}:{chat.id}")
        return stored
