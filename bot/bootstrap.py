"""The only place where ports meet adapters, and the one table of features."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Literal

import aiohttp
from aiohttp import web

from bot.adapters.clock import SharedClock, SystemClock
from bot.adapters.entra import EntraTokens
from bot.adapters.entra_users import EntraUsers
from bot.adapters.graph import (
    Breaker,
    GraphCalendar,
    GraphClient,
    GraphInstalls,
    GraphSubscriptions,
    Outage,
    SubscriptionRecord,
    notifications,
)
from bot.adapters.hook_sender import WebhookSender
from bot.adapters.language import Language
from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.teams.connector import Connector
from bot.adapters.teams.edge import TeamsEdge
from bot.adapters.teams.messenger import TeamsMessenger
from bot.domain.feature import Feature
from bot.domain.ports import Clock, Messenger
from bot.errors import ConfigError
from bot.features import (
    async_round,
    calendar_watch,
    installation,
    invite_nudge,
    ledger,
    meeting_outcomes,
    owned_tasks,
    personal_data,
    personal_digest,
    preferences,
    reminders,
    task_digest,
    webhooks,
)
from bot.gateway import api
from bot.gateway.app import build_app
from bot.gateway.dispatch import Dispatch
from bot.gateway.metrics import Metrics
from bot.gateway.routes import api as resources
from bot.gateway.routes import description, graph_hooks, health, messages, my_data, pages
from bot.settings import Settings
from bot.worker.run import Handle
from bot.worker.schedule import Scheduler

Role = Literal["gateway", "worker", "scheduler"]


@dataclass(frozen=True, slots=True)
class House:
    """Everything one role needs, opened once per process."""

    settings: Settings
    clock: Clock
    http: aiohttp.ClientSession
    redis: RedisKit
    language: Language
    tokens: EntraTokens
    messenger: Messenger
    calendar: GraphCalendar
    subscriptions: GraphSubscriptions
    installs: GraphInstalls
    hook_sender: WebhookSender


@asynccontextmanager
async def open_house(settings: Settings, role: Role, *, clock: Clock | None = None) -> AsyncIterator[House]:
    """Opens connections and closes them in reverse. `clock` is for tests that move the time themselves."""
    settings.require(role)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(_session(settings))
        lived = clock or await _clock(settings, http, stack)
        redis = await open_redis(settings, lived, role=role)
        stack.push_async_callback(redis.close)
        tokens = EntraTokens(settings)
        stack.push_async_callback(tokens.close)
        breaker = Breaker(settings.tenant_id, redis.outages(Outage), lived)
        graph = GraphClient(settings, http, tokens, redis.places, breaker)
        language = Language()
        stack.callback(language.close)
        hook_sender = WebhookSender(rehearsal=bool(settings.time_url))
        stack.push_async_callback(hook_sender.close)
        yield House(
            settings=settings,
            clock=lived,
            http=http,
            redis=redis,
            language=language,
            tokens=tokens,
            messenger=ledger.WritesDown(
                TeamsMessenger(Connector(settings, http, tokens), redis.once), redis.ledger, lived
            ),
            calendar=GraphCalendar(graph, redis.cursors, lived, tier=settings.graph_tier, writes=settings.graph_writes),
            subscriptions=GraphSubscriptions(settings, graph, redis.subscriptions(SubscriptionRecord), lived),
            installs=GraphInstalls(graph, settings.app_id, allowed=settings.graph_installs),
            hook_sender=hook_sender,
        )


@asynccontextmanager
async def open_redis_alone(settings: Settings) -> AsyncIterator[RedisKit]:
    """For an operator's commands, which need the state and neither Teams nor Graph."""
    redis = await open_redis(settings, SystemClock(), role="worker")
    try:
        yield redis
    finally:
        await redis.close()


def features(house: House) -> list[Feature]:
    """The table: one entry per feature."""
    return [
        _invite_nudge(house),
        _async_round(house),
        _calendar_watch(house),
        _meeting_outcomes(house),
        _owned_tasks(house),
        _task_digest(house),
        _reminders(house),
        _personal_digest(house),
        _preferences(house),
        _installation(house),
        _personal_data(house),
        _ledger(house),
        _webhooks(house),
    ]


def gateway_app(house: House) -> web.Application:
    metrics = Metrics()
    dispatch = Dispatch(features(house), house.redis.queue)
    settings = house.settings
    edge = TeamsEdge(settings, house.http, house.tokens, dispatch)
    key = settings.secret_key.reveal()
    return build_app(
        [
            *messages.routes(edge),
            *_my_data_routes(house),
            *graph_hooks.routes(
                read_notifications=lambda body: notifications.read_notifications(
                    body, tenant=settings.tenant_id, secret_key=key
                ),
                read_lifecycle=lambda body: notifications.read_lifecycle(
                    body, tenant=settings.tenant_id, secret_key=key
                ),
                handshake=notifications.validation_token,
                tell=dispatch,
                metrics=metrics,
            ),
            *pages.routes(settings.contact),
            *health.routes(house.redis.stats, metrics, partial(graph_state, house), partial(_unreached, house)),
            *_api(house).routes(operations := _operations(house)),
            *description.routes(operations),
        ],
        metrics,
    )


async def graph_state(house: House) -> str:
    """For operators: "ok", or since when Graph does not answer."""
    outage = await house.redis.outages(Outage).outage(house.settings.tenant_id)
    return f"out since {outage.since.isoformat(timespec='seconds')}" if outage else "ok"


async def _unreached(house: House) -> int:
    return await house.redis.unreached.count(house.settings.tenant_id)


def _api(house: House) -> api.Api:
    repeats = api.Repeats(house.redis.answers, house.settings.secret_key.reveal())
    return api.Api(EntraUsers(house.settings, house.http).identify, api.Limits(house.redis.shares), repeats)


def _operations(house: House) -> list[api.Operation]:
    """The API: one line per resource."""
    redis, clock = house.redis, house.clock
    pager = api.Pager(house.settings.secret_key.reveal())
    stands = meeting_outcomes.WhatStands(redis.meetings, redis.tasks)
    assess = invite_nudge.Assess(house.language, house.settings.nudge_threshold)
    return api.operations_of(
        resources.Agendas(assess),
        resources.Meetings(meeting_outcomes.SeeMeetings(redis.meetings, redis.teams), stands, pager),
        resources.Tasks(
            owned_tasks.SeeTasks(redis.tasks, redis.teams, redis.meetings, clock),
            owned_tasks.ChangeTask(redis.tasks, redis.queue),
            owned_tasks.ProposeTask(redis.tasks, redis.queue, clock),
            redis.people,
            redis.teams,
            redis.meetings,
            clock,
            pager,
        ),
        resources.Teams(redis.teams, task_digest.Gathering(redis.tasks, redis.teams), redis.queue, clock, pager),
        resources.Me(redis.people, redis.teams),
        resources.Webhooks(webhooks.ManageHooks(redis.hooks, house.hook_sender, clock)),
    )


def worker_handle(house: House) -> Handle:
    return Handle(features(house), house.messenger)


def scheduler(house: House) -> Scheduler:
    return Scheduler(
        schedule=house.redis.schedule,
        queue=house.redis.queue,
        clock=house.clock,
        tenant=house.settings.tenant_id,
        mailboxes=house.settings.watched,
    )


def _invite_nudge(house: House) -> Feature:
    settings, redis = house.settings, house.redis
    return invite_nudge.feature(
        invite_nudge.OnInvite(redis.queue, house.clock, timedelta(seconds=settings.debounce_s)),
        invite_nudge.SendNudge(
            calendar=house.calendar,
            judge=house.language,
            nudges=redis.nudges,
            people=redis.people,
            teams=redis.teams,
            messenger=house.messenger,
            installs=house.installs,
            unreached=redis.unreached,
            queue=redis.queue,
            clock=house.clock,
            hash_key=settings.secret_key.reveal(),
            lowest_threshold=settings.nudge_threshold,
            per_week=settings.nudges_per_week,
            notice=timedelta(minutes=settings.min_notice_min),
            quiet=timedelta(seconds=settings.debounce_s),
        ),
        invite_nudge.OnAnswer(redis.nudges, redis.queue, house.clock, writes=settings.graph_writes),
    )


def _async_round(house: House) -> Feature:
    redis, key = house.redis, house.settings.secret_key.reveal()
    whose = async_round.Whose(redis.nudges, key)
    return async_round.feature(
        async_round.Preview(house.calendar, house.messenger, key),
        async_round.OnRound(whose, redis.rounds, redis.queue, house.clock),
        async_round.OnReply(redis.rounds, redis.queue),
        async_round.Start(redis.rounds, house.calendar, redis.people, redis.teams, house.messenger),
        async_round.Apply(redis.rounds, house.calendar, house.messenger),
        async_round.Close(redis.rounds, redis.people, house.messenger),
        async_round.OnShorten(whose, redis.nudges, redis.queue, house.clock),
        async_round.Shorten(redis.nudges, house.calendar, house.messenger),
    )


def _calendar_watch(house: House) -> Feature:
    on_invite = invite_nudge.OnInvite(house.redis.queue, house.clock, timedelta(seconds=house.settings.debounce_s))
    return calendar_watch.feature(
        calendar_watch.Watch(house.subscriptions, house.redis.queue, house.settings.watched),
        calendar_watch.OnTrouble(house.redis.queue, house.clock),
        calendar_watch.Mend(house.subscriptions, house.redis.queue),
        calendar_watch.ReadChanges(house.calendar, tell=on_invite),
    )


def _which_team(house: House) -> meeting_outcomes.WhichTeam:
    return meeting_outcomes.WhichTeam(
        house.redis.teams, house.redis.meetings, house.redis.queue, house.settings.default_zone
    )


def _meeting_outcomes(house: House) -> Feature:
    redis = house.redis
    stands = meeting_outcomes.WhatStands(redis.meetings, redis.tasks)
    return meeting_outcomes.feature(
        meeting_outcomes.OnMeeting(redis.queue),
        meeting_outcomes.OnNotes(redis.meetings, redis.outcomes, stands, redis.queue, house.clock),
        meeting_outcomes.OnUnderstood(redis.meetings, redis.outcomes, stands, redis.queue, house.clock),
        meeting_outcomes.RememberStart(
            redis.meetings, house.messenger, redis.queue, timedelta(minutes=house.settings.end_grace_min)
        ),
        meeting_outcomes.AskForOutcomes(redis.meetings, stands, house.messenger, _which_team(house), house.clock),
        meeting_outcomes.ReadIntoTasks(
            outcomes=redis.outcomes,
            meetings=redis.meetings,
            tasks=redis.tasks,
            people=redis.people,
            messenger=house.messenger,
            finder=house.language,
            queue=redis.queue,
            which_team=_which_team(house),
            clock=house.clock,
        ),
        meeting_outcomes.RefreshCard(redis.meetings, stands, house.messenger, redis.people),
        meeting_outcomes.NotePrivate(redis.meetings),
    )


def _owned_tasks(house: House) -> Feature:
    redis, clock = house.redis, house.clock
    task_list = owned_tasks.TaskList(redis.tasks, redis.people, clock, house.settings.default_zone)
    return owned_tasks.feature(
        owned_tasks.Offer(
            tasks=redis.tasks,
            people=redis.people,
            teams=redis.teams,
            meetings=redis.meetings,
            messenger=house.messenger,
            sent=redis.once,
            queue=redis.queue,
            clock=clock,
        ),
        owned_tasks.OnTaskAnswer(
            redis.tasks,
            redis.people,
            redis.teams,
            owned_tasks.ChangeTask(redis.tasks, redis.queue),
            redis.queue,
            clock,
        ),
        owned_tasks.OfferMerge(redis.tasks, redis.people, redis.teams, house.messenger, clock),
        owned_tasks.OnMergeAnswer(redis.tasks, redis.teams, redis.queue, clock),
        owned_tasks.Tell(redis.tasks, redis.people, redis.teams, house.messenger, clock),
        owned_tasks.ListTasks(task_list, redis.people, redis.teams, house.messenger),
        owned_tasks.OnTasksCommand(redis.queue),
        owned_tasks.TurnPage(task_list),
        owned_tasks.FindTasks(redis.tasks, task_list),
    )


def _task_digest(house: House) -> Feature:
    redis = house.redis
    gathering = task_digest.Gathering(redis.tasks, redis.teams)
    who_to_call = task_digest.WhoToCall(redis.people, house.clock)
    return task_digest.feature(
        task_digest.Plan(redis.teams, redis.schedule, house.clock),
        task_digest.Send(redis.teams, gathering, who_to_call, house.messenger, house.clock),
        task_digest.Refresh(redis.teams, gathering, house.messenger),
        task_digest.NoteMissed(redis.teams),
    )


def _reminders(house: House) -> Feature:
    redis = house.redis
    return reminders.feature(
        reminders.Remind(redis.tasks, redis.people, redis.teams, house.messenger, redis.queue, house.clock)
    )


def _personal_digest(house: House) -> Feature:
    redis, zone = house.redis, house.settings.default_zone
    return personal_digest.feature(
        personal_digest.Plan(redis.people, redis.schedule, house.clock, zone),
        personal_digest.Send(redis.tasks, redis.people, redis.teams, house.messenger, house.clock, zone),
    )


def _preferences(house: House) -> Feature:
    redis = house.redis
    return preferences.feature(
        preferences.OnMessage(redis.queue),
        preferences.Answer(redis.people, redis.teams, house.messenger, redis.queue),
        preferences.OnSettings(redis.people, redis.queue, house.clock),
        preferences.OnTeamSettings(redis.teams, redis.people, redis.queue),
    )


def _installation(house: House) -> Feature:
    redis = house.redis
    return installation.feature(
        installation.OnInstall(redis.teams, redis.people, redis.queue, house.clock),
        installation.LearnPlace(redis.people, redis.teams, house.messenger, redis.queue, house.settings.default_zone),
    )


def _personal_data(house: House) -> Feature:
    people = house.redis.people
    return personal_data.feature(
        personal_data.OnRequest(house.redis.queue),
        personal_data.AnswerAbout(house.messenger, _download_link(house), house.clock),
        personal_data.Forget(people, house.redis.erasure()),
        personal_data.KeepNoLonger(
            house.redis.tasks,
            house.redis.teams,
            house.redis.erasure(),
            house.clock,
            timedelta(days=house.settings.keep_done_days),
        ),
    )


def _ledger(house: House) -> Feature:
    redis = house.redis
    return ledger.feature(ledger.OnWhy(redis.queue), ledger.AnswerWhy(redis.ledger, house.messenger))


def _download_link(house: House) -> personal_data.DownloadLink:
    return personal_data.DownloadLink(house.settings.secret_key.reveal(), house.settings.public_url)


def _my_data_routes(house: House) -> list[web.RouteDef]:
    redis, link, tenant = house.redis, _download_link(house), house.settings.tenant_id
    gather = personal_data.Gather(redis.people, redis.tasks, redis.teams, house.clock)
    return my_data.routes(
        whose=lambda token: link.person(token, house.clock.now()), gather=lambda person: gather(tenant, person)
    )


def _webhooks(house: House) -> Feature:
    hooks = house.redis.hooks
    return webhooks.feature(webhooks.Announce(hooks, house.redis.queue), webhooks.Deliver(hooks, house.hook_sender))


def _session(settings: Settings) -> aiohttp.ClientSession:
    """No cookies, and no proxy from the environment unless an operator's platform sets one below TCP."""
    context = ssl.create_default_context()
    if settings.ca_file:
        try:
            context.load_verify_locations(cafile=settings.ca_file)
        except OSError as unreadable:
            raise ConfigError("POTLUCK_CA_FILE", "no readable PEM file of certificates") from unreadable
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=context, limit=100, limit_per_host=32),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=15),
    )


async def _clock(settings: Settings, http: aiohttp.ClientSession, stack: AsyncExitStack) -> Clock:
    if not settings.time_url:
        return SystemClock()
    shared = SharedClock(http, settings.time_url)
    await shared.look()
    following = asyncio.create_task(shared.follow())

    async def stop() -> None:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following

    stack.push_async_callback(stop)
    return shared
