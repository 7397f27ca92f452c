"""The state of the tenant, and the only hands that change it. No HTTP here: whoever watches is told by `watch`."""

from __future__ import annotations

import asyncio
import base64
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from bot.playground.clock import MovableClock
from bot.playground.people import HARVEST, PEOPLE, Person, somebody
from bot.playground.records import Card, Chat, Invite, InviteWords, Meeting, Message, Sender, Team, Traffic

BOT_NAME = "Potluck"
MOST_TRAFFIC = 200


class World:
    """`tenant` and `app_id` are Entra ids. Every change raises `rev` and wakes whoever watches."""

    def __init__(self, *, tenant: str, app_id: str, people: Sequence[Person] = PEOPLE) -> None:
        self.tenant = tenant
        self.app_id = app_id
        self.clock = MovableClock()
        self.rev = 1
        self.people = {person.id: person for person in people}
        self.team = _team(tenant, [person for person in people if person in HARVEST])
        self.chats: dict[str, Chat] = {}
        self.invites: dict[str, Invite] = {}
        self.meetings: dict[str, Meeting] = {}
        self.traffic: deque[Traffic] = deque(maxlen=MOST_TRAFFIC)
        self._watchers: set[asyncio.Event] = set()
        self._last_message = 0
        channel = Chat(self.team.id, "channel", "General", list(self.team.member_ids), team_id=self.team.id)
        self._add_chat(channel)
        for person in people:
            if not person.guest:
                self._add_chat(Chat(self.personal_id(person), "personal", person.name, [person.id], person.id))

    # who is who

    @property
    def bot(self) -> Sender:
        return Sender("bot", f"28:{self.app_id}", BOT_NAME)

    def person(self, any_id: str) -> Person:
        """By Entra object id or by Teams id. Raises KeyError."""
        if any_id in self.people:
            return self.people[any_id]
        for person in self.people.values():
            if person.teams_id == any_id:
                return person
        raise KeyError(any_id)

    def crowd(self, size: int) -> list[Person]:
        """That many made-up people, the same ones at every call."""
        made = [somebody(number) for number in range(size)]
        for person in made:
            self.people.setdefault(person.id, person)
        return made

    def open_channel(self, title: str) -> Chat:
        """Another channel of the team."""
        channel_id = f"19:{uuid5(NAMESPACE_URL, f'{self.team.id}/{title}').hex}@thread.tacv2"
        channel = Chat(channel_id, "channel", title, list(self.team.member_ids), team_id=self.team.id)
        self._add_chat(channel)
        return channel

    def personal_id(self, person: Person) -> str:
        """The id of the 1:1 chat with the bot, the same for ever."""
        name = f"{self.tenant}/{self.app_id}/{person.id}"
        return f"a:1{uuid5(NAMESPACE_URL, name).hex}{uuid5(NAMESPACE_URL, name[::-1]).hex}"

    def personal_chat(self, person_id: str) -> Chat:
        person = self.people[person_id]
        if person.guest:
            raise KeyError(person_id)
        chat_id = self.personal_id(person)
        if chat_id not in self.chats:
            self._add_chat(Chat(chat_id, "personal", person.name, [person.id], person.id))
        return self.chats[chat_id]

    # messages

    def say(
        self,
        chat_id: str,
        sender: Sender,
        *,
        text: str | None = None,
        card: Card | None = None,
        to_bot: bool = False,
        thread: str | None = None,
    ) -> Message:
        chat = self.chats[chat_id]
        message = Message(self._message_id(), sender, self.clock.now(), text, card, to_bot=to_bot, thread=thread)
        chat.messages.append(message)
        chat.unread = chat.unread + 1 if sender.kind == "bot" else 0
        self.changed()
        return message

    def edit(self, message: Message, *, text: str | None = None, card: Card | None = None) -> None:
        """The new content is what everybody sees from now on: views shown to single people end."""
        message.text, message.card = text, card
        message.edited = True
        message.views.clear()
        self.changed()

    def delete(self, message: Message) -> None:
        message.deleted, message.text, message.card = True, None, None
        message.views.clear()
        self.changed()

    def show(self, message: Message, person_id: str, card: Card) -> None:
        message.views[person_id] = card
        self.changed()

    # invites and meetings

    def add_invite(self, invite_id: str, words: InviteWords, *, thread: str, join_url: str) -> Invite:
        meeting = Meeting(
            base64.b64encode(f"0#{thread}#0".encode()).decode(),
            words.subject,
            invite_id,
            thread,
            words.organizer,
            join_url,
            words.start,
            words.end,
        )
        self.meetings[meeting.id] = meeting
        self._add_chat(Chat(thread, "meeting", words.subject, _invited(words), meeting_id=meeting.id))
        invite = self.invites[invite_id] = Invite(invite_id, words, meeting.id)
        self.changed()
        return invite

    def change_invite(self, invite: Invite, words: InviteWords) -> None:
        invite.words = words
        meeting = self.meetings[invite.meeting_id]
        meeting.title, meeting.start, meeting.end = words.subject, words.start, words.end
        chat = self.chats[meeting.chat_id]
        chat.title, chat.member_ids = words.subject, _invited(words)
        meeting.present_ids = [person for person in meeting.present_ids if person in chat.member_ids]
        self.changed()

    def cancel_invite(self, invite: Invite) -> None:
        invite.status = "cancelled"
        self.changed()

    def begin(self, meeting: Meeting) -> None:
        """Everybody whom the page can show has come; who leaves is taken out by `attend`."""
        meeting.state = "live"
        invited = self.chats[meeting.chat_id].member_ids
        meeting.present_ids = [person for person in invited if not self.people[person].extra]
        self.changed()

    def finish(self, meeting: Meeting) -> None:
        meeting.state = "ended"
        meeting.present_ids = []
        self.changed()

    def attend(self, meeting: Meeting, person_id: str, *, present: bool) -> None:
        others = [person for person in meeting.present_ids if person != person_id]
        meeting.present_ids = [*others, person_id] if present else others
        self.changed()

    # time, traffic, watchers

    def move_clock(self, *, by: timedelta | None = None, to: datetime | None = None) -> datetime:
        """Raises ValueError for a move back or too far."""
        now = self.clock.move_to(to) if to is not None else self.clock.advance(by or timedelta())
        self.changed()
        return now

    def note(self, sender: str, receiver: str, what: str, status: int) -> None:
        self.traffic.append(Traffic(self.clock.now(), sender, receiver, what, status))
        self.changed()

    @contextmanager
    def watch(self) -> Iterator[asyncio.Event]:
        """An event that is set at every change; the watcher clears it."""
        woken = asyncio.Event()
        self._watchers.add(woken)
        try:
            yield woken
        finally:
            self._watchers.discard(woken)

    def changed(self) -> None:
        self.rev += 1
        for woken in self._watchers:
            woken.set()

    def _add_chat(self, chat: Chat) -> None:
        self.chats[chat.id] = chat

    def _message_id(self) -> str:
        """Teams' message ids are the time in milliseconds; two of one millisecond must differ."""
        self._last_message = max(self._last_message + 1, int(self.clock.now().timestamp() * 1000))
        return str(self._last_message)


def _team(tenant: str, members: Sequence[Person]) -> Team:
    seed = uuid5(NAMESPACE_URL, f"{tenant}/harvest")
    ids = tuple(person.id for person in members)
    return Team(f"19:{seed.hex}@thread.tacv2", str(seed), "Harvest", ids)


def _invited(words: InviteWords) -> list[str]:
    return list(dict.fromkeys([words.organizer, *words.required, *words.optional]))
