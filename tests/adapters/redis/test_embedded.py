"""The embedded server: durable, private, one per folder, and gone when it should be."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
import redis

from bot.adapters.redis.embedded import EmbeddedServer, Engine, engine_of, find_server
from bot.errors import ConfigError
from tests.redis_fixtures import until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a folder with spaces" / "rédis"


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(folder)
    yield server
    server.stop()


def config(url: str, name: str) -> str:
    with redis.Redis.from_url(url, decode_responses=True) as client:
        told: str = client.config_get(name)[name]
        return told


def test_the_bundled_binary_is_found_and_new_enough() -> None:
    assert engine_of(find_server()).version >= (6, 2)


def test_every_acknowledged_write_is_on_disk_and_nothing_is_evicted(server: EmbeddedServer) -> None:
    url = server.start()
    assert {name: config(url, name) for name in ("appendonly", "appendfsync", "maxmemory-policy", "port")} == {
        "appendonly": "yes",
        "appendfsync": "always",
        "maxmemory-policy": "noeviction",
        "port": "0",
    }


def test_the_folder_its_password_and_its_socket_are_the_owners_alone(server: EmbeddedServer, folder: Path) -> None:
    url = server.start()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "password")}
    assert modes == {"rédis": 0o700, "password": 0o600}
    path = unquote(urlsplit(url).path)
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600
    with redis.Redis.from_url(f"unix://{quote(path)}") as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_the_password_stands_in_no_command_line(server: EmbeddedServer, folder: Path) -> None:
    server.start()
    password = (folder / "password").read_text()
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert password.encode() not in line.read_bytes()
        except OSError:  # it ended while we looked
            continue


def test_acknowledged_writes_survive_a_kill_and_the_url_stays_the_same(server: EmbeddedServer) -> None:
    url = server.start()
    with redis.Redis.from_url(url) as client:
        for n in range(300):
            client.set(f"key-{n}", n)
        server.kill()
        assert not server.running
        assert server.start() == url
        assert client.dbsize() == 300


def test_a_clean_stop_keeps_everything_and_lets_another_start(server: EmbeddedServer, folder: Path) -> None:
    with redis.Redis.from_url(server.start()) as client:
        client.set("key", "value")
    server.stop()
    again = EmbeddedServer(folder)
    with redis.Redis.from_url(again.start()) as client:
        assert client.get("key") == b"value"
    again.stop()


def test_a_second_start_on_the_same_folder_shares_the_first_server_and_cannot_stop_it(
    server: EmbeddedServer, folder: Path
) -> None:
    url = server.start()
    second = EmbeddedServer(folder)
    assert second.start() == url
    second.stop()
    with redis.Redis.from_url(url) as client:
        assert client.ping()


def test_a_folder_whose_holder_does_not_answer_is_refused_clearly(server: EmbeddedServer, folder: Path) -> None:
    server.start()
    assert server._process is not None
    os.kill(server._process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(ConfigError, match="POTLUCK_DATA_DIR"):
            EmbeddedServer(folder).start(timeout_s=0.1)
    finally:
        os.kill(server._process.pid, signal.SIGCONT)


def test_a_folder_with_a_name_too_long_for_a_socket_works(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / ("x" * 120))
    with redis.Redis.from_url(server.start()) as client:
        assert client.ping()
    server.stop()


@pytest.mark.parametrize("newer", [{"engine": "valkey", "version": [99, 0]}, {"engine": "redis", "version": [8, 0, 1]}])
def test_a_folder_written_by_a_newer_engine_is_refused(folder: Path, newer: dict[str, object]) -> None:
    folder.mkdir(parents=True)
    (folder / "engine.json").write_text(json.dumps(newer))
    server = EmbeddedServer(folder)
    with pytest.raises(ConfigError, match="cannot read it"):
        server.start()
    assert json.loads((folder / "engine.json").read_text()) == newer


def test_data_may_only_go_upwards() -> None:
    valkey = Engine("valkey", (9, 1, 2))
    assert valkey.can_read(Engine("valkey", (8, 1, 8)))
    assert valkey.can_read(Engine("redis", (6, 2, 14)))
    assert not Engine("redis", (8, 0)).can_read(valkey)
    assert not Engine("redis", (6, 2, 14)).can_read(Engine("redis", (7, 0, 15)))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells a child of its parent's death on Linux only")
async def test_a_killed_supervisor_leaves_no_server_behind(folder: Path) -> None:
    with _supervisor(folder) as supervisor:
        pid = _told_pid(supervisor)
        assert _alive(pid)
        supervisor.kill()
    await until(lambda: not _alive(pid))
    again = EmbeddedServer(folder)
    again.start()
    again.stop()


def test_a_server_that_outlives_its_supervisor_still_guards_its_folder(folder: Path) -> None:
    with _supervisor(folder) as supervisor:
        pid = _told_pid(supervisor)
        os.kill(pid, signal.SIGSTOP)
        supervisor.kill()
    try:
        with pytest.raises(ConfigError, match="POTLUCK_DATA_DIR"):
            EmbeddedServer(folder).start(timeout_s=0.1)
    finally:
        os.kill(pid, signal.SIGKILL)


def _supervisor(folder: Path) -> subprocess.Popen[bytes]:
    program = (
        "import sys, signal, pathlib\n"
        "from bot.adapters.redis.embedded import EmbeddedServer\n"
        "server = EmbeddedServer(pathlib.Path(sys.argv[1]))\n"
        "server.start(); print(server._process.pid, flush=True); signal.pause()\n"
    )
    return subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE)


def _told_pid(supervisor: subprocess.Popen[bytes]) -> int:
    assert supervisor.stdout is not None
    return int(supervisor.stdout.readline())


def _alive(pid: int) -> bool:
    """A zombie is dead: only its entry waits for init."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
