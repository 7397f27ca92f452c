"""The running gateway against its own description: schemathesis reads /openapi.json and asks whatever it allows and
whatever it forbids. No 5xx, and every answer as described.

`pytest tests/gateway/test_as_described.py -m long -s` asks some thousands more, and prints what came of it.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import pytest

from tests.gateway.door import ANN, Door, open_door, unlimited
from tests.redis_fixtures import HandClock

CHECKS = """
[checks.negative_data_rejection]
expected-statuses = ["4xx"]

[checks.missing_required_header]
expected-statuses = ["4xx"]

# No schema can say that a cursor is signed, a key fresh, an ETag the newest or an address public.
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "403", "404", "409", "412", "422"]
"""
IDS = ("team", "task", "meeting")


async def ask(door: Door, folder: Path, *, examples: int, known_ids: bool) -> str:
    """The report; fails where anything was not as described."""
    places = [f'"path.{name}" = "{door.made[f"Alpha {name}"]}"' for name in IDS] if known_ids else []
    config = folder / "schemathesis.toml"
    config.write_text("\n".join(["[parameters]", *places, CHECKS]), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("schemathesis")),
        *("--config-file", str(config), "run", f"{door.url}/openapi.json", "--checks", "all", "--seed", "1"),
        *("-H", f"Authorization: Bearer {door.person(ANN, roles=['Admin'])}"),
        *("--max-examples", str(examples), "--generation-database", "none", "--no-color"),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    report = told.decode()
    assert process.returncode == 0, report[-4000:]
    return report


async def test_a_few_of_all_questions(tmp_path: Path, redis_server: str, hand_clock: HandClock) -> None:
    async with open_door(tmp_path, redis_server, hand_clock, limits=unlimited) as door:
        report = await ask(door, tmp_path, examples=2, known_ids=True)
    assert "Tested: " in report


@pytest.mark.long
@pytest.mark.parametrize("known_ids", [True, False], ids=["ids that lead somewhere", "ids that are invented"])
async def test_a_great_many_questions(
    tmp_path: Path, redis_server: str, hand_clock: HandClock, *, known_ids: bool
) -> None:
    async with open_door(tmp_path, redis_server, hand_clock, limits=unlimited) as door:
        report = await ask(door, tmp_path, examples=300, known_ids=known_ids)
    sys.stdout.write(report[report.rindex("SUMMARY") :])
    assert int(re.findall(r"(\d+) generated", report)[0]) > 3000
