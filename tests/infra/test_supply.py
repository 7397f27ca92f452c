"""What comes from others bears a licence that a company may use, and no secret lies in the repository."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import transient_settings

from tests.manifest.package import REPOSITORY

LOCKS = sorted((REPOSITORY / "infra" / "lock").glob("*.txt"))
BASELINE = REPOSITORY / "infra" / "secrets.baseline"
FREE = {
    *("0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU"),
    *("PSF-2.0", "Unlicense", "Zlib"),
    "MPL-2.0",  # per file: ours stay ours, and theirs are not changed
}
TOLD_OTHERWISE = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
GUESSES = {"KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString"}
NOT_OURS = re.compile(r"infra/lock/|package-lock\.json|\.jsonl$|nlp/model/|\.baseline$|\.(png|woff2?|onnx|npz?)$")


def locked(lock: Path) -> list[str]:
    return re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text("utf-8"), re.MULTILINE)


def licences(package: str) -> set[str] | None:
    """As SPDX codes; None where the package is for another platform."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return None
    classified = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    named = [*(told.get_all("License-Expression") or []), " AND ".join(classified), *(told.get_all("License") or [])]
    said = next((one for one in named if one), "").split("\n")[0]
    return {TOLD_OTHERWISE.get(one.strip(), one.strip("() ")) for one in re.split(r" AND | OR ", said)}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_locked_package_bears_a_licence_that_a_company_may_use(lock: Path) -> None:
    told = {package: found for package in locked(lock) if (found := licences(package)) is not None}
    assert len(told) > 2
    assert {package: found - FREE for package, found in told.items() if not found or found - FREE} == {}


def test_every_locked_package_is_pinned_by_its_hash() -> None:
    for lock in LOCKS:
        entries = re.split(r"^(?=[A-Za-z0-9._-]+==)", lock.read_text("utf-8"), flags=re.MULTILINE)[1:]
        assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def found_in(paths: list[str], plugins: set[str]) -> set[tuple[str, str]]:
    """Path and hash of everything that looks like a secret."""
    found = SecretsCollection(root=str(REPOSITORY))
    with transient_settings({"plugins_used": [{"name": name} for name in sorted(plugins)]}):
        for path in paths:
            found.scan_file(path)
    return {(path, secret.secret_hash) for path, secret in found}


@pytest.mark.long  # a quarter of a minute; .ci/run asks for it
def test_no_secret_lies_in_the_repository() -> None:
    """Product files are looked at for whatever looks like one; in tests, which are full of stand-ins' secrets, for the
    shapes of real ones. What is known to be none stands in the baseline (`detect-secrets audit` shows it)."""
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 - whichever git is on the path
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    files = [path for path in listed.stdout.splitlines() if not NOT_OURS.search(path)]
    if not files:
        pytest.skip("no git here to tell which files are ours")
    kinds: dict[str, type] = get_mapping_from_secret_type_to_class()
    every = {kind.__name__ for kind in kinds.values()}
    ours = [path for path in files if not path.startswith("tests/")]
    theirs = [path for path in files if path.startswith("tests/")]
    known = {
        (path, one["hashed_secret"])
        for path, entries in json.loads(BASELINE.read_text("utf-8"))["results"].items()
        for one in entries
    }
    assert found_in(ours, every) | found_in(theirs, every - GUESSES) <= known


def test_the_scan_finds_what_it_should(tmp_path: Path) -> None:
    leaked = tmp_path / "settings.py"
    leaked.write_text('APP_SECRET = "q8Q~' + "aB3xY7kLm9PqR2sT5vW8zC1dF4gH6jK0nM" + '"\n', "utf-8")
    assert found_in([str(leaked)], {"KeywordDetector"})
