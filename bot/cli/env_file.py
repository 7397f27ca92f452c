"""Settings from a file such as `infra/potluck.env.example`: one NAME=VALUE a line, values as they stand.

The file is no shell script: nothing in it is expanded, and a space needs no quotes. Compose reads it the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.errors import ConfigError


def with_file(environ: Mapping[str, str], file: str) -> dict[str, str]:
    """What the environment itself says goes before the file. Raises ConfigError that names the file and line."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise ConfigError(file, "cannot be read; copy infra/potluck.env.example and fill it in") from wrong
    told = dict(_setting(line, f"{file}:{number}") for number, line in enumerate(lines, 1) if _speaks(line))
    return {**told, **environ}


def _speaks(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _setting(line: str, where: str) -> tuple[str, str]:
    name, equals, value = line.partition("=")
    if not equals or not name.strip().isidentifier():
        raise ConfigError(where, "does not read as NAME=VALUE")
    return name.strip(), value.strip()
