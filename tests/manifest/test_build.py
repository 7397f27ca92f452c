"""`potluck manifest build`: what it takes, what it refuses, and that the same values give the same bytes."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bot.cli import run
from tests.manifest.package import APP_ID, LANGUAGES, PUBLIC_URL, REPOSITORY, build, manifest_of, read

GOOD = {"--app-id": APP_ID, "--public-url": PUBLIC_URL}


def attempt(out: Path | str, **changed: str | None) -> int:
    values = {**GOOD, **{"--" + name.replace("_", "-"): value for name, value in changed.items()}}
    told = [part for name, value in values.items() if value is not None for part in (name, value)]
    return run(["manifest", "build", *told, "--out", str(out)])


def test_the_values_stand_where_teams_looks_for_them(tmp_path: Path) -> None:
    assert attempt(tmp_path / "p.zip", app_id=APP_ID.upper(), developer="Contoso") == 0
    manifest = manifest_of(read(tmp_path / "p.zip"))
    assert manifest["id"] == manifest["bots"][0]["botId"] == manifest["webApplicationInfo"]["id"] == APP_ID
    assert manifest["developer"] == {
        "name": "Contoso",
        "websiteUrl": PUBLIC_URL,
        "privacyUrl": f"{PUBLIC_URL}/privacy",
        "termsOfUseUrl": f"{PUBLIC_URL}/terms",
    }
    assert "${" not in json.dumps(manifest)


def test_pages_that_lie_elsewhere_are_linked_there(tmp_path: Path) -> None:
    privacy, terms = "https://www.contoso.com/potluck/privacy", "https://www.contoso.com/terms"
    assert attempt(tmp_path / "p.zip", privacy_url=privacy, terms_url=terms) == 0
    developer = manifest_of(read(tmp_path / "p.zip"))["developer"]
    assert (developer["privacyUrl"], developer["termsOfUseUrl"]) == (privacy, terms)


def test_the_environment_stands_in_for_missing_options(tmp_path: Path) -> None:
    """In a process of its own, since the environment is read once and as it is."""
    command = [sys.executable, "-m", "bot", "manifest", "build", "--out", str(tmp_path / "p.zip")]
    environ = {"POTLUCK_APP_ID": APP_ID, "POTLUCK_PUBLIC_URL": f"{PUBLIC_URL}/"}
    done = subprocess.run(command, cwd=REPOSITORY, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert read(tmp_path / "p.zip") == read(build(tmp_path, "by-option.zip"))
    assert f"{PUBLIC_URL}/privacy" in done.stdout
    assert "ChannelMeeting.ReadBasic.Group" in done.stdout


@pytest.mark.parametrize(
    ("changed", "named", "mend"),
    [
        ({"app_id": None}, "--app-id", "POTLUCK_APP_ID"),
        ({"app_id": ""}, "--app-id", "that Entra shows"),
        ({"app_id": "potluck"}, "--app-id", "that Entra shows"),
        ({"app_id": "{" + APP_ID + "}"}, "--app-id", "that Entra shows"),
        ({"app_id": APP_ID[:-1]}, "--app-id", "that Entra shows"),
        ({"app_id": "00000000-0000-0000-0000-000000000000"}, "--app-id", "all zeros"),
        ({"public_url": None}, "--public-url", "POTLUCK_PUBLIC_URL"),
        ({"public_url": ""}, "--public-url", "https://"),
        ({"public_url": "potluck.contoso.com"}, "--public-url", "https://"),
        ({"public_url": "http://potluck.contoso.com"}, "--public-url", "https://"),
        ({"public_url": "https://localhost:3978"}, "--public-url", "name a host"),
        ({"public_url": "https://10.0.0.7"}, "--public-url", "name a host"),
        ({"public_url": "https://[::1]"}, "--public-url", "name a host"),
        ({"public_url": "https://*.contoso.com"}, "--public-url", "name a host"),
        ({"public_url": "https://potluck.contoso.com:99999"}, "--public-url", "does not read as an address"),
        ({"public_url": "https://me:pw@potluck.contoso.com"}, "--public-url", "user name"),
        ({"public_url": "https://potluck.contoso.com/?a=1"}, "--public-url", "before any ?"),
        ({"public_url": "https://potluck.contoso.com/a b"}, "--public-url", "without spaces"),
        ({"privacy_url": "http://www.contoso.com/privacy"}, "--privacy-url", "https://"),
        ({"privacy_url": ""}, "--privacy-url", "https://"),
        ({"terms_url": "https://www.contoso.com/terms#top"}, "--terms-url", "before any ?"),
        ({"terms_url": "https://www.contoso.com/" + "t" * 2048}, "--terms-url", "2048 at most"),
        ({"developer": "  "}, "--developer", "organization"),
        ({"developer": "Con\u202etoso"}, "--developer", "organization"),
        ({"developer": "C" * 33}, "--developer", "33 characters"),
    ],
)
def test_a_wrong_value_is_named_with_its_mend_and_nothing_is_written(
    changed: dict[str, str | None],
    named: str,
    mend: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert attempt(tmp_path / "p.zip", **changed) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"potluck: {named}: ")
    assert mend in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("out", "mend"),
    [("package.json", "end in .zip"), ("nowhere/p.zip", "make it first"), ("folder.zip", "is a folder")],
)
def test_a_place_that_cannot_hold_the_package_is_refused(
    out: str, mend: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.zip").mkdir()
    assert attempt(tmp_path / out) == 2
    told = capsys.readouterr().err
    assert told.startswith("potluck: --out: ")
    assert mend in told


def test_placeholders_in_a_value_stay_words(tmp_path: Path) -> None:
    assert attempt(tmp_path / "p.zip", developer='${app_id}", "x') == 0
    assert manifest_of(read(tmp_path / "p.zip"))["developer"]["name"] == '${app_id}", "x'


def test_the_package_holds_what_teams_asks_for_and_nothing_else(tmp_path: Path) -> None:
    content = read(build(tmp_path))
    languages = [f"{language}.json" for language in LANGUAGES]
    assert list(content) == sorted(["manifest.json", "color.png", "outline.png", *languages])


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = build(tmp_path, "a.zip"), build(tmp_path, "b.zip")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as opened:
        assert {(entry.date_time, entry.create_system, entry.external_attr) for entry in opened.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 3, 0o644 << 16)
        }
