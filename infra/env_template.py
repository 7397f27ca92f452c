"""Writes `potluck.env.example`: every setting with its meaning and its default, straight from `bot/settings.py`.

`python infra/env_template.py` writes it; a test fails where the committed file is not what this writes.
"""

from __future__ import annotations

from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from bot.settings import PREFIX, Settings

TARGET = Path(__file__).with_name("potluck.env.example")
HEAD = """\
# Potluck's settings, one a line. Made by infra/env_template.py; copy it to potluck.env and fill in what is empty.
# A line that begins with # shows the default; values stand as they are, without quotes.
# `potluck --env-file potluck.env doctor` checks the result and says what to do next.
"""
ONE_OF = {"managed_identity", "federated_token_file", "app_certificate", "app_secret"}


def template() -> str:
    return HEAD + "".join(_entry(field) for field in fields(Settings))


def _entry(field: Field[Any]) -> str:
    roles = field.metadata["roles"]
    needed = f" Needed by: {', '.join(roles.split())}." if roles else ""
    needed += " Exactly one way to sign in is needed." if field.name in ONE_OF else ""
    line = f"{PREFIX}{field.name.upper()}={_shown(field.default)}"
    return f"\n# {field.metadata['doc']}.{needed}\n{line if roles or field.name in ONE_OF else '#' + line}\n"


def _shown(default: Any) -> str:
    if isinstance(default, tuple):
        return ",".join(default)
    return str(default).lower() if isinstance(default, bool) else f"{default}" if default else ""


if __name__ == "__main__":
    TARGET.write_text(template(), encoding="utf-8")
