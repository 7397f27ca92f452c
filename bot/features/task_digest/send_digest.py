"""Jobs: post a team's digest for one local date, or remember that one could not be posted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import structlog

from bot.domain.conversation import MessageRef
from bot.domain.jobs import NoteMissedDigest, SendDigest
from bot.domain.ports import Clock, Messenger, TeamStore
from bot.domain.team import Team
from bot.domain.tongue import say, speaking
from bot.domain.when import local_day
from bot.errors import Conflict, Gone, MaybeDelivered, TryLater, Unreachable
from bot.features.task_digest.digest_card import SUMMARY, drawn
from bot.features.task_digest.gathering import Gathering, WhoToCall

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Send:
    """The send mark makes the post happen once; what follows it (buttons off the old card, the record) is done again
    where a worker died in between."""

    teams: TeamStore
    gathering: Gathering
    who_to_call: WhoToCall
    messenger: Messenger
    clock: Clock

    async def __call__(self, job: SendDigest) -> None:
        team = await self.teams.get(job.tenant, job.team)
        if team is None or not team.active:
            return
        day = date.fromisoformat(job.date)
        if local_day(team.digest, self.clock.now()) > day:  # the queue stood still over midnight
            await note_missed(self.teams, team, day)
            return
        digest = await self.gathering(team, day)
        if not digest.fresh:
            log.info("digest_withheld", team=team.id, date=job.date, reason="nothing_new")
            if team.missed_before(day):  # nobody has missed anything by it
                await _put(self.teams, replace(team, missed_since=None))
            return
        called = await self.who_to_call(team, digest)
        with speaking(team.locale):
            face, summary = drawn(team, digest, mentioned=called), say(SUMMARY)
        try:
            once = f"digest:{team.tenant}:{team.id}:{job.date}"
            message = await self.messenger.send(team.channel, face, once=once, summary=summary)
        except Unreachable as why:
            log.warning("digest_not_sent", team=team.id, date=job.date, reason=why.reason)
            return
        except MaybeDelivered:
            log.warning("digest_in_doubt", team=team.id, date=job.date)
            await self._settle_previous(team, None, day)
            return
        await self._settle_previous(team, message, day)
        log.info("digest_sent", team=team.id, date=job.date)

    async def _settle_previous(self, team: Team, message: MessageRef | None, day: date) -> None:
        """Only the newest digest has buttons, so that nobody acts on an old morning. Where it is not known which
        message that is (`message` None), the first click in it tells."""
        if team.last_digest_day and (team.last_digest_day > day or (message and team.last_digest == message)):
            return
        if team.last_digest and team.last_digest_day and team.last_digest_day < day:
            old = await self.gathering(team, team.last_digest_day)
            with speaking(team.locale):
                face, summary = drawn(team, old, settled=True), say(SUMMARY)
            try:
                await self.messenger.update(team.last_digest, face, summary=summary)
            except (Gone, Unreachable) as why:
                log.info("old_digest_gone", team=team.id, reason=why.reason)
        missed = team.missed_before(day)  # kept while this digest is the newest, which may be drawn again
        await _put(self.teams, replace(team, last_digest=message, last_digest_day=day, missed_since=missed))


@dataclass(frozen=True, slots=True)
class NoteMissed:
    teams: TeamStore

    async def __call__(self, job: NoteMissedDigest) -> None:
        team = await self.teams.get(job.tenant, job.team)
        if team and team.active:
            await note_missed(self.teams, team, date.fromisoformat(job.date))


async def note_missed(teams: TeamStore, team: Team, day: date) -> None:
    """The first missed day is the one to tell. An outage that is told of after the next digest is no news."""
    log.warning("digest_missed", team=team.id, date=day.isoformat())
    last, first = team.last_digest_day, team.missed_since
    if (last is None or last < day) and (first is None or (last is not None and first <= last)):
        await _put(teams, replace(team, missed_since=day))


async def _put(teams: TeamStore, team: Team) -> None:
    try:
        await teams.put(team)
    except Conflict as raced:
        raise TryLater("the team changed meanwhile", after_s=0.2) from raced
