"""A server spoken to in TLS: `rediss://`, with a certificate that is looked at."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from bot.adapters.redis import open_redis
from bot.domain.jobs import CatchUp
from bot.errors import TryLater
from bot.settings import Secret, Settings
from tests.contracts.test_task_store import a_task
from tests.infra.authority import Authority
from tests.redis_fixtures import HandClock


@asynccontextmanager
async def in_tls(upstream: str, authority: Authority) -> AsyncIterator[str]:
    """The URL of a door to the server behind a Unix socket, as a managed Redis opens it."""
    server, ours = urlsplit(upstream), authority.sign("server")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(ours.certificate, ours.key)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(unquote(server.path))
        with suppress(OSError):
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        writer.transport.abort()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as door:
        yield f"rediss://:{server.password}@127.0.0.1:{door.sockets[0].getsockname()[1]}/0"


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.transport.abort()


async def test_jobs_and_tasks_are_kept_through_tls(tmp_path: Path, redis_server: str) -> None:
    authority = Authority(tmp_path, "authority")
    async with in_tls(redis_server, authority) as url:
        settings = Settings(redis_url=Secret(f"{url}?ssl_ca_certs={authority.certificate}"), key_prefix="tls:")
        kit = await open_redis(settings, HandClock(), role="worker")
        kept = await asyncio.gather(*(kit.queue.enqueue(CatchUp("contoso", f"m{n}"), once=f"m{n}") for n in range(200)))
        assert kept == [True] * 200
        task = await kit.tasks.add(a_task("send the deck — “soon”"), once="tls")
        assert await kit.tasks.get(task.tenant, task.team, task.id) == task
        await kit.close()


async def test_a_server_with_somebody_else_s_certificate_is_told_nothing(tmp_path: Path, redis_server: str) -> None:
    async with in_tls(redis_server, Authority(tmp_path, "authority")) as url:
        stranger = Authority(tmp_path, "stranger").certificate
        settings = Settings(redis_url=Secret(f"{url}?ssl_ca_certs={stranger}"), key_prefix="tls:")
        kit = await open_redis(settings, HandClock(), role="worker")
        with pytest.raises(TryLater):
            await kit.queue.enqueue(CatchUp("contoso", "m"), once="m")
        await kit.close()
