"""The Teams app package: the committed template filled with a tenant's values, and zipped.

Values are checked before anything is written; every wrong one is a ConfigError that names where it came from. The same
values give the same bytes. The template, its languages, the icons and the table of permissions are data in
`manifest/`; that they are what Teams accepts is checked by the tests, since they are the same for everybody.
"""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import asdict, dataclass, fields
from io import BytesIO
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

import bot
from bot.errors import ConfigError

LONGEST_DEVELOPER, LONGEST_URL = 32, 2048  # as Teams has it
_GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_PRINTABLE_ASCII = re.compile(r"[!-~]+")
_ZIP_BEGINS = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can tell


@dataclass(frozen=True, slots=True)
class Given:
    """One value and where it came from, as an error names it: `--app-id`, `POTLUCK_APP_ID`."""

    source: str
    value: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """What the template's placeholders stand for; made by `check` alone."""

    app_id: str
    developer: str
    website_url: str
    privacy_url: str
    terms_url: str


@dataclass(frozen=True, slots=True)
class Permission:
    """A row of the table: what it is asked for, and what goes missing without it."""

    name: str
    why: str
    without: str


def check(app_id: Given, developer: Given, website_url: Given, privacy_url: Given, terms_url: Given) -> Tenant:
    """Raises ConfigError for the first value that Teams, or a person who opens the link, could do nothing with."""
    return Tenant(
        app_id=_app_id(app_id),
        developer=_developer(developer),
        website_url=_https(website_url),
        privacy_url=_https(privacy_url),
        terms_url=_https(terms_url),
    )


def build(tenant: Tenant) -> bytes:
    """The zip that Teams admin center, or a person's "Upload a custom app", takes."""
    files = source()
    manifest = fill(json.loads((files / "manifest.json").read_text("utf-8")), tenant)
    content = {"manifest.json": (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()}
    content |= {name: (files / name).read_bytes() for name in _named_files(manifest)}
    return _zip(content)


def fill(template: Any, tenant: Tenant) -> Any:
    """The template's JSON with every placeholder replaced. Only values are touched, so nothing can break out."""
    if isinstance(template, dict):
        return {key: fill(value, tenant) for key, value in template.items()}
    if isinstance(template, list):
        return [fill(value, tenant) for value in template]
    return Template(template).substitute(asdict(tenant)) if isinstance(template, str) else template


def permissions() -> list[Permission]:
    names = [f.name for f in fields(Permission)]
    rows = json.loads((source() / "permissions.json").read_text("utf-8"))
    return [Permission(**{name: row[name] for name in names}) for row in rows]


def source() -> Path:
    """Where the template lies: inside an installed package, or beside `bot/` in the repository."""
    package = Path(bot.__file__).resolve().parent
    shipped = package / "manifest_files"
    return shipped if shipped.is_dir() else package.parent / "manifest"


def _named_files(manifest: Any) -> list[str]:
    languages = [language["file"] for language in manifest["localizationInfo"]["additionalLanguages"]]
    return [*manifest["icons"].values(), *languages]


def _zip(content: dict[str, bytes]) -> bytes:
    """Sorted, with one time and one set of rights: nothing of the machine that built it shows."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, _ZIP_BEGINS)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            package.writestr(entry, content[name])
    return held.getvalue()


def _app_id(given: Given) -> str:
    value = given.value.lower()
    if not _GUID.fullmatch(value):
        raise ConfigError(
            given.source,
            "must be the application (client) id that Entra shows for the bot, "
            "like 1b4e28ba-2fa1-11d2-883f-0016d3cca427",
        )
    if not set(value) - set("0-"):
        raise ConfigError(given.source, "is all zeros; take the application (client) id that Entra shows for the bot")
    return value


def _developer(given: Given) -> str:
    name = " ".join(given.value.split())
    if not name or not name.isprintable():
        raise ConfigError(given.source, "must be the name of the organization that publishes the app")
    if len(name) > LONGEST_DEVELOPER:
        raise ConfigError(given.source, f"is {len(name)} characters long; Teams takes {LONGEST_DEVELOPER} at most")
    return name


def _https(given: Given) -> str:
    wrong = _why_no_address(given.value)
    if wrong:
        raise ConfigError(given.source, wrong)
    return given.value


def _why_no_address(address: str) -> str | None:
    """Why people in a browser could not open it, or why Teams would not show it."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "does not read as an address; it should look like https://potluck.your-company.com"
    wrongs = {
        "must begin with https://, since Teams shows no other links": parts.scheme != "https",
        "must not hold a user name or password: everybody who sees the app could read it": "@" in parts.netloc,
        "must end before any ? or #": "?" in address or "#" in address,
        "must name a host as people reach it, like https://potluck.your-company.com": not _HOST.fullmatch(host),
        f"must be plain characters without spaces, {LONGEST_URL} at most": (
            len(address) > LONGEST_URL or not _PRINTABLE_ASCII.fullmatch(address)
        ),
    }
    return next((words for words, wrong in wrongs.items() if wrong), None)
