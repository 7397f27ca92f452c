"""The stand-in's front: routes, the checks before every answer, and the hands that write invites."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.playground.graph.batch import answer_batch
from bot.playground.graph.delta import DeltaRounds, moment
from bot.playground.graph.event_view import Preferences, event_json, select, stamp
from bot.playground.graph.groups import Directory
from bot.playground.graph.mailboxes import Change, Copy, Mailboxes, occurrences
from bot.playground.graph.notifier import Item, Notifier
from bot.playground.graph.people import Draft, Log, PersonInfo, Physics
from bot.playground.graph.refusals import Refusal, gateway_page
from bot.playground.graph.subscriptions import Subscription, SubscriptionDesk

PER_MAILBOX = 4
CATALOG_ID = "c0ffee00-0000-4000-8000-000000000003"
SLOW_S = 2.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Written:
    """An invite that was written: its id in the organizer's mailbox, and the chat of its meeting."""

    id: str
    join_url: str
    thread: str


class GraphStandIn:
    """Graph for one tenant. The clock is the playground's; everything else is told by the constructor.

    `check_token` says whether a bearer is good for Graph. `log` hears of every request in either direction.
    `closed` holds ids of mailboxes that the application may not read (403), as an access policy would make them.
    """

    def __init__(
        self,
        *,
        people: Sequence[PersonInfo],
        domain: str,
        tenant: str,
        clock: Callable[[], datetime],
        check_token: Callable[[str], bool],
        log: Log,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.physics = Physics()
        self.closed: set[str] = set()
        self.install: Callable[[str], bool] | None = None  # for a person's id; False where it is there already
        self.requests: list[str] = []  # "METHOD /path?query", oldest first
        self._tenant = tenant
        self._check_token = check_token
        self._log = log
        self._sleep = sleep
        self._mailboxes = Mailboxes(people, domain, tenant, clock)
        self._notifier = Notifier(self.physics, log, sleep)
        self.subscriptions = SubscriptionDesk(self._mailboxes, self._notifier, clock)
        self.groups = Directory()
        self._rounds = DeltaRounds(self._mailboxes)
        self._in_flight: Counter[str] = Counter()

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._gate], client_max_size=4 * 1024 * 1024)
        app.add_routes(
            [
                web.post("/v1.0/$batch", self._batch),
                web.get("/v1.0/subscriptions", self._list_subscriptions),
                web.post("/v1.0/subscriptions", self._create_subscription),
                web.get("/v1.0/subscriptions/{id}", self._get_subscription),
                web.patch("/v1.0/subscriptions/{id}", self._renew_subscription),
                web.delete("/v1.0/subscriptions/{id}", self._delete_subscription),
                web.post("/v1.0/subscriptions/{id}/reauthorize", self._reauthorize),
                web.get("/v1.0/users/{person}/events/{event}", self._get_event),
                web.patch("/v1.0/users/{person}/events/{event}", self._patch_event),
                web.post("/v1.0/users/{person}/events/{event}/cancel", self._cancel_event),
                web.get("/v1.0/users/{person}/events/{event}/instances", self._get_instances),
                web.get("/v1.0/users/{person}/calendarView/delta", self._get_delta),
                web.get("/v1.0/groups/{group}/transitiveMembers", self._group),
                web.get("/v1.0/appCatalogs/teamsApps", self._catalog),
                web.post("/v1.0/users/{person}/teamwork/installedApps", self._install),
            ]
        )
        app.on_cleanup.append(self._close)
        return app

    def add_person(self, person: PersonInfo) -> None:
        """Somebody joins the tenant; whoever is known already stays as they are."""
        self._mailboxes.add(person)

    # what people do in Outlook; each may notify, so call these in the event loop

    def write_invite(self, *, thread: str | None = None, **fields: Any) -> Written:
        """`fields` are those of `Draft`."""
        copy, changes = self._mailboxes.write(Draft(**fields), thread)
        self._notify(changes)
        return Written(copy.immutable_id, copy.meeting.join_url, copy.meeting.thread)

    def update_invite(self, event_id: str, **fields: Any) -> None:
        """Raises KeyError for an invite that does not exist (any more), like the next two."""
        changes = self._mailboxes.update(event_id, fields)
        self._notify([*changes, *changes])  # one save is told more than once

    def change_occurrence(self, event_id: str, day: str, **fields: Any) -> str:
        """One day (YYYYMMDD) of a series is changed, and told as the series' change and its own. Returns its id."""
        changed = self._mailboxes.change_occurrence(event_id, day, fields)
        self._notify(changed)
        self._notify(changed, f"_occ{day}")
        return f"{self._mailboxes.find_written(event_id).immutable_id}_occ{day}"

    def cancel_invite(self, event_id: str) -> None:
        self._notify(self._mailboxes.cancel(event_id))

    def delete_invite(self, event_id: str) -> None:
        self._notify(self._mailboxes.delete(event_id))

    # what the service does by itself

    def send_lifecycle(self, subscription_id: str, kind: str) -> None:
        """`subscriptionRemoved` really removes it."""
        desk = self.subscriptions
        kept = desk.drop(subscription_id) if kind == "subscriptionRemoved" else desk.get(subscription_id)
        if kept.lifecycle_url:
            item = {**self._envelope(kept), "lifecycleEvent": kind}
            self._notifier.deliver(kept.lifecycle_url, [item])

    def forget_sync_states(self) -> None:
        """From now on every delta link of before is answered 410."""
        self._rounds.forget()

    async def settled(self) -> None:
        """Returns when every notification was accepted or given up."""
        await self._notifier.settled()

    def _notify(self, changes: Sequence[Change], of_day: str = "") -> None:
        by_url: defaultdict[str, list[Item]] = defaultdict(list)
        for copy, change in changes:
            for kept in self.subscriptions.live():
                if kept.person == copy.owner and change in kept.changes:
                    by_url[kept.url].append(self._item(kept, copy, change, of_day))
        for url, items in by_url.items():
            self._notifier.deliver(url, items)

    def _item(self, kept: Subscription, copy: Copy, change: str, of_day: str) -> Item:
        event_id = (copy.immutable_id if kept.immutable else copy.id) + of_day
        resource = f"Users/{copy.owner}/Events/{event_id}"  # capitalised, whatever was subscribed
        data = {
            "@odata.type": "#Microsoft.Graph.Event",
            "@odata.id": resource,
            "@odata.etag": f'W/"{copy.change_key}"',
            "id": event_id,
        }
        return {**self._envelope(kept), "changeType": change, "resource": resource, "resourceData": data}

    def _envelope(self, kept: Subscription) -> Item:
        return {
            "subscriptionId": kept.id,
            "subscriptionExpirationDateTime": stamp(kept.expires),
            "tenantId": self._tenant,
            "clientState": kept.client_state,
        }

    # the checks before every answer

    @web.middleware
    async def _gate(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.requests.append(f"{request.method} {request.raw_path}")
        mailbox = request.match_info.get("person", "").lower()
        self._in_flight[mailbox] += 1
        try:
            answer = await self._answer(request, handler, mailbox)
        finally:
            self._in_flight[mailbox] -= 1
        self._log("Potluck", "Graph", f"{request.method} {_shown(request)}", answer.status)
        return answer

    async def _answer(self, request: web.Request, handler: Handler, mailbox: str) -> web.StreamResponse:
        try:
            if self.physics.outage:
                return gateway_page(503 + len(self.requests) % 2)
            self._admit(request)
            self._throttle(mailbox)
            if self.physics.slow:
                await self._sleep(SLOW_S)
            return await handler(request)
        except Refusal as refusal:
            return refusal.response()
        except web.HTTPException as error:
            return Refusal(error.status, "BadRequest", "The request is not understood.").response()

    def _admit(self, request: web.Request) -> None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or not token:
            raise Refusal(401, "InvalidAuthenticationToken", "Access token is empty.")
        if not self._check_token(token):
            raise Refusal(401, "InvalidAuthenticationToken", "Access token validation failure.")
        if request.match_info.get("person", "").lower() in {person.lower() for person in self.closed}:
            raise Refusal(403, "ErrorAccessDenied", "Access to OData is disabled.")

    def _throttle(self, mailbox: str) -> None:
        if self.physics.throttle and len(self.requests) % 2:
            raise Refusal(429, "TooManyRequests", "Please retry again later.", retry_after_s=1)
        if mailbox and self._in_flight[mailbox] > PER_MAILBOX:
            words = "Application is over its MailboxConcurrency limit."
            raise Refusal(429, "ApplicationThrottled", words, retry_after_s=1)

    # the answers

    async def _batch(self, request: web.Request) -> web.Response:
        return await answer_batch(request, await _body(request))

    async def _list_subscriptions(self, request: web.Request) -> web.Response:
        origin, live = f"{request.scheme}://{request.host}", self.subscriptions.live()
        first, size = int(request.query.get("$skiptoken", "0")), self.subscriptions.page_size
        following = f"{origin}{request.path}?$skiptoken={first + size}"
        return web.json_response(
            {
                "@odata.context": f"{origin}/v1.0/$metadata#subscriptions",
                **({"@odata.nextLink": following} if first + size < len(live) else {}),
                "value": [kept.to_json() for kept in live[first : first + size]],
            }
        )

    async def _create_subscription(self, request: web.Request) -> web.Response:
        made = await self.subscriptions.create(await _body(request), _prefer(request))
        return web.json_response(made.to_json(), status=201)

    async def _get_subscription(self, request: web.Request) -> web.Response:
        return web.json_response(self.subscriptions.get(request.match_info["id"]).to_json())

    async def _renew_subscription(self, request: web.Request) -> web.Response:
        kept = await self.subscriptions.renew(request.match_info["id"], await _body(request))
        return web.json_response(kept.to_json())

    async def _delete_subscription(self, request: web.Request) -> web.Response:
        self.subscriptions.drop(request.match_info["id"])
        return web.Response(status=204)

    async def _reauthorize(self, request: web.Request) -> web.Response:
        self.subscriptions.get(request.match_info["id"])
        return web.Response(status=204)

    async def _get_event(self, request: web.Request) -> web.Response:
        prefer = _prefer(request)
        copy, occurrence = self._mailboxes.find(request.match_info["person"], request.match_info["event"])
        event = event_json(copy, self._mailboxes, prefer, occurrence)
        if names := request.query.get("$select"):
            event = select(event, names)
        return web.json_response(event, headers={"Preference-Applied": prefer.applied(), "ETag": event["@odata.etag"]})

    async def _group(self, request: web.Request) -> web.Response:
        return web.json_response(self.groups.page(request))

    async def _catalog(self, request: web.Request) -> web.Response:
        app = {"id": CATALOG_ID, "externalId": request.query.get("$filter", "").partition("'")[2].rstrip("'")}
        return web.json_response({"value": [app] if self.install else []})

    async def _install(self, request: web.Request) -> web.Response:
        person, body = self._mailboxes.person(request.match_info["person"]), await _body(request)
        if self.install is None or not str(body.get("teamsApp@odata.bind", "")).endswith(f"/{CATALOG_ID}"):
            raise Refusal(403, "Forbidden", "Insufficient permissions to install the app.")
        if not self.install(person.id):
            raise Refusal(409, "Conflict", "The app is already installed.")
        return web.Response(status=201)

    async def _patch_event(self, request: web.Request) -> web.Response:
        """Its end alone: nothing else is asked of the stand-in."""
        copy, body = self._organizers(request), await _body(request)
        end = body.get("end")
        if set(body) != {"end"} or not isinstance(end, dict) or end.get("timeZone") != "UTC":
            raise Refusal(400, "ErrorInvalidRequest", "Only the end of an event can be changed here.")
        moment = datetime.fromisoformat(str(end["dateTime"])).replace(tzinfo=UTC)
        self.update_invite(copy.immutable_id, end=moment)
        return web.json_response(event_json(copy, self._mailboxes, _prefer(request)))

    async def _cancel_event(self, request: web.Request) -> web.Response:
        self.cancel_invite(self._organizers(request).immutable_id)
        return web.Response(status=202)

    def _organizers(self, request: web.Request) -> Copy:
        copy, _ = self._mailboxes.find(request.match_info["person"], request.match_info["event"])
        if not copy.is_organizer:
            raise Refusal(400, "ErrorInvalidRequest", "Your request can't be completed. You need to be an organizer.")
        return copy

    async def _get_instances(self, request: web.Request) -> web.Response:
        prefer = _prefer(request)
        copy, _ = self._mailboxes.find(request.match_info["person"], request.match_info["event"])
        begin, end = (moment(request, name) for name in ("startDateTime", "endDateTime"))
        starts = occurrences(copy.meeting.draft, begin, end)[: int(request.query.get("$top", "10"))]
        events = [event_json(copy, self._mailboxes, prefer, start) for start in starts]
        if names := request.query.get("$select"):
            events = [select(event, names) for event in events]
        return web.json_response({"value": events}, headers={"Preference-Applied": prefer.applied()})

    async def _get_delta(self, request: web.Request) -> web.Response:
        prefer = _prefer(request)
        page = self._rounds.page(request, request.match_info["person"], prefer)
        return web.json_response(page, headers={"Preference-Applied": prefer.applied()})

    async def _close(self, _app: web.Application) -> None:
        await self._notifier.close()


def _prefer(request: web.Request) -> Preferences:
    return Preferences.read(request.headers.get("Prefer", ""))


async def _body(request: web.Request) -> Mapping[str, Any]:
    try:
        body = json.loads(await request.text())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refusal(400, "BadRequest", "Unable to read JSON request payload.")
    return body


def _shown(request: web.Request) -> str:
    """The path with long ids shortened, for people who watch."""
    parts = request.path.removeprefix("/v1.0").split("/")
    return "/".join(f"{part[:8]}…" if len(part) > 24 else part for part in parts)
