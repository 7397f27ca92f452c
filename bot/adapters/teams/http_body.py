"""Reading what a service answered, up to a limit."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

CHUNK = 64 * 1024


async def read_at_most(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """The body, decompressed. Raises ValueError where it is longer than `limit` bytes."""
    read = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        read += chunk
        if len(read) > limit:
            raise ValueError("the answer is longer than any good one")
    return bytes(read)


def as_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises ValueError where there is none."""
    try:
        read = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if isinstance(read, dict):
        return read
    raise ValueError("not a JSON object")
