"""What each role is made of: the gateway's doors, the worker's handling of jobs, the scheduler."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from bot.adapters.graph import (
    notifications,
)
from bot.adapters.teams.edge import TeamsEdge
from bot.bootstrap.features import download_link, features, gather
from bot.bootstrap.house import House
from bot.bootstrap.resources import api_doors, base_path, operations
from bot.bootstrap.sight import checks
from bot.domain.tongue.learn import learn_locale
from bot.gateway.api import Limits
from bot.gateway.app import build_app
from bot.gateway.dispatch import Dispatch
from bot.gateway.routes import description, graph_hooks, health, messages, my_data, pages
from bot.worker.run import Handle
from bot.worker.schedule import Scheduler


def gateway_app(house: House, *, limits: Limits | None = None) -> web.Application:
    dispatch = Dispatch(features(house), house.redis.queue, locale_of=partial(learn_locale, house.redis.people))
    settings = house.settings
    edge = TeamsEdge(settings, house.http, house.tokens, dispatch)
    key, other = settings.secret_key.reveal(), settings.other_secret_key.reveal()
    return build_app(
        [
            *messages.routes(edge),
            *_my_data_routes(house),
            *graph_hooks.routes(
                read_notifications=lambda body: notifications.read_notifications(
                    body,
                    tenant=settings.tenant_id,
                    secret_key=key,
                    other_key=other,
                    opens=bool(settings.notification_keys),
                ),
                read_lifecycle=lambda body: notifications.read_lifecycle(
                    body, tenant=settings.tenant_id, secret_key=key, other_key=other
                ),
                handshake=notifications.validation_token,
                tell=dispatch,
            ),
            *pages.routes(settings.contact, closed_days=settings.keep_done_days),
            *health.routes(house.redis.stats, checks(house)),
            *api_doors(house, limits or Limits(house.redis.shares)).routes(offered := operations(house)),
            *description.routes(offered, base_path(house)),
        ]
    )


def worker_handle(house: House) -> Handle:
    return Handle(features(house), house.messenger)


def scheduler(house: House) -> Scheduler:
    return Scheduler(
        schedule=house.redis.schedule,
        queue=house.redis.queue,
        clock=house.clock,
        tenant=house.settings.tenant_id,
        reads_calendars=house.settings.reads_calendars,
        reads_group=bool(house.settings.group),
        start=f"{house.clock.now():%Y-%m-%dT%H}",
    )


def _my_data_routes(house: House) -> list[web.RouteDef]:
    link, tenant, everything = download_link(house), house.settings.tenant_id, gather(house)
    return my_data.routes(
        whose=lambda token: link.person(token, house.clock.now()), gather=lambda person: everything(tenant, person)
    )
