"""SIGTERM at a gateway with a request half told: that one is answered, new ones are refused, and the process ends."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path

from tests.redis_fixtures import until
from tests.tenant_fixtures import free_port

HEAD = b"POST /api/graph/notifications HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\n\r\n"


def gateway(port: int, redis_url: str, log: Path) -> subprocess.Popen[bytes]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("POTLUCK_", "REDIS_URL"))}
    environ = {
        **plain,
        "POTLUCK_APP_ID": str(uuid.uuid4()),
        "POTLUCK_TENANT_ID": str(uuid.uuid4()),
        "POTLUCK_SECRET_KEY": "s" * 32,
        "POTLUCK_REDIS_URL": redis_url,
        "POTLUCK_KEY_PREFIX": f"{uuid.uuid4().hex[:8]}:",
        "POTLUCK_PORT": str(port),
    }
    with log.open("wb") as told:
        return subprocess.Popen([sys.executable, "-m", "bot", "gateway"], env=environ, stderr=told)


async def connects(port: int) -> bool:
    try:
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def test_what_was_begun_is_answered_and_nothing_new_is_taken(tmp_path: Path, redis_server: str) -> None:
    port = free_port()
    process = gateway(port, redis_server, tmp_path / "gateway.log")
    try:
        await until(lambda: connects(port), within_s=60)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HEAD + b'{"valu')
        await writer.drain()
        process.send_signal(signal.SIGTERM)

        async def closed() -> bool:
            return not await connects(port)

        await until(closed)
        assert process.poll() is None, "it ended under a running request"
        writer.write(b'e": []}')
        told = await asyncio.wait_for(reader.read(), 10)
        assert told.startswith(b"HTTP/1.1 202"), told
        writer.close()
        assert await asyncio.to_thread(process.wait, 20) == 0
    finally:
        process.kill()
        process.wait()
