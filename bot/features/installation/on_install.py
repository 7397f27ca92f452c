"""Installed, removed, joined, left, archived: told by Teams, kept at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.events import AppInstalled, AppRemoved, MembersChanged, MessageReceived, Origin, TeamChanged
from bot.domain.jobs import EraseTeam, FollowChoice, ForgetWhoLeft, PlanDigest, Welcome
from bot.domain.ports import Clock, JobQueue, PeopleStore, TeamStore
from bot.errors import Conflict, TryLater

GRACE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OnInstall:
    teams: TeamStore
    people: PeopleStore
    queue: JobQueue
    clock: Clock

    async def installed(self, event: AppInstalled) -> None:
        """Told twice, by two kinds of activity; the job and its hello are made to stand that."""
        if event.origin.conversation.kind == "personal":
            await self._welcome_back(event.origin)
        await self._look_again(event.origin, hello=True)

    async def members_changed(self, event: MembersChanged) -> None:
        await self._look_again(event.origin, hello=False)

    async def heard(self, event: MessageReceived) -> None:
        """Who writes in private can be reached there; Teams may change the service address with any message."""
        origin = event.origin
        if origin.sender and origin.conversation.kind == "personal":
            await self.people.remember(origin.sender, origin.conversation)
            await self._welcome_back(origin)

    async def removed(self, event: AppRemoved) -> None:
        """Sending stops at once: no team is active and no private chat known where the bot is not. Who removes it
        from their private chat has opted out."""
        origin = event.origin
        tenant = origin.conversation.tenant
        if origin.conversation.kind == "personal":
            if origin.sender:
                await self.people.forget_chat(tenant, origin.sender.id)
                await self.people.block(tenant, origin.sender.id, blocked=True)
                await self._follow(origin)
                await self.queue.enqueue(
                    ForgetWhoLeft(tenant, origin.sender.id),
                    once=f"who-left:{origin.event_id}",
                    at=self.clock.now() + GRACE,
                )
            return
        await self._remove(tenant, origin.team_id or origin.conversation.id)

    async def team_changed(self, event: TeamChanged) -> None:
        origin = event.origin
        if origin.team_id is None:
            return
        if event.change in {"archived", "deleted"}:
            await self._set_active(origin.conversation.tenant, origin.team_id, active=False)
        elif event.change in {"unarchived", "restored"}:
            await self._set_active(origin.conversation.tenant, origin.team_id, active=True)
        else:
            await self._look_again(origin, hello=False)

    async def _welcome_back(self, origin: Origin) -> None:
        """Who installs the bot or writes to it is not blocking it; what they chose in their settings stays."""
        tenant, sender = origin.conversation.tenant, origin.sender
        if sender and (await self.people.preferences(tenant, sender.id)).blocked:
            await self.people.block(tenant, sender.id, blocked=False)
            await self._follow(origin)

    async def _follow(self, origin: Origin) -> None:
        """Who blocks Potluck has no invite read either."""
        if origin.sender:
            job = FollowChoice(origin.conversation.tenant, origin.sender.id)
            await self.queue.enqueue(job, once=f"reading:{origin.event_id}")

    async def _look_again(self, origin: Origin, *, hello: bool) -> None:
        await self.queue.enqueue(
            Welcome(
                origin.conversation.tenant,
                origin.conversation,
                team_id=origin.team_id,
                team_name=origin.team_name,
                channel_id=origin.channel_id,
                hello=hello,
                locale=origin.locale,
            ),
            once=f"welcome:{origin.event_id}",
        )

    async def _remove(self, tenant: str, team_id: str) -> None:
        """Nothing is sent from now on; what is kept is erased after a grace that a new installation ends. Told again,
        it goes by the moment that was kept first, since that is the one that erasing asks for."""
        await self._set_active(tenant, team_id, active=False, removed_at=self.clock.now())
        team = await self.teams.get(tenant, team_id)
        if team and team.removed_at:
            moment = team.removed_at.isoformat()
            await self.queue.enqueue(
                EraseTeam(tenant, team_id, moment),
                once=f"erase:{tenant}:{team_id}:{moment}",
                at=team.removed_at + GRACE,
            )

    async def _set_active(self, tenant: str, team_id: str, *, active: bool, removed_at: datetime | None = None) -> None:
        team = await self.teams.get(tenant, team_id)
        if team is None:
            return
        if team.active != active:
            try:
                await self.teams.put(replace(team, active=active, removed_at=removed_at))
            except Conflict as raced:
                raise TryLater("the team changed meanwhile", after_s=0.2) from raced
        await self.queue.enqueue(PlanDigest(tenant, team_id))
