"""`python infra/audit.py` before stand-ins of OSV and npm: clean, a known hole, and nobody there."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.manifest.package import REPOSITORY
from tests.tenant_fixtures import free_port

pytest.importorskip("pip_audit", reason="pip-audit is not installed")
FORK = {  # a hole in the Python package "fork" 1.0, as OSV tells it
    "id": "PYSEC-2026-1",
    "summary": "stabs",
    "affected": [
        {
            "package": {"name": "fork", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}
SPOON = {  # and one in the npm package "spoon" 1.0.0, as the registry tells it
    "id": 7,
    "url": "https://advisories.example.com/GHSA-aaaa-bbbb-cccc",
    "title": "bends",
    "severity": "high",
    "vulnerable_versions": "<1.1.0",
}


class Advisers:
    """Knows both holes once `knows` is set."""

    knows = False

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.post("/osv", self.osv),
                web.post("/-/npm/v1/security/advisories/bulk", self.bulk),
                web.get("/spoon", self.spoon),
            ]
        )
        return app

    async def osv(self, request: web.Request) -> web.Response:
        asked = json.loads(await request.read())
        holed = self.knows and (asked["package"]["name"], asked["version"]) == ("fork", "1.0")
        return web.json_response({"vulns": [FORK]} if holed else {})

    async def bulk(self, request: web.Request) -> web.Response:
        asked = json.loads(await request.read())
        return web.json_response({"spoon": [SPOON]} if self.knows and "spoon" in asked else {})

    async def spoon(self, _request: web.Request) -> web.Response:
        return web.json_response({"name": "spoon", "versions": {"1.0.0": {"name": "spoon", "version": "1.0.0"}}})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What is pinned: a fork and a knife of Python, a spoon of npm."""
    digest = "0" * 64
    lines = [f"{name}==1.0 --hash=sha256:{digest}" for name in ("fork", "knife")]
    (tmp_path / "lock.txt").write_text("\n".join(lines), "utf-8")
    wants: dict[str, Any] = {"name": "table", "version": "1.0.0", "dependencies": {"spoon": "1.0.0"}}
    lock = {"lockfileVersion": 3, "packages": {"": wants, "node_modules/spoon": {"version": "1.0.0"}}}
    (tmp_path / "package.json").write_text(json.dumps(wants), "utf-8")
    (tmp_path / "package-lock.json").write_text(json.dumps({**wants, **lock}), "utf-8")
    return tmp_path


@pytest.fixture
async def advisers() -> AsyncIterator[tuple[Advisers, str]]:
    told = Advisers()
    async with TestServer(told.app()) as server:
        yield told, str(server.make_url("")).rstrip("/")


async def audited(project: Path, url: str) -> tuple[int | None, str]:
    asked = ["--lock", str(project / "lock.txt"), "--page", str(project), "--osv", f"{url}/osv", "--npm", f"{url}/"]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(REPOSITORY / "infra" / "audit.py"), *asked), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return process.returncode, out.decode()


async def test_no_known_hole_is_said_and_passes(project: Path, advisers: tuple[Advisers, str]) -> None:
    status, out = await audited(project, advisers[1])
    assert (status, out.splitlines()) == (0, ["Python: no known holes", "page: no known holes"])


async def test_a_known_hole_is_named_with_its_mend_and_fails(project: Path, advisers: tuple[Advisers, str]) -> None:
    advisers[0].knows = True
    status, out = await audited(project, advisers[1])
    assert status == 1
    assert "HOLE  fork 1.0: PYSEC-2026-1, mended in 1.1\n" in out
    assert "HOLE  spoon: GHSA-aaaa-bbbb-cccc, affected are <1.1.0\n" in out


async def test_where_nobody_answers_it_is_said_and_no_change_is_held_up(project: Path) -> None:
    status, out = await audited(project, f"http://127.0.0.1:{free_port()}")
    assert status == 0
    assert out.count("NOT ASKED") == 2
