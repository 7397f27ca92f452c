"""The Helm chart as the tests see it: rendered by Helm itself, or the test is skipped with a word."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.manifest.package import APP_ID, PUBLIC_URL, REPOSITORY

CHART = REPOSITORY / "infra" / "helm" / "potluck"
NO_HELM = "no Helm here: pip install --group infra"
ALL_ON = {name: {"enabled": True} for name in ("ingress", "monitoring", "workloadIdentity", "networkPolicy")}


def values(**more: Any) -> dict[str, Any]:
    known = {"POTLUCK_APP_ID": APP_ID, "POTLUCK_TENANT_ID": APP_ID, "POTLUCK_PUBLIC_URL": PUBLIC_URL}
    return {"settings": known, **more}


def rendered(more: dict[str, Any]) -> list[dict[str, Any]]:
    """Every object that the chart makes of these values."""
    helm = pytest.importorskip("helm_python.chart", reason=NO_HELM)
    made = helm.Chart.load(str(CHART)).render(values(**more), name="potluck", namespace="potluck")
    return [each for path, text in made.items() if path.endswith(".yaml") for each in yaml.safe_load_all(text) if each]
