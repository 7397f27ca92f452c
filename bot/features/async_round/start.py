"""Job: post the round where its people are: in the meeting's chat, else in a channel that all of them read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

import structlog

from bot.domain.cards import Card
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.jobs import StartRound
from bot.domain.meeting import Attendee, Invite
from bot.domain.ports import Calendar, Messenger, PeopleStore, RoundStore, TeamStore
from bot.domain.round import Ask, Round
from bot.domain.tongue import mark, say, speaking
from bot.errors import Conflict, Gone, MaybeDelivered, NotAllowed, TryLater, Unreachable
from bot.features.async_round import round_card
from bot.features.async_round.on_answer import UNDO

log = structlog.get_logger()
PLACES = {"group": mark("In the meeting's chat."), "channel": mark("In your team's channel.")}


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
            await self._show(one, lambda: round_card.told(say("This meeting was called off"), say("Nothing was sent.")))
            return
        one = replace(one, asks=tuple(_invited(ask, invite.attendees) for ask in one.asks))
        posted = await self._post(one, invite)
        if posted is None or posted.thread is None:
            await self._end(one)
            await self._show(one, lambda: round_card.by_hand(one))
            return
        kept, place = await self._keep(posted), PLACES[posted.thread.conversation.kind]
        await self._show(kept, lambda: round_card.panel(kept, place=say(place), undo_until=kept.started + UNDO))

    async def _invite(self, one: Round) -> Invite | None:
        try:
            invite = await self.calendar.invite(one.tenant, one.organizer, one.event_id)
        except NotAllowed:
            return None
        return invite if invite and invite.is_organizer and not invite.cancelled else None

    async def _post(self, one: Round, invite: Invite) -> Round | None:
        """The round as it stands where it was posted; None where no place took it."""
        async for place, locale in self._places(one, invite):
            once = f"round:{one.id}:{one.started.isoformat()}:{place.id}"
            with speaking(locale):
                face = round_card.thread(one)
            try:
                thread = await self.messenger.send(place, face, once=once, summary=one.subject)
            except (Unreachable, Gone) as why:
                log.info("round_not_there", nudge=one.id, reason=why.reason)
                continue
            except MaybeDelivered:
                thread = MessageRef(place, "")  # it may be there: the first click on it tells its id
            return replace(one, thread=thread, locale=locale)
        return None

    async def _places(self, one: Round, invite: Invite) -> AsyncIterator[tuple[Conversation, str]]:
        """Each with the locale that is read there: in a meeting's chat the organizer's."""
        private = await self.people.chat_with(one.tenant, one.organizer)
        chat = chat_of(invite.join_url)
        if private and chat:
            wishes = await self.people.preferences(one.tenant, one.organizer)
            yield Conversation(one.tenant, chat, private.service_url, "group"), wishes.speaks
        invited = {person.address for person in invite.attendees}
        for team_id in await self.teams.teams_of(one.tenant, one.organizer):
            team = await self.teams.get(one.tenant, team_id)
            if team is None or not team.active or team.kind != "team":
                continue
            readers = {(person.email or "").lower() for person in await self.messenger.members(team.channel)}
            if invited <= readers:
                yield team.channel, team.locale

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
                        with speaking(one.locale):
                            face, summary = round_card.thread(taken_back), say("Undone")
                        await self.messenger.update(one.message, face, summary=summary)
                    raise Gone("round_taken_back") from None
                one = replace(stored, asks=one.asks, thread=one.thread, locale=one.locale)
        raise TryLater("round_changes_all_the_time", after_s=1)

    async def _end(self, one: Round) -> None:
        try:
            await self.rounds.put(replace(one, state="closed"))
        except Conflict:
            log.info("round_ended_meanwhile", nudge=one.id)

    async def _show(self, one: Round, draw: Callable[[], Card]) -> None:
        with speaking((await self.people.preferences(one.tenant, one.organizer)).speaks):
            face, summary = draw(), say(round_card.SUMMARY)
        try:
            await self.messenger.update(one.panel, face, summary=summary)
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
