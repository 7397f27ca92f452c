"""What people do in their Teams clients, and what the clients make of the bot's answers."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.people import Person
from bot.playground.records import Card, Chat, Meeting, Message, Sender
from bot.playground.teams.activities import Writer
from bot.playground.teams.card_rules import too_many_buttons
from bot.playground.teams.delivery import BotAnswer, Delivery
from bot.playground.teams.scopes import Scopes
from bot.playground.world import BOT_NAME, World

AT = f"<at>{BOT_NAME}</at>"
MOST_USER_IDS = 60  # of a card's refresh; Teams takes no more
SHRUG = "Something went wrong. Please try again."


class NotPossible(Exception):
    """What somebody tried cannot be done in Teams; the message says so in a sentence."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the presser of a button sees: a new card, a toast, or an error."""

    card: Card | None = None
    message: str | None = None
    error: str | None = None


class TeamsClient:
    def __init__(self, world: World, scopes: Scopes, writer: Writer, delivery: Delivery) -> None:
        self._world = world
        self._scopes = scopes
        self._writer = writer
        self._delivery = delivery

    # where the app lives

    @property
    def installed(self) -> Container[str]:
        """Ids of the chats where it is."""
        return self._scopes.installed

    def install(self, chat_id: str, by: Person) -> None:
        """Told twice, as Teams does; nothing is told where the app is already."""
        chat = self._world.chats[chat_id]
        if chat.id in self._scopes.installed:
            return
        self._scopes.installed.add(chat.id)
        for activity in self._writer.installed(chat, by):
            self._delivery.tell(activity)

    def remove(self, chat_id: str, by: Person) -> None:
        chat = self._world.chats[chat_id]
        self._scopes.installed.discard(chat.id)
        for activity in self._writer.removed(chat, by):
            self._delivery.tell(activity)

    # messages

    def write(self, chat_id: str, person_id: str, text: str, *, mention: bool) -> Message:
        """In a shared chat the bot hears only what mentions it. Raises NotPossible."""
        chat, person = self._here(chat_id, person_id)
        heard = mention or chat.kind == "personal"
        if heard:
            self.install(chat.id, person)
        words = f"{AT} {text}" if mention and chat.kind != "personal" else text
        message = self._world.say(chat.id, _sender(person), text=words, to_bot=heard)
        if heard:
            self._delivery.tell(self._writer.message(chat, person, message))
        return message

    def edit(self, chat_id: str, message_id: str, person_id: str, text: str) -> None:
        """The mention stays where there was one. Raises NotPossible."""
        chat, person = self._here(chat_id, person_id)
        message = self._own(chat, message_id, person)
        if AT in (message.text or "") and AT not in text:
            text = f"{AT} {text.lstrip().removeprefix('@').removeprefix(BOT_NAME).lstrip(' ,:')}"
        self._world.edit(message, text=text)
        if message.to_bot:
            self._delivery.tell(self._writer.edited(chat, person, message))

    def delete(self, chat_id: str, message_id: str, person_id: str) -> None:
        """Raises NotPossible."""
        chat, person = self._here(chat_id, person_id)
        message = self._own(chat, message_id, person)
        self._world.delete(message)
        if message.to_bot:
            self._delivery.tell(self._writer.deleted(chat, person, message))

    async def make_action_item(self, chat_id: str, message_id: str, person_id: str) -> Shown:
        """The entry in a message's menu. Raises NotPossible."""
        chat, person = self._here(chat_id, person_id)
        try:
            message = chat.message(message_id)
        except KeyError:
            raise NotPossible("That message is gone.") from None
        writer = self._world.people.get(message.sender.id)
        if writer is None:
            raise NotPossible("That is for messages that people wrote.")
        answer = await self._delivery.ask(self._writer.message_action(chat, person, message, writer))
        return _read_dialog(answer)

    # meetings

    def start(self, meeting: Meeting) -> None:
        """Raises NotPossible."""
        invite = self._world.invites[meeting.invite_id]
        if meeting.state == "live":
            raise NotPossible("This meeting is already running.")
        if invite.status == "cancelled":
            raise NotPossible("This meeting was cancelled.")
        self._world.begin(meeting)
        self._tell_of(meeting, begins=True)

    def end(self, meeting: Meeting) -> None:
        """Raises NotPossible."""
        if meeting.state != "live":
            raise NotPossible("This meeting is not running.")
        self._world.finish(meeting)
        self._tell_of(meeting, begins=False)

    def _tell_of(self, meeting: Meeting, *, begins: bool) -> None:
        chat, organizer = self._world.chats[meeting.chat_id], self._world.people[meeting.organizer]
        self.install(chat.id, organizer)
        series = self._world.invites[meeting.invite_id].words.recurring != "none"
        self._delivery.tell(self._writer.meeting_event(chat, organizer, meeting, begins=begins, series=series))

    # cards

    async def press(self, chat_id: str, message_id: str, person_id: str, verb: str, data: Mapping[str, Any]) -> Shown:
        """A button of the card as this person sees it. Raises NotPossible."""
        chat, person = self._here(chat_id, person_id)
        message = self._card_message(chat, message_id)
        faces = (message.views.get(person.id), message.card)
        action = next((found for face in faces for found in _actions(face) if _verb(found) == verb), None)
        if action is None:
            raise NotPossible("That button is no longer on the card.")
        chat.unread = 0
        if action["type"] == "Action.Submit":
            self._delivery.tell(self._writer.submit(chat, person, message, data))
            return Shown()
        return await self._execute(chat, person, message, verb, data, automatic=False)

    async def refresh(self, chat_id: str, message_id: str, person_id: str) -> Shown:
        """What a client asks by itself for a card with views of single people. Raises NotPossible."""
        chat, person = self._here(chat_id, person_id)
        message = self._card_message(chat, message_id)
        refresh = (message.card or {}).get("refresh") or {}
        action, user_ids = refresh.get("action") or {}, refresh.get("userIds")
        if user_ids is not None and (len(user_ids) > MOST_USER_IDS or person.teams_id not in user_ids):
            return Shown()
        if not _verb(action):
            return Shown()
        return await self._execute(chat, person, message, _verb(action), action.get("data") or {}, automatic=True)

    async def _execute(
        self, chat: Chat, person: Person, message: Message, verb: str, data: Mapping[str, Any], *, automatic: bool
    ) -> Shown:
        """The answer is this person's alone, and only until the card itself is edited."""
        before = message.card
        activity = self._writer.execute(chat, person, message, verb, data, automatic=automatic)
        shown = _read(await self._delivery.ask(activity))
        if shown.card is not None and message.card is before:
            self._world.show(message, person.id, shown.card)
        return shown

    async def rate(self, chat_id: str, message_id: str, person_id: str, *, good: bool) -> bool:
        """Whether the bot took it. Raises NotPossible."""
        chat, person = self._here(chat_id, person_id)
        rating = self._writer.rating(chat, person, self._card_message(chat, message_id), good=good)
        return (await self._delivery.ask(rating)).status == 200

    def _here(self, chat_id: str, person_id: str) -> tuple[Chat, Person]:
        chat, person = self._world.chats.get(chat_id), self._world.people.get(person_id)
        if chat is None or person is None:
            raise NotPossible("There is no such chat or person.")
        if person.id not in chat.member_ids:
            raise NotPossible(f"{person.name} is not in this chat.")
        return chat, person

    def _own(self, chat: Chat, message_id: str, person: Person) -> Message:
        try:
            message = chat.message(message_id)
        except KeyError:
            raise NotPossible("That message is gone.") from None
        if message.sender.id != person.id:
            raise NotPossible("Only who wrote a message can change it.")
        return message

    def _card_message(self, chat: Chat, message_id: str) -> Message:
        try:
            message = chat.message(message_id)
        except KeyError:
            raise NotPossible("That message is gone.") from None
        if message.card is None:
            raise NotPossible("That message has no card.")
        return message


def _sender(person: Person) -> Sender:
    return Sender("person", person.id, person.name)


def _actions(card: Any) -> Iterator[dict[str, Any]]:
    """Every button of a card, wherever it stands; what is only a fallback is no button."""
    if isinstance(card, list):
        for part in card:
            yield from _actions(part)
    elif isinstance(card, dict):
        if card.get("type") in {"Action.Execute", "Action.Submit"}:
            yield card
        for name, part in card.items():
            if name not in {"fallback", "data", "refresh"}:
                yield from _actions(part)


def _verb(action: Mapping[str, Any]) -> str:
    data = action.get("data")
    told = action.get("verb") or (data.get("verb") if isinstance(data, dict) else None)
    return told if isinstance(told, str) else ""


def _read(answer: BotAnswer) -> Shown:
    """What the client makes of the answer to an Action.Execute."""
    body = answer.body if isinstance(answer.body, dict) else {}
    value = body.get("value")
    if answer.status != 200:
        return Shown(error=SHRUG)
    if body.get("statusCode") != 200:
        words = value.get("message") if isinstance(value, dict) else None
        return Shown(error=words if isinstance(words, str) and words else SHRUG)
    if body.get("type") == "application/vnd.microsoft.card.adaptive" and isinstance(value, dict):
        if too_many_buttons(value):
            return Shown(error="More than six buttons stand on the card.")
        return Shown(card=value)
    if body.get("type") == "application/vnd.microsoft.activity.message" and isinstance(value, str):
        return Shown(message=value)
    return Shown(error=SHRUG)


def _read_dialog(answer: BotAnswer) -> Shown:
    """What the client makes of the answer to a message action: a dialog's words, or nothing at all."""
    task = answer.body.get("task") if isinstance(answer.body, dict) else None
    if answer.status != 200 or answer.body is None:
        return Shown(error=SHRUG)
    if isinstance(task, dict) and task.get("type") == "message" and isinstance(task.get("value"), str):
        return Shown(message=task["value"])
    return Shown()
