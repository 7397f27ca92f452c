"""Fixtures live in plugins by what they start."""

from __future__ import annotations

pytest_plugins = ["tests.redis_fixtures", "tests.tenant_fixtures"]
