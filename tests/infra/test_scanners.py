"""What checkov finds in chart, Bicep and image is what infra/docs/scanners.md explains, no more and no less."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.infra.charts import ALL_ON, rendered
from tests.manifest.package import REPOSITORY

TABLE = re.findall(r"^\| (`CKV_[^|]+) \|", (REPOSITORY / "infra/docs/scanners.md").read_text("utf-8"), re.MULTILINE)
EXPLAINED = {check for cell in TABLE for check in re.findall(r"CKV_\w+", cell)}
ONLY_WITHOUT_A_DIGEST = {"CKV_K8S_15", "CKV_K8S_43"}


def found(framework: str, path: Path) -> set[str]:
    """Checks that failed; at least one other must have passed, or nothing was looked at."""
    checkov = shutil.which("checkov") or pytest.skip("no checkov on the path: infra/docs/scanners.md says how")
    where = ["-d" if path.is_dir() else "-f", str(path)]
    done = subprocess.run(
        [checkov, "--framework", framework, *where, "-o", "json", "--quiet", "--skip-download"],
        cwd=path if path.is_dir() else path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(done.stdout)
    assert told["summary"]["passed"] > 0
    assert told["summary"]["parsing_errors"] == 0
    return {each["check_id"] for each in told["results"]["failed_checks"]}


def of_the_chart(folder: Path, digest: str) -> set[str]:
    made = rendered({**ALL_ON, "image": {"digest": digest}})
    (folder / "rendered.yaml").write_text(yaml.safe_dump_all(made), "utf-8")
    return found("kubernetes", folder / "rendered.yaml")


def test_every_finding_has_its_reason_and_every_reason_its_finding(tmp_path: Path) -> None:
    tagged, pinned = (of_the_chart(tmp_path, digest) for digest in ("", "sha256:" + "0" * 64))
    assert tagged - pinned == ONLY_WITHOUT_A_DIGEST
    azure = found("bicep", REPOSITORY / "infra" / "azure")
    image = found("dockerfile", REPOSITORY / "infra" / "Dockerfile")
    assert tagged | azure | image == EXPLAINED
