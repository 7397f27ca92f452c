"""What people do in Outlook: invites are written, changed and cancelled, in mailboxes and tenant alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.graph import GraphStandIn
from bot.playground.invite_form import BadForm, read_form
from bot.playground.people import OUTSIDER
from bot.playground.records import Invite, InviteWords
from bot.playground.world import World


class Outlook:
    def __init__(self, world: World, graph: GraphStandIn) -> None:
        self._world = world
        self._graph = graph

    def write(self, form: Mapping[str, Any]) -> Invite:
        """Raises BadForm."""
        words = read_form(self._world, form)
        written = self._graph.write_invite(**self._event(words))
        return self._world.add_invite(written.id, words, thread=written.thread, join_url=written.join_url)

    def change(self, invite: Invite, form: Mapping[str, Any]) -> None:
        """Raises BadForm."""
        if invite.status == "cancelled":
            raise BadForm("This invite was cancelled.")
        words = read_form(self._world, form, invite.words)
        self._graph.update_invite(invite.id, **self._event(words))
        self._world.change_invite(invite, words)

    def cancel(self, invite: Invite) -> None:
        """Nothing happens to an invite that was cancelled before."""
        if invite.status == "sent":
            self._graph.cancel_invite(invite.id)
            self._world.cancel_invite(invite)

    def watched(self) -> list[str]:
        """Ids of the people whose calendars somebody has subscribed to."""
        return sorted({subscription.person for subscription in self._graph.subscriptions.live()})

    def _event(self, words: InviteWords) -> dict[str, Any]:
        outsiders = [OUTSIDER] if words.external else []
        return {
            "organizer": words.organizer,
            "subject": words.subject,
            "start": words.start,
            "end": words.end,
            "body": words.body,
            "body_type": words.body_type,
            "required": [*(self._address(person) for person in words.required), *outsiders],
            "optional": [self._address(person) for person in words.optional],
            "recurring": words.recurring,
            "sensitivity": words.sensitivity,
        }

    def _address(self, person_id: str) -> str:
        """Who has no mailbox here (guests, and the made-up many) is invited by address."""
        person = self._world.people[person_id]
        return person.email if person.guest or person.extra else person.id
