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
from bot.domain.tongue import mark, nearest, say, speaking
from bot.errors import Conflict, Gone, MaybeDelivered, TryLater, Unreachable

SUMMARY = mark("Hello, this is Potluck")
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
            place, locale = job.conversation, await self._learn_person(job, members)
        elif job.team_id:
            team = await self._learn_team(job, job.team_id, members)
            place, locale = team.channel, team.locale
        else:
            return  # a meeting or group chat: nothing to plan, and a hello there would be noise
        if job.hello:
            await self._hello(place, locale)

    async def _members(self, place: Conversation) -> list[Person]:
        try:
            members = list(await self.messenger.members(place))
        except (Unreachable, Gone):
            return []
        for person in members:
            await self.people.remember(person)
        return members

    async def _learn_person(self, job: Welcome, members: list[Person]) -> str:
        """In a 1:1 chat the one member is the person; the chat is how they are reached from now on. The locale that
        they read in."""
        if not members:
            return nearest(job.locale or "")
        person = members[0]
        await self.people.remember(person, job.conversation)
        return (await self.people.preferences(person.tenant, person.id)).speaks

    async def _learn_team(self, job: Welcome, team_id: str, members: list[Person]) -> Team:
        """The team's first channel has the team's own id; a chosen channel is told when the app is installed. Until
        they choose, all of them read the language of whoever installed it."""
        channel = replace(job.conversation, id=job.channel_id or team_id, kind="channel")
        known = await self.teams.get(job.tenant, team_id)
        digest, locale = DigestTime(self.default_zone), nearest(job.locale or "")
        fresh = Team(job.tenant, team_id, job.team_name or "", channel, digest=digest, locale=locale)
        team = replace(known, name=job.team_name or known.name, active=True, removed_at=None) if known else fresh
        try:
            await self.teams.put(team, [person.id for person in members if not person.guest])
        except Conflict as raced:
            raise TryLater("the team changed meanwhile", after_s=0.2) from raced
        await self.queue.enqueue(PlanDigest(job.tenant, team_id))
        return team

    async def _hello(self, place: Conversation, locale: str) -> None:
        with speaking(locale):
            face, summary = hello_card(personal=place.kind == "personal"), say(SUMMARY)
        try:
            await self.messenger.send(place, face, once=f"hello:{place.tenant}:{place.id}", summary=summary)
        except (Unreachable, MaybeDelivered) as why:
            log.info("hello_not_sent", reason=type(why).__name__)


def hello_card(*, personal: bool) -> Card:
    if personal:
        return card(
            [
                heading(say(SUMMARY)),
                text(say("When people could settle apart what you meet for, I ask you alone: could this be async?")),
                text(say("After meetings I ask what people took away, and ask you before a task is yours.")),
                quiet(say("I judge English agendas only, keep none, and stay silent whenever I am not sure.")),
                quiet(say("Write help, my tasks, settings or pause at any time.")),
            ],
            [execute(say("Settings"), "settings.open")],
        )
    return card(
        [
            heading(say(SUMMARY)),
            text(say("Each working morning I post here who owns what, and nothing when there is nothing.")),
            quiet(say("Tasks come from what people say after a meeting. Nobody owns one before saying yes.")),
            quiet(
                say("I read only what is written to me, keep no transcript, and cannot decide for you who does what.")
            ),
            quiet(say("Next: hold a meeting with me in its chat, or open a private chat with me and write help.")),
        ]
    )
