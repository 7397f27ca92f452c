"""Story one: invites are written, and either their organizer is asked in private or nobody hears a thing.

Silence cannot be seen, so every round of invites ends with one that must be asked about. When that question is there
and nothing more follows it, whatever was not asked about before it was met with silence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from bot.playground.card_hand import has_button
from bot.playground.card_text import card_lines
from bot.playground.clock import ZONE
from bot.playground.invite_lines import PlayedInvite
from bot.playground.narrator import Narrator
from bot.playground.page_client import Json, PageClient, Refused, chat_of, face, from_bot, name_of, personal_chat
from bot.playground.templates import PRICING, PRIVATE, STATUS, Template

A_ROUND = 24
QUIET_FOR_S = 2.0
MOST_QUIETING_S = 30.0
Round = dict[tuple[str, str], PlayedInvite]  # by organizer and subject
Asked = dict[str, tuple[str, Json]]  # invite id -> its organizer, and the message that asks


def built_in() -> list[PlayedInvite]:
    told = ((PRICING, False), (PRIVATE, False), (STATUS, True))
    return [replace(_from_template(template), expected=expected) for template, expected in told]


async def play_invites(client: PageClient, narrator: Narrator, invites: Sequence[PlayedInvite]) -> None:
    narrator.title("Story one: an invite is written")
    answered = False
    for number, invites_of_round in enumerate(rounds(invites, await _organizers(client)), start=1):
        asked = await _play_round(client, narrator, invites_of_round, number)
        for invite in invites_of_round.values():
            _tell_outcome(narrator, invite, nudged=invite.id in asked)
        first = next(iter(asked.values()), None)
        if first and not answered:
            answered = True
            await _answer(client, narrator, *first)


async def _organizers(client: PageClient) -> list[str]:
    """Whoever has a calendar that Potluck watches; the product is ready when the app has said hello everywhere."""

    def ready(tenant: Json) -> list[str] | None:
        installed = [chat for chat in tenant["chats"] if chat["app_installed"]]
        if not installed or not all(from_bot(chat) for chat in installed):
            return None
        with_mailbox = [chat["person_id"] for chat in tenant["chats"] if chat["kind"] == "personal"]
        return with_mailbox if set(with_mailbox) <= set(tenant["watched_ids"]) else None

    return await client.until("that Potluck says hello and watches the calendars", ready, within_s=90)


def rounds(invites: Sequence[PlayedInvite], organizers: Sequence[str]) -> Iterator[Round]:
    """Within a round, organizer and subject together tell which invite a card is about."""
    waiting = list(invites)
    while waiting:
        taken: Round = {}
        left: list[PlayedInvite] = []
        for turn, invite in enumerate(waiting):
            first = turn if invite.expected is None else 0
            order = [organizers[(first + step) % len(organizers)] for step in range(len(organizers))]
            free = next((one for one in order if (one, _shown(invite.subject)) not in taken), None)
            if free is None or len(taken) == A_ROUND:
                left.append(invite)
            else:
                taken[free, _shown(invite.subject)] = invite
        yield taken
        waiting = left


async def _play_round(client: PageClient, narrator: Narrator, invites: Round, number: int) -> Asked:
    seen = _bot_message_ids(await client.look())
    sent = {where: invite for where, invite in invites.items() if await _send(client, narrator, where[0], invite)}
    if not sent:
        return {}
    last, marker = list(sent.items())[-1]
    if not marker.expected:
        last, marker = _marker(last[0], number)
        await _send(client, narrator, last[0], marker)
    await client.until(f"the question about “{marker.subject}”", lambda tenant: _asked_about(tenant, last, seen))
    await _quiet(client)
    return {
        invite.id: (where[0], message)
        for where, invite in sent.items()
        if (message := _asked_about(client.tenant, where, seen))
    }


async def _send(client: PageClient, narrator: Narrator, organizer: str, invite: PlayedInvite) -> bool:
    try:
        await client.post("invites", {**invite.form, "organizer": organizer})
    except Refused as why:
        narrator.fail(f"{invite.id}: {why}")
        return False
    return True


def _marker(organizer: str, number: int) -> tuple[tuple[str, str], PlayedInvite]:
    subject = f"Weekly status round {number}"
    form = {**_from_template(STATUS).form, "subject": subject}
    return (organizer, subject), PlayedInvite("marker", form, expected=True)


async def _quiet(client: PageClient) -> None:
    """Returns when the bot has said nothing new for a while."""
    loop = asyncio.get_running_loop()
    end, heard, since = loop.time() + MOST_QUIETING_S, -1, loop.time()
    while loop.time() < end and loop.time() - since < QUIET_FOR_S:
        now = len(_bot_message_ids(await client.look()))
        if now != heard:
            heard, since = now, loop.time()
        await asyncio.sleep(0.2)


def _asked_about(tenant: Json, key: tuple[str, str], seen: set[str]) -> Json | None:
    organizer, subject = key
    for message in from_bot(personal_chat(tenant, organizer)):
        if message["id"] not in seen and message["card"] and subject in map(_shown, card_lines(message["card"], ZONE)):
            return message
    return None


async def _answer(client: PageClient, narrator: Narrator, organizer: str, message: Json) -> None:
    """The organizer reads the question, looks at what Make it async would give, goes back, and keeps the meeting."""
    chat_id, name = personal_chat(client.tenant, organizer)["id"], name_of(client.tenant, organizer)
    narrator.card(f"{name}, alone,", message["card"])
    for title in ("Make it async", "Back", "Keep"):
        current = await client.until(f"a button “{title}”", _with_button(chat_id, message["id"], organizer, title))
        narrator.tell(f"{name} presses [{title}].")
        narrator.card(name, await client.press(chat_id, current, organizer, title))


def _with_button(chat_id: str, message_id: str, person: str, title: str) -> Callable[[Json], Json | None]:
    def find(tenant: Json) -> Json | None:
        messages = from_bot(chat_of(tenant, chat_id))
        return next((one for one in messages if one["id"] == message_id and has_button(face(one, person), title)), None)

    return find


def _tell_outcome(narrator: Narrator, invite: PlayedInvite, *, nudged: bool) -> None:
    words = f"{'nudged' if nudged else 'silent'}  {invite.id}  {invite.subject}"
    if invite.expected is None or invite.expected == nudged:
        narrator.tell(words)
    else:
        narrator.fail(f"{words} (expected the other)")


def _from_template(template: Template) -> PlayedInvite:
    return PlayedInvite(template.id, _sendable(asdict(template)))


def _sendable(form: Mapping[str, object]) -> dict[str, object]:
    told = {name: value for name, value in form.items() if name not in {"id", "title", "hint"}}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def _bot_message_ids(tenant: Json) -> set[str]:
    return {message["id"] for chat in tenant["chats"] for message in from_bot(chat)}


def _shown(subject: str) -> str:
    """A subject as a card shows it: in one line, cut, and never empty."""
    return " ".join(subject.split())[:100].strip() or "(no subject)"
