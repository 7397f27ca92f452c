"""`potluck doctor`: what is set, what answers, what is missing and how to mend it. Exit 1: a role could not run."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Literal

import aiohttp

from bot.adapters.redis.embedded import EmbeddedServer, find_server
from bot.bootstrap import House, Role, graph_state, open_house
from bot.errors import ConfigError, Gone, NotAllowed, PotluckError
from bot.settings import PREFIX, Secret, Settings

ROLES: tuple[Role, ...] = ("gateway", "worker", "scheduler")
_MENDS = {
    "POTLUCK_APP_ID": "Entra admin center, App registrations, the application: Application (client) ID. "
    "There is none yet? infra/entra/register-app.sh of the repository makes it",
    "POTLUCK_TENANT_ID": "Entra admin center, Overview: Tenant ID",
    "POTLUCK_APP_SECRET": "best POTLUCK_MANAGED_IDENTITY or POTLUCK_FEDERATED_TOKEN_FILE, which nobody has to renew; "
    "see infra/docs/signing-in.md of the repository",
    "POTLUCK_SECRET_KEY": "python3 -c 'import secrets; print(secrets.token_urlsafe(32))', the same for all roles",
    "POTLUCK_PUBLIC_URL": "the https address that your proxy or container platform gives the gateway",
}
_TIERS = {
    "none": "no calendar is read; outcomes, tasks and digests work",
    "metadata": "subjects, sizes and times are read, agendas are not",
    "full": "agendas of normal events are read in memory",
}
_MARK = {"ok": "ok     ", "bad": "TO MEND", "note": "note   "}


@dataclass(frozen=True, slots=True)
class Finding:
    state: Literal["ok", "bad", "note"]
    words: str
    mend: str = ""  # what to do about it, where `words` do not say


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    subparsers.add_parser("doctor", help="what is set, what answers, what is missing").set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    try:
        settings = Settings.from_env(args.environ)
    except ConfigError as wrong:
        print(f"{_MARK['bad']} {wrong}")
        return 1
    _print_settings(settings)
    sick: list[Finding] = []
    async for finding in examine(settings):
        print(f"{_MARK[finding.state]} {finding.words}")
        sick += [finding] if finding.state == "bad" else []
    print(_next_step(sick, f"potluck --env-file {args.env_file}" if args.env_file else "potluck"))
    return 1 if sick else 0


def _next_step(sick: list[Finding], potluck: str) -> str:
    """`potluck` is the command as it was given, file of settings included."""
    if not sick:
        roles = f"`{potluck} up`, or gateway, worker and scheduler"
        return f"\nNext: {roles}; then `{potluck} manifest build --out potluck.zip`."
    first, more = sick[0], len(sick) - 1
    after = f"\nThen run `{potluck} doctor` again{f': {more} more to mend' if more else ''}."
    return f"\nNext: {first.words.partition(' (for ')[0]}" + (f"\n      {first.mend}" if first.mend else "") + after


def _print_settings(settings: Settings) -> None:
    for f in fields(settings):
        value = getattr(settings, f.name)
        shown = ("(set)" if value else "(not set)") if isinstance(value, Secret) else value or "(not set)"
        print(f"        {PREFIX}{f.name.upper()} = {shown}   {f.metadata['doc']}")


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    lacking = _lacking(settings)
    for wrong, roles in lacking.items():
        yield Finding("bad", f"{wrong} (for {', '.join(roles)})", _MENDS.get(wrong.partition(":")[0], ""))
    for role in ROLES:
        if not any(role in roles for roles in lacking.values()):
            yield Finding("ok", f"{role}: every setting it needs is there")
    embedded = None if settings.redis_url else _embedded()
    if embedded:
        yield embedded
    if not lacking and (embedded is None or embedded.state != "bad"):
        with _server(settings) as tried:
            async for finding in _connections(tried):
                yield finding


def _lacking(settings: Settings) -> dict[str, list[Role]]:
    """What is missing or wrong, each once, with the roles that cannot run for it."""
    found: dict[str, list[Role]] = {}
    for role in ROLES:
        for wrong in settings.lacks(role):
            found.setdefault(str(wrong), []).append(role)
    return found


def _embedded() -> Finding:
    try:
        return Finding("note", f"Redis: none configured; `potluck up` starts {find_server()} itself")
    except ConfigError as wrong:
        return Finding("bad", f"Redis: {wrong}")


@contextmanager
def _server(settings: Settings) -> Iterator[Settings]:
    """Where `potluck up` will bring its own Redis, an empty one for the time of the look: what else is to be tried
    needs one, and the real one may be in use."""
    if settings.redis_url:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="potluck-doctor-") as folder:
        server = EmbeddedServer(Path(folder))
        try:
            yield replace(settings, redis_url=Secret(server.start()))
        finally:
            server.stop()


async def _connections(settings: Settings) -> AsyncIterator[Finding]:
    try:
        async with open_house(settings, "worker") as house:
            yield Finding("ok", f"Redis: answers, {await house.redis.stats.depth()} jobs waiting")
            yield await _keys(house)
            yield await _token(house, "Teams", settings.bot_scope)
            async for finding in _graph(house):
                yield finding
    except PotluckError as why:
        yield Finding("bad", f"Redis: {why}; check {PREFIX}REDIS_URL")


async def _graph(house: House) -> AsyncIterator[Finding]:
    settings = house.settings
    yield Finding("ok", f"Graph: tier {settings.graph_tier}: {_TIERS[settings.graph_tier]}")
    yield Finding(
        "ok",
        "Graph: events are " + ("changed when their organizer confirms" if settings.graph_writes else "never changed"),
    )
    if not settings.reads_calendars:
        yield Finding("note", "Graph: the tier is none, so no invites are read")
        return
    volunteers = len(await house.redis.watching.volunteers(settings.tenant_id))
    yield Finding("ok", f"Graph: {len(settings.mailboxes)} people are named, {volunteers} asked to be read")
    if not (settings.mailboxes or settings.group or volunteers):
        yield Finding("note", f"Graph: {PREFIX}MAILBOXES and {PREFIX}GROUP are empty, so no invites are read yet")
        return
    yield await _token(house, "Graph", settings.graph_scope)
    if settings.group:
        yield await _group(house)
    state = await graph_state(house)
    well = state == "ok"
    yield Finding("ok" if well else "note", "Graph: no outage is known" if well else f"Graph: {state}; jobs wait")
    yield await _limits(house)
    count = await house.redis.unreached.count(settings.tenant_id)
    if count:
        mend = "an app setup policy installs Potluck for them, as " + PREFIX + "GRAPH_INSTALLS does"
        yield Finding("note", f"Graph: {count} organizers would have been asked and cannot be written to; {mend}")


async def _group(house: House) -> Finding:
    group = f"Graph: the group in {PREFIX}GROUP"
    try:
        return Finding("ok", f"{group} has {len(await house.groups.people_in(house.settings.group))} people")
    except Gone:
        return Finding("bad", f"{group} does not exist", "its Object ID stands in the Entra admin center, Groups")
    except NotAllowed:
        return Finding("bad", f"{group} may not be read", "consent to GroupMember.Read.All for the application")
    except PotluckError as why:
        return Finding("note", f"{group} could not be tried ({why})")


async def _limits(house: House) -> Finding:
    """The scope that Exchange enforces is only believed when a mailbox outside of it was refused."""
    outside = house.settings.outside_mailbox
    if not outside:
        return Finding("note", f"Graph: set {PREFIX}OUTSIDE_MAILBOX to have it proved that other mailboxes are closed")
    try:
        if not await house.calendar.readable(outside):
            return Finding("ok", "Graph: the mailbox outside the scope is refused, as it must be")
        return Finding("bad", "Graph: a mailbox outside the scope can be read; limit the application by RBAC")
    except Gone:
        return Finding("note", f"Graph: {PREFIX}OUTSIDE_MAILBOX names no mailbox, so nothing is proved")
    except PotluckError as why:
        return Finding("note", f"Graph: the scope could not be tried ({why})")


async def _keys(house: House) -> Finding:
    url = house.settings.bot_openid_url
    try:
        async with house.http.get(url) as answer:
            answer.raise_for_status()
        return Finding("ok", "Teams: the keys of inbound tokens can be read")
    except (aiohttp.ClientError, TimeoutError) as why:
        return Finding("bad", f"Teams: {url} does not answer ({type(why).__name__}); allow it through the proxy")


async def _token(house: House, service: str, scope: str) -> Finding:
    try:
        await house.tokens.token(scope)
        return Finding("ok", f"{service}: a token was granted")
    except PotluckError as why:
        return Finding("bad", f"{service}: no token ({why}); check the application's id, secret and consent")
