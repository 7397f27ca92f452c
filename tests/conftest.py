"""Fixtures live in plugins by what they start."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.redis_fixtures", "tests.tenant_fixtures"]
# How long a draw takes says more of a busy machine than of the strategy.
settings.register_profile("shared", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("shared")
HEAVY = ("tests/browser/", "tests/faults/", "tests/cli/test_processes", "tests/sight/test_metrics.py::test_a_process")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts a browser or many processes runs one after another, beside everything else: two at once would wait
    for one another on a small machine and look like failures."""
    for item in items:
        if item.nodeid.startswith(HEAVY):
            item.add_marker(pytest.mark.xdist_group("heavy"))
