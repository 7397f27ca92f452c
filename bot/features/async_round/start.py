"""Job: post the round where its people are: in the meeting's chat, else in a channel that all of them read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

import structlog

from bot.domain.cards import Card
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.jobs import StartRound
from bot.domain.meeting import Attendee, Invite
from bot.domain.ports import Calendar, Messenger, PeopleStore, RoundStore, TeamStore
from bot.domain.round import Ask, Round
from bot.errors import Conflict, Gone, MaybeDelivered, NotAllowed, TryLater, Unreachable
from bot.features.async_round import round_card
from bot.features.async_round.on_answer import UNDO

log = structlog.get_logger()
PLACES = {"group": "In the meeting's chat.", "channel": "In your team's channel."}


@dataclass(frozen=True, slots=True)
class Start:
    rounds: RoundStore
    calendar: Calendar
    people: PeopleStore
    teams: TeamStore
    messenger: Messenger

    async def __call__(self, job: StartRound) -> None:
        one = await self.rounds.get(job.tenant, job.round_id)
        if one is None or one.state != "open" or one.thread:
            return
        invite = await self._invite(one)
        if invite is None:
            await self._end(one)
            face = round_card.told("This meeting was called off", "Nothing was sent.")
            await self._show(one, face)
            return
        one = replace(one, asks=tuple(_invited(ask, invite.attendees) for ask in one.asks))
        thread = await self._post(one, invite)
        if thread is None:
            await self._end(one)
            await self._show(one, round_card.by_hand(one))
            return
        one = await self._keep(replace(one, thread=thread))
        place = PLACES[thread.conversation.kind]
        await self._show(one, round_card.panel(one, place=place, undo_until=one.started + UNDO))

    async def _invite(self, one: Round) -> Invite | None:
        try:
            invite = await self.calendar.invite(one.tenant, one.organizer, one.event_id)
        except NotAllowed:
            return None
        return invite if invite and invite.is_organizer and not invite.cancelled else None

    async def _post(self, one: Round, invite: Invite) -> MessageRef | None:
        async for place in self._places(one, invite):
            once = f"round:{one.id}:{one.started.isoformat()}:{place.id}"
            try:
                return await self.messenger.send(place, round_card.thread(one), once=once, summary=one.subject)
            except (Unreachable, Gone) as why:
                log.info("round_not_there", nudge=one.id, reason=why.reason)
            except MaybeDelivered:
                return MessageRef(place, "")  # it may be there: the first click on it tells its id
        return None

    async def _places(self, one: Round, invite: Invite) -> AsyncIterator[Conversation]:
        private = await self.people.chat_with(one.tenant, one.organizer)
        chat = chat_of(invite.join_url)
        if private and chat:
            yield Conversation(one.tenant, chat, private.service_url, "group")
        invited = {person.address for person in invite.attendees}
        for team_id in await self.teams.teams_of(one.tenant, one.organizer):
            team = await self.teams.get(one.tenant, team_id)
            if team is None or not team.active or team.kind != "team":
                continue
            readers = {(person.email or "").lower() for person in await self.messenger.members(team.channel)}
            if invited <= readers:
                yield team.channel

    async def _keep(self, one: Round) -> Round:
        """Answers may have come, or the organizer may have taken it back, while it was posted."""
        for _ in range(20):
            try:
                return await self.rounds.put(one)
            except Conflict:
                stored = await self.rounds.get(one.tenant, one.id)
                if stored is None or stored.state != "open":
                    taken_back = replace(one, state="undone")
                    if one.message:
                        await self.messenger.update(one.message, round_card.thread(taken_back), summary="Taken back")
                    raise Gone("round_taken_back") from None
                one = replace(stored, asks=one.asks, thread=one.thread)
        raise TryLater("round_changes_all_the_time", after_s=1)

    async def _end(self, one: Round) -> None:
        try:
            await self.rounds.put(replace(one, state="closed"))
        except Conflict:
            log.info("round_ended_meanwhile", nudge=one.id)

    async def _show(self, one: Round, face: Card) -> None:
        try:
            await self.messenger.update(one.panel, face, summary="In writing")
        except (Gone, Unreachable) as why:
            log.info("card_gone", reason=why.reason)


def chat_of(join_url: str | None) -> str | None:
    """The meeting's chat, which the long form of its link names; a channel meeting's is no chat."""
    parts = urlsplit(join_url or "").path.split("/")
    if "meetup-join" not in parts[:-1]:
        return None
    chat = unquote(parts[parts.index("meetup-join") + 1])
    return chat if chat.startswith("19:") and chat.endswith("@thread.v2") else None


def _invited(ask: Ask, people: tuple[Attendee, ...]) -> Ask:
    """Nobody is asked who is not in the invite, by the name that stands there: the organizer is instead."""
    known = next((person for person in people if person.address == ask.to.address), None)
    return replace(ask, to=known or people[0]) if people else ask
