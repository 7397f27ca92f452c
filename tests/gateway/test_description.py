"""The API's description is valid OpenAPI 3.1, and every change of it shows in review beside the golden copy.

To renew the copy after a change that is meant: `POTLUCK_GOLDEN=1 pytest tests/gateway/test_description.py`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from openapi_spec_validator import validate

from tests.gateway.door import Door

GOLDEN = Path(__file__).with_name("openapi.json")


async def test_the_description_is_valid_and_the_one_that_was_reviewed(door: Door) -> None:
    async with door.http.get(f"{door.url}/openapi.json") as answer:
        told = await answer.json()
    validate(told)
    if os.environ.get("POTLUCK_GOLDEN"):
        GOLDEN.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert told == json.loads(GOLDEN.read_text(encoding="utf-8"))


async def test_the_page_of_the_description_asks_nobody_else(door: Door) -> None:
    async with door.http.get(f"{door.url}/docs") as answer:
        page = await answer.text()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "/api/v1/tasks" in page
    assert "<script" not in page
    assert "src=" not in page
