"""Job: answer a command with its card. What a command changes is kept before it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.cards import Card
from bot.domain.jobs import AnswerMessage, FollowChoice, PlanMyDigest
from bot.domain.person import Preferences
from bot.domain.ports import JobQueue, Messenger, PeopleStore, TeamStore
from bot.domain.tongue import speaking
from bot.domain.zones import known_zone
from bot.features.preferences import settings_card
from bot.features.preferences.help_card import help_card
from bot.features.preferences.on_team_settings import standing


@dataclass(frozen=True, slots=True)
class Answer:
    people: PeopleStore
    teams: TeamStore
    messenger: Messenger
    queue: JobQueue

    async def __call__(self, job: AnswerMessage) -> None:
        face = await self._for_a_team(job) if job.conversation.kind != "personal" else await self._for_one(job)
        await self.messenger.send(job.conversation, face, once=f"answer:{job.event_id}", summary="Potluck")

    async def _for_a_team(self, job: AnswerMessage) -> Card:
        """Where others read along, only what concerns all of them is shown, in the language of all."""
        team = await self.teams.get(job.tenant, job.team) if job.team else None
        if team and job.command == "settings":
            return await standing(self.people, team)
        asker = await self.people.preferences(job.tenant, job.sender)
        with speaking(team.locale if team else asker.speaks):
            return help_card()

    async def _for_one(self, job: AnswerMessage) -> Card:
        before = await self.people.preferences(job.tenant, job.sender)
        after = _changed(job.command, before)
        if after.zone is None:  # until they choose one, their client's is right
            after = replace(after, zone=known_zone(job.zone))
        if after != before:
            await self.people.prefer(job.tenant, job.sender, after)
            await self.queue.enqueue(PlanMyDigest(job.tenant, job.sender), once=f"plan-mine:{job.event_id}")
        if not after.is_read_as(before):
            await self.queue.enqueue(FollowChoice(job.tenant, job.sender), once=f"reading:{job.event_id}")
        with speaking(after.speaks):
            return _face(job.command, after)


def _changed(command: str, before: Preferences) -> Preferences:
    if command == "resume":
        return replace(before, paused_until=None, nudges=True, may_write=True)
    if command == "watch":  # who asks for it wants to be asked
        return replace(before, read_invites=True, nudges=True, may_write=True)
    if command == "unwatch":
        return replace(before, read_invites=False)
    return replace(before, may_write=False) if command == "stop" else before


def _face(command: str, wishes: Preferences) -> Card:
    if command == "pause":
        return settings_card.pausing()
    if command == "stop":
        return settings_card.stopped()
    if command in {"watch", "unwatch"}:
        return settings_card.reading(yes=command == "watch")
    if command in {"settings", "resume"}:
        return settings_card.settings(wishes, saved=command == "resume")
    return help_card()
