"""The wheel, made from the sdist as a packager would, works in an empty environment; the sdist lacks nothing.

Only the dependencies are borrowed from the environment that runs the tests, by PYTHONPATH: downloading them anew is
no check of ours.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.manifest.package import APP_ID, PUBLIC_URL, REPOSITORY, manifest_of, read

READ_OUT = {
    "id": "1",
    "subject": "Weekly numbers",
    "body": "- Ana: read out last week's renewals\n- Bo: list the incidents closed\n- Cy: share the link to the icons",
    "required": 6,
}


@dataclass(frozen=True, slots=True)
class Installed:
    sdist: Path
    wheel: Path
    bin: Path

    def potluck(self, folder: Path, *words: str, given: str = "", **environ: str) -> tuple[int, str, str]:
        """Status, stdout, stderr of the installed command, run where no repository is near."""
        command = [str(self.bin / "potluck"), *words]
        return told(command, folder, environ, given)


def told(command: list[str], folder: Path, environ: Mapping[str, str], given: str) -> tuple[int, str, str]:
    whole = {"PYTHONPATH": sysconfig.get_path("purelib"), "PATH": os.defpath, "HOME": str(folder), **environ}
    done = subprocess.run(command, cwd=folder, env=whole, input=given, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def build(kind: str, source: Path, out: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(out)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = out.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("package")
    sdist = build("sdist", REPOSITORY, folder / "sdist")
    with tarfile.open(sdist) as packed:
        packed.extractall(folder / "source", filter="data")
    (source,) = (folder / "source").iterdir()
    wheel = build("wheel", source, folder / "wheel")
    venv.create(folder / "empty", symlinks=os.name != "nt")
    binaries = folder / "empty" / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(binaries / "python"), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-q", "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    return Installed(sdist, wheel, binaries)


def test_the_sdist_holds_every_file_of_the_repository(installed: Installed) -> None:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("this is no clone: what the repository holds cannot be told")
    git = shutil.which("git") or pytest.skip("no git on this machine")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    with tarfile.open(installed.sdist) as packed:
        held = {name.split("/", 1)[1] for name in packed.getnames() if "/" in name}
    assert {name for name in listed.stdout.split("\0") if name and (REPOSITORY / name).exists()} - held == set()


def test_the_wheel_holds_the_product_and_no_tests(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as packed:
        names = set(packed.namelist())
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"bot", "nlp"}
    assert {
        "nlp/model/agenda_encoder/encoder.onnx",
        "nlp/model/item_tagger/tagger.onnx",
        "bot/manifest_files/manifest.json",
    } <= names
    built = (REPOSITORY / "bot/playground/page/dist/index.html").is_file()
    assert ("bot/playground/page/dist/index.html" in names) == built
    assert not [name for name in names if "node_modules" in name or name.startswith("bot/playground/page/src")]


def test_the_installed_command_judges_with_the_shipped_model(installed: Installed, tmp_path: Path) -> None:
    status, out, err = installed.potluck(tmp_path, "assess", "-", given=json.dumps(READ_OUT) + "\n")
    assert status == 0, err
    assert json.loads(out)["verdict"] == "async"


def test_the_installed_command_finds_items_in_own_words(installed: Installed, tmp_path: Path) -> None:
    people = [{"id": "ana", "name": "Ana"}]
    line = {"id": "1", "text": "Ana sends the draft by Friday", "author": "ana", "date": "2026-11-23", "people": people}
    status, out, err = installed.potluck(tmp_path, "actions", "-", given=json.dumps(line) + "\n")
    assert status == 0, err
    (item,) = json.loads(out)["items"]
    assert (item["owner"], item["due"]) == ("ana", "2026-11-27")


def test_the_installed_command_builds_the_teams_package(installed: Installed, tmp_path: Path) -> None:
    asked = ("--app-id", APP_ID, "--public-url", PUBLIC_URL, "--out", "potluck.zip")
    status, _out, err = installed.potluck(tmp_path, "manifest", "build", *asked)
    assert status == 0, err
    assert manifest_of(read(tmp_path / "potluck.zip"))["id"] == APP_ID


def test_the_installed_command_tells_what_is_missing(installed: Installed, tmp_path: Path) -> None:
    status, out, _err = installed.potluck(tmp_path, "doctor")
    assert status == 1
    assert "POTLUCK_APP_ID" in out
