"""Job: learn a place the bot is in (its people, its digest channel) and say hello there once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog

from bot.domain.cards import Card, card, execute, heading, quiet, text
from bot.domain.conversation import Conversation
from bot.domain.jobs import PlanDigest, Welcome
from bot.domain.person import Person
from bot.domain.ports import JobQueue, Messenger, PeopleStore, TeamStore
from bot.domain.team import DigestTime, Team
from bot.errors import Conflict, Gone, MaybeDelivered, TryLater, Unreachable

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class LearnPlace:
    people: PeopleStore
    teams: TeamStore
    messenger: Messenger
    queue: JobQueue
    default_zone: str

    async def __call__(self, job: Welcome) -> None:
        members = await self._members(job.conversation)
        if job.conversation.kind == "personal":
            await self._learn_person(job, members)
            channel = job.conversation
        elif job.team_id:
            channel = await self._learn_team(job, job.team_id, members)
        else:
            return  # a meeting or group chat: nothing to plan, and a hello there would be noise
        if job.hello:
            await self._hello(channel, personal=job.conversation.kind == "personal")

    async def _members(self, place: Conversation) -> list[Person]:
        try:
            members = list(await self.messenger.members(place))
        except (Unreachable, Gone):
            return []
        for person in members:
            await self.people.remember(person)
        return members

    async def _learn_person(self, job: Welcome, members: list[Person]) -> None:
        """In a 1:1 chat the one member is the person; the chat is how they are reached from now on."""
        for person in members[:1]:
            await self.people.remember(person, job.conversation)

    async def _learn_team(self, job: Welcome, team_id: str, members: list[Person]) -> Conversation:
        """The team's first channel has the team's own id; a chosen channel is told when the app is installed."""
        channel = replace(job.conversation, id=job.channel_id or team_id, kind="channel")
        known = await self.teams.get(job.tenant, team_id)
        fresh = Team(job.tenant, team_id, job.team_name or "", channel, digest=DigestTime(self.default_zone))
        team = replace(known, name=job.team_name or known.name, active=True, removed_at=None) if known else fresh
        try:
            await self.teams.put(team, [person.id for person in members if not person.guest])
        except Conflict as raced:
            raise TryLater("the team changed meanwhile", after_s=0.2) from raced
        await self.queue.enqueue(PlanDigest(job.tenant, team_id))
        return team.channel

    async def _hello(self, place: Conversation, *, personal: bool) -> None:
        try:
            await self.messenger.send(
                place,
                _hello_card(personal=personal),
                once=f"hello:{place.tenant}:{place.id}",
                summary="Potluck says hello",
            )
        except (Unreachable, MaybeDelivered) as why:
            log.info("hello_not_sent", reason=type(why).__name__)


def _hello_card(*, personal: bool) -> Card:
    if personal:
        return card(
            [
                heading("Hello, this is Potluck"),
                text("When people could settle apart what you meet for, I ask you alone: could this be async?"),
                text("After meetings I ask what people took away, and ask you before a task is yours."),
                quiet("I judge English agendas only, keep none, and stay silent whenever I am not sure."),
                quiet("Write help, my tasks, settings or pause at any time."),
            ],
            [execute("Settings", "settings.open")],
        )
    return card(
        [
            heading("Hello, this is Potluck"),
            text("Each working morning I post here who owns what, and nothing when there is nothing."),
            quiet("Tasks come from what people say after a meeting. Nobody owns one before saying yes."),
            quiet("I read only what is written to me, keep no transcript, and cannot decide for you who does what."),
            quiet("Next: hold a meeting with me in its chat, or open a private chat with me and write help."),
        ]
    )
