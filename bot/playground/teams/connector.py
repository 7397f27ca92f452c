"""The connector's REST endpoints: what a bot may ask of Teams, with the service's rules and limits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp import web

from bot.playground.records import Chat, Message
from bot.playground.teams import roster
from bot.playground.teams.card_rules import too_many_buttons
from bot.playground.teams.delivery import Log
from bot.playground.teams.limits import LOOK_UPS, SENDS, RateLimits, Window
from bot.playground.teams.physics import TeamsPhysics
from bot.playground.teams.refusals import Refusal, scripted
from bot.playground.teams.scopes import Scopes
from bot.playground.world import World

CARD = "application/vnd.microsoft.card.adaptive"
MAX_BYTES = 28 * 1024
SLOW_S = 2.0
LOST_AFTER_S = 20.0
_KINDS = frozenset({"activities", "conversations", "members", "pagedmembers", "meetings", "teams"})
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Connector:
    """`check_token` says whether a bearer is good for the connector."""

    def __init__(
        self, world: World, scopes: Scopes, physics: TeamsPhysics, *, check_token: Callable[[str], bool], log: Log
    ) -> None:
        self.lost_after_s = LOST_AFTER_S
        self._world = world
        self._scopes = scopes
        self._physics = physics
        self._check_token = check_token
        self._log = log
        self._limits = RateLimits()

    def routes(self) -> list[web.RouteDef]:
        """Under any region, since the service address may change."""
        talk, one = "/{region}/v3/conversations/{chat}", "/{region}/v3/conversations/{chat}/activities/{activity}"
        meeting = "/{region}/v1/meetings/{meeting}"
        table: list[tuple[str, str, Handler]] = [
            ("POST", "/{region}/v3/conversations", self._create),
            ("POST", f"{talk}/activities", self._send),
            ("POST", one, self._send),
            ("PUT", one, self._update),
            ("DELETE", one, self._delete),
            ("GET", f"{talk}/members", self._members),
            ("GET", f"{one}/members", self._members),
            ("GET", f"{talk}/pagedmembers", self._paged_members),
            ("GET", f"{talk}/members/{{member}}", self._member),
            ("GET", "/{region}/v3/teams/{team}", self._team),
            ("GET", "/{region}/v3/teams/{team}/conversations", self._channels),
            ("GET", meeting, self._meeting),
            ("GET", f"{meeting}/participants/{{person}}", self._participant),
        ]
        return [web.route(method, path, self._guarded(handler)) for method, path, handler in table]

    # the checks before every answer

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                answer = await self._answer(request, handler)
            except Refusal as refusal:
                answer = refusal.response()
            self._log("Potluck", "Teams", f"{request.method} {_shown(request)}", answer.status)
            return answer

        return guarded

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        failure = self._physics.next_failure()
        if failure is not None:
            return scripted(failure)
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or not self._check_token(token):
            raise Refusal("AuthorizationFailed")
        if self._physics.slow:
            await asyncio.sleep(SLOW_S)
        what = f"{request.method} {_kind(request)}"
        self._physics.witness(f"{what} came")
        answer = await handler(request)
        self._physics.witness(f"{what} answered")
        if self._physics.lost_answers and request.method == "POST":
            await asyncio.sleep(self.lost_after_s)
            if request.transport is not None:
                request.transport.close()
        return answer

    def _limit(self, key: str, windows: Sequence[Window]) -> None:
        wait = self._limits.take(key, windows) if self._physics.limits else None
        if wait is not None:
            raise Refusal("Throttled", retry_after_s=wait)

    def _chat(self, request: web.Request, windows: Sequence[Window]) -> Chat:
        """The chat that the path names; a channel's threads are its own. Raises Refusal."""
        chat_id = request.match_info["chat"].partition(";")[0]
        self._limit(f"{'send' if windows is SENDS else 'look'}:{chat_id}", windows)
        chat = self._world.chats.get(chat_id)
        if chat is None:
            raise Refusal("ConversationNotFound")
        self._scopes.admit(chat)
        return chat

    # conversations and messages

    async def _create(self, request: web.Request) -> web.Response:
        wish = await _body(request)
        if wish.get("isGroup"):
            return self._post_in_channel(wish)
        members = wish.get("members")
        wanted = members[0].get("id") if isinstance(members, list) and members and isinstance(members[0], dict) else ""
        try:
            person = self._world.person(str(wanted))
        except KeyError:
            raise Refusal("BadArgument", "Failed to decrypt pairwise id") from None
        self._limit(f"send:{person.id}", SENDS)
        if wish.get("tenantId", self._world.tenant) != self._world.tenant or person.guest:
            raise Refusal("BotNotInConversationRoster")
        self._scopes.admit_to_person(person)
        return web.json_response({"id": self._world.personal_chat(person.id).id}, status=201)

    def _post_in_channel(self, wish: dict[str, Any]) -> web.Response:
        channel = ((wish.get("channelData") or {}).get("channel") or {}).get("id")
        chat = self._world.chats.get(str(channel))
        if chat is None or chat.kind != "channel":
            raise Refusal("BadArgument")
        self._limit(f"send:{chat.id}", SENDS)
        self._scopes.admit(chat)
        message = self._say(chat, wish.get("activity") or {}, thread=None)
        if message is None:
            raise Refusal("BadSyntax")
        return web.json_response({"id": f"{chat.id};messageid={message.id}", "activityId": message.id}, status=201)

    async def _send(self, request: web.Request) -> web.Response:
        chat = self._chat(request, SENDS)
        activity = await _body(request)
        thread = request.match_info["chat"].partition(";messageid=")[2] or request.match_info.get("activity")
        message = self._say(chat, activity, thread=thread if chat.kind == "channel" else None)
        return web.json_response({"id": message.id} if message else {}, status=201)

    def _say(self, chat: Chat, activity: dict[str, Any], *, thread: str | None) -> Message | None:
        """None where text and card came together: the service makes two messages of that and names neither."""
        if activity.get("type") != "message":
            raise Refusal("BadArgument", "Only messages are shown.")
        text, card = _content(activity)
        bot = self._world.bot
        if text is not None and card is not None:
            self._world.say(chat.id, bot, text=text, thread=thread)
            self._world.say(chat.id, bot, card=card, thread=thread)
            return None
        return self._world.say(chat.id, bot, text=text, card=card, thread=thread)

    async def _update(self, request: web.Request) -> web.Response:
        message = self._own_message(request)
        text, card = _content(await _body(request))
        self._world.edit(message, text=text, card=card)
        return web.json_response({"id": message.id})

    async def _delete(self, request: web.Request) -> web.Response:
        self._world.delete(self._own_message(request))
        return web.Response()

    def _own_message(self, request: web.Request) -> Message:
        chat = self._chat(request, SENDS)
        try:
            message = chat.message(request.match_info["activity"])
        except KeyError:
            raise Refusal("ActivityNotFoundInConversation") from None
        if message.sender.kind != "bot":
            raise Refusal("BadArgument", "Only the sender of a message can change it.")
        return message

    # rosters, teams, meetings

    async def _members(self, request: web.Request) -> web.Response:
        chat = self._chat(request, LOOK_UPS)
        people = [self._world.people[one] for one in chat.member_ids]
        return web.json_response([roster.member(person, self._world.tenant) for person in people])

    async def _paged_members(self, request: web.Request) -> web.Response:
        return web.json_response(roster.page(self._world, self._chat(request, LOOK_UPS), request.query))

    async def _member(self, request: web.Request) -> web.Response:
        chat = self._chat(request, LOOK_UPS)
        try:
            person = self._world.person(request.match_info["member"])
        except KeyError:
            raise Refusal("NotFound") from None
        if person.id not in chat.member_ids:
            raise Refusal("NotFound")
        return web.json_response(roster.member(person, self._world.tenant))

    async def _team(self, request: web.Request) -> web.Response:
        team = self._world.team
        self._admit_to_team(request)
        return web.json_response({"id": team.id, "name": team.name, "aadGroupId": team.group_id})

    async def _channels(self, request: web.Request) -> web.Response:
        self._admit_to_team(request)
        channels = [chat for chat in self._world.chats.values() if chat.kind == "channel"]
        named = [{"id": one.id, "name": None if one.id == self._world.team.id else one.title} for one in channels]
        return web.json_response({"conversations": named})

    def _admit_to_team(self, request: web.Request) -> None:
        self._limit(f"look:{request.match_info['team']}", LOOK_UPS)
        if request.match_info["team"] != self._world.team.id:
            raise Refusal("NotFound")
        self._scopes.admit(self._world.chats[self._world.team.id])

    async def _meeting(self, request: web.Request) -> web.Response:
        meeting = self._world.meetings.get(request.match_info["meeting"])
        if meeting is None:
            raise Refusal("NotFound")
        self._scopes.admit(self._world.chats[meeting.chat_id])
        return web.json_response(roster.meeting_info(self._world, meeting))

    async def _participant(self, request: web.Request) -> web.Response:
        meeting = self._world.meetings.get(request.match_info["meeting"])
        person = self._world.people.get(request.match_info["person"])
        if meeting is None or person is None or request.query.get("tenantId", self._world.tenant) != self._world.tenant:
            raise Refusal("NotFound")
        chat = self._world.chats[meeting.chat_id]
        self._scopes.admit(chat)
        if person.id not in chat.member_ids:
            raise Refusal("NotFound")
        return web.json_response(roster.participant(self._world, meeting, person))


async def _body(request: web.Request) -> dict[str, Any]:
    raw = await request.read()
    if len(raw) > MAX_BYTES:
        raise Refusal("MessageSizeTooBig")
    try:
        body = json.loads(raw)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refusal("BadSyntax")
    return body


def _content(activity: dict[str, Any]) -> tuple[str | None, dict[str, Any] | None]:
    """Text and Adaptive Card of an activity. Raises Refusal where there is neither."""
    text = activity.get("text") or None
    attachments = activity.get("attachments") or []
    cards = [one.get("content") for one in attachments if isinstance(one, dict) and one.get("contentType") == CARD]
    card = next((one for one in cards if isinstance(one, dict)), None)
    if (text is not None and not isinstance(text, str)) or (text is None and card is None):
        raise Refusal("BadSyntax")
    if card is not None and too_many_buttons(card):
        raise Refusal("BadArgument", "More than six buttons stand on the card.")
    return text, card


def _kind(request: web.Request) -> str:
    """What is asked for, without whose it is: activities, conversations, pagedmembers, meetings."""
    named = [part for part in request.path.split("/") if part in _KINDS]
    return named[-1] if named else "other"


def _shown(request: web.Request) -> str:
    """The path without the region and with long ids shortened, for people who watch."""
    parts = request.path.split("/")[2:]
    return "/" + "/".join(f"{part[:8]}…" if len(part) > 24 else part for part in parts)
