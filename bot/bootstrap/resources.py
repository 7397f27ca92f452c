"""The table of the API's resources."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.adapters.entra_users import EntraUsers
from bot.bootstrap.features import gather
from bot.bootstrap.house import House
from bot.features import (
    invite_nudge,
    meeting_outcomes,
    owned_tasks,
    personal_data,
    task_digest,
    webhooks,
)
from bot.gateway import api
from bot.gateway.routes import api as resources


def api_doors(house: House, limits: api.Limits) -> api.Api:
    repeats = api.Repeats(house.redis.answers, house.settings.hashing_key)
    return api.Api(EntraUsers(house.settings, house.http).identify, limits, repeats, base_path(house))


def base_path(house: House) -> str:
    """Where a proxy shows the gateway: the path of the public address, without the last slash."""
    return urlsplit(house.settings.public_url).path.rstrip("/")


def operations(house: House) -> list[api.Operation]:
    """The API: one line per resource."""
    redis, clock = house.redis, house.clock
    pager = api.Pager(house.settings.signing_keys)
    stands = meeting_outcomes.WhatStands(redis.meetings, redis.tasks, redis.teams, clock)
    assess = invite_nudge.Assess(house.language, house.settings.nudge_threshold)
    return api.operations_of(
        resources.Agendas(assess),
        resources.Meetings(meeting_outcomes.SeeMeetings(redis.meetings, redis.teams), stands, pager),
        resources.Tasks(
            owned_tasks.SeeTasks(redis.tasks, redis.teams, redis.meetings, clock),
            owned_tasks.ChangeTask(redis.tasks),
            owned_tasks.ProposeTask(redis.tasks, redis.queue, clock),
            redis.people,
            redis.teams,
            redis.meetings,
            clock,
            pager,
        ),
        resources.Teams(redis.teams, task_digest.Gathering(redis.tasks, redis.teams), redis.queue, clock, pager),
        resources.Me(redis.people, redis.teams, gather(house), personal_data.OnRequest(redis.queue)),
        resources.LedgerDays(redis.ledger, clock),
        resources.Webhooks(webhooks.ManageHooks(redis.hooks, house.hook_sender, clock)),
    )
