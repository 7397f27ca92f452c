"""The base of all jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Job:
    """Base of all jobs. `tenant` serves fairness between tenants and the log."""

    VERSION: ClassVar[int] = 1
    tenant: str
