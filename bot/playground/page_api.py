"""What the page asks the playground: its state, and everything that people do in Outlook and Teams. JSON both ways."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.playground.clock import stamp
from bot.playground.invite_form import BadForm
from bot.playground.outlook import Outlook
from bot.playground.page_state import page_state
from bot.playground.records import Invite, Meeting
from bot.playground.switches import Switch
from bot.playground.teams import NotPossible, Shown, TeamsClient
from bot.playground.world import World

QUIET_S = 15.0  # a word to keep a silent stream of events open
AT_MOST_EVERY_S = 0.05
LONGEST_MESSAGE = 28_000
MOST_FOUND = 8
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageApi:
    def __init__(self, world: World, outlook: Outlook, client: TeamsClient, switches: Mapping[str, Switch]) -> None:
        self._closing = asyncio.Event()
        self._world = world
        self._outlook = outlook
        self._client = client
        self._switches = switches

    def close(self) -> None:
        """Ends the streams of events."""
        self._closing.set()
        self._world.changed()

    def routes(self) -> list[web.RouteDef]:
        message = "/api/chats/{chat}/messages/{message}"
        return [
            web.get("/clock", self._clock),
            web.get("/api/state", self._state),
            web.get("/api/events", self._events),
            web.get("/api/people-picker", self._find_people),
            web.post("/api/invites", self._write_invite),
            web.patch("/api/invites/{invite}", self._change_invite),
            web.post("/api/invites/{invite}/cancel", self._cancel_invite),
            web.post("/api/meetings/{meeting}/start", self._start),
            web.post("/api/meetings/{meeting}/end", self._end),
            web.post("/api/meetings/{meeting}/present", self._present),
            web.post("/api/chats/{chat}/messages", self._say),
            web.patch(message, self._edit),
            web.delete(message, self._delete),
            web.post(f"{message}/invoke", self._invoke),
            web.post(f"{message}/refresh", self._refresh),
            web.post(f"{message}/action-item", self._make_action_item),
            web.post("/api/clock", self._move_clock),
            web.post("/api/physics", self._turn),
        ]

    # looking

    async def _clock(self, _request: web.Request) -> web.Response:
        return web.json_response({"now": stamp(self._world.clock.now())})

    async def _state(self, request: web.Request) -> web.Response:
        tag = f'"{self._world.rev}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        state = page_state(
            self._world,
            self._switches.values(),
            installed=self._client.installed,
            watched=self._outlook.watched(),
        )
        return web.json_response(state, headers={"ETag": tag})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        with self._world.watch() as woken:
            await stream.prepare(request)
            while not self._closing.is_set():
                woken.clear()
                await stream.write(f"data: {json.dumps({'rev': self._world.rev})}\n\n".encode())
                await asyncio.sleep(AT_MOST_EVERY_S)
                while not self._closing.is_set() and not await _within(woken, QUIET_S):
                    await stream.write(b": still here\n\n")
        return stream

    async def _find_people(self, request: web.Request) -> web.Response:
        chat = self._world.chats.get(request.query.get("chat", ""))
        if chat is None:
            raise _refused(404, "There is no such chat.")
        members: Any = self._world.team.member_ids if chat.kind == "personal" else chat.member_ids
        words = request.query.get("q", "").casefold().strip()
        people = [self._world.people[one] for one in members]
        found = [person for person in people if words in person.name.casefold()]
        return web.json_response([{"id": person.id, "name": person.name} for person in found[:MOST_FOUND]])

    # Outlook

    async def _write_invite(self, request: web.Request) -> web.Response:
        invite = self._outlook.write(await _body(request))
        return web.json_response({"id": invite.id}, status=201)

    async def _change_invite(self, request: web.Request) -> web.Response:
        self._outlook.change(self._invite(request), await _body(request))
        return web.json_response({})

    async def _cancel_invite(self, request: web.Request) -> web.Response:
        self._outlook.cancel(self._invite(request))
        return web.json_response({})

    # Teams

    async def _start(self, request: web.Request) -> web.Response:
        self._client.start(self._meeting(request))
        return web.json_response({})

    async def _end(self, request: web.Request) -> web.Response:
        self._client.end(self._meeting(request))
        return web.json_response({})

    async def _present(self, request: web.Request) -> web.Response:
        meeting, body = self._meeting(request), await _body(request)
        person, present = body.get("person"), body.get("present")
        if person not in self._world.chats[meeting.chat_id].member_ids or not isinstance(present, bool):
            raise _refused(400, "Say who of the invited comes or goes.")
        self._world.attend(meeting, person, present=present)
        return web.json_response({})

    async def _say(self, request: web.Request) -> web.Response:
        body = await _body(request)
        message = self._client.write(
            request.match_info["chat"], _who(body), _words(body), mention=body.get("mention") is True
        )
        return web.json_response({"id": message.id}, status=201)

    async def _edit(self, request: web.Request) -> web.Response:
        body, where = await _body(request), request.match_info
        self._client.edit(where["chat"], where["message"], _who(body), _words(body))
        return web.json_response({})

    async def _delete(self, request: web.Request) -> web.Response:
        body, where = await _body(request), request.match_info
        self._client.delete(where["chat"], where["message"], _who(body))
        return web.json_response({})

    async def _invoke(self, request: web.Request) -> web.Response:
        body, where = await _body(request), request.match_info
        verb, data = body.get("verb"), body.get("data", {})
        if not isinstance(verb, str) or not isinstance(data, dict):
            raise _refused(400, "Say which button was pressed, and with what.")
        return _shown(await self._client.press(where["chat"], where["message"], _who(body), verb, data))

    async def _refresh(self, request: web.Request) -> web.Response:
        body, where = await _body(request), request.match_info
        return _shown(await self._client.refresh(where["chat"], where["message"], _who(body)))

    async def _make_action_item(self, request: web.Request) -> web.Response:
        body, where = await _body(request), request.match_info
        return _shown(await self._client.make_action_item(where["chat"], where["message"], _who(body)))

    # the tenant itself

    async def _move_clock(self, request: web.Request) -> web.Response:
        body = await _body(request)
        try:
            if "to" in body:
                now = self._world.move_clock(to=_moment(body["to"]))
            else:
                now = self._world.move_clock(by=timedelta(seconds=float(body["advance_s"])))
        except (KeyError, TypeError, OverflowError):
            raise _refused(400, "Say where the clock should go.") from None
        except ValueError as wrong:
            raise _refused(400, str(wrong)) from None
        return web.json_response({"now": stamp(now)})

    async def _turn(self, request: web.Request) -> web.Response:
        body = await _body(request)
        switch, on = self._switches.get(str(body.get("id"))), body.get("on")
        if switch is None or not isinstance(on, bool):
            raise _refused(400, "There is no such switch.")
        switch.turn(on=on)
        self._world.changed()
        return web.json_response({})

    def _invite(self, request: web.Request) -> Invite:
        invite = self._world.invites.get(request.match_info["invite"])
        if invite is None:
            raise _refused(404, "There is no such invite.")
        return invite

    def _meeting(self, request: web.Request) -> Meeting:
        meeting = self._world.meetings.get(request.match_info["meeting"])
        if meeting is None:
            raise _refused(404, "There is no such meeting.")
        return meeting


@web.middleware
async def kind_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever somebody tried and cannot do is told in a sentence."""
    try:
        return await handler(request)
    except BadForm as wrong:
        return web.json_response({"error": str(wrong)}, status=400)
    except NotPossible as wrong:
        return web.json_response({"error": str(wrong)}, status=409)


def _refused(status: int, sentence: str) -> web.HTTPException:
    """To be raised, not returned: aiohttp's errors are answers."""
    kinds = {400: web.HTTPBadRequest, 404: web.HTTPNotFound}
    return kinds[status](text=json.dumps({"error": sentence}), content_type="application/json")


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.text())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise _refused(400, "Send a JSON object.")
    return body


def _who(body: Mapping[str, Any]) -> str:
    return str(body.get("as", ""))


def _words(body: Mapping[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _refused(400, "Write something first.")
    if len(text) > LONGEST_MESSAGE:
        raise _refused(400, "That is too long for one message.")
    return text


def _moment(told: Any) -> datetime:
    moment = datetime.fromisoformat(told)
    if moment.tzinfo is None:
        raise ValueError("That time needs a zone.")
    return moment


def _shown(shown: Shown) -> web.Response:
    return web.json_response({"card": shown.card, "message": shown.message, "error": shown.error})


async def _within(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
