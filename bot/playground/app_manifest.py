"""What the app package declares of a message's menu: the stand-in offers what Teams would offer, and nothing else."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "manifest_files", _PACKAGE.parent / "manifest")  # in a wheel, and in a checkout


@cache
def message_actions() -> tuple[tuple[str, str], ...]:
    """Id and title of each entry, in order."""
    folder = next(place for place in _PLACES if place.is_dir())
    declared = json.loads((folder / "manifest.json").read_text("utf-8"))
    return tuple(
        (command["id"], command["title"])
        for extension in declared.get("composeExtensions", ())
        for command in extension["commands"]
        if command["type"] == "action" and "message" in command["context"]
    )
