"""The shape of ids in addresses and bodies; what they say is told by `bot.domain.public_ids`."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

PATTERN = r"^[A-Za-z0-9_-]{2,1000}$"
OpaqueId = Annotated[str, StringConstraints(pattern=PATTERN)]
