"""Settings from a file such as `infra/potluck.env.example`, one NAME=VALUE a line, or from a folder of secrets.

Neither is a shell script: nothing is expanded, and a space needs no quotes. Compose reads the file the same way. In a
folder, as Kubernetes, Docker and systemd mount secrets, a file's name is the setting's and its content the value.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.errors import ConfigError
from bot.settings import PREFIX


def with_file(environ: Mapping[str, str], file: str) -> dict[str, str]:
    """What the environment itself says goes before the file. Raises ConfigError that names the file and line."""
    try:
        told = _folder(Path(file)) if Path(file).is_dir() else _lines(file, Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as wrong:
        raise ConfigError(file, "cannot be read; copy infra/potluck.env.example and fill it in") from wrong
    return {**told, **environ}


def _lines(file: str, text: str) -> dict[str, str]:
    return dict(_setting(line, f"{file}:{number}") for number, line in enumerate(text.splitlines(), 1) if _speaks(line))


def _folder(folder: Path) -> dict[str, str]:
    """Other files, such as a certificate that a setting names, may lie beside them."""
    named = [path for path in folder.iterdir() if path.name.startswith(PREFIX) and path.is_file()]
    return {path.name: path.read_text(encoding="utf-8").strip() for path in named}


def _speaks(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _setting(line: str, where: str) -> tuple[str, str]:
    name, equals, value = line.partition("=")
    if not equals or not name.strip().isidentifier():
        raise ConfigError(where, "does not read as NAME=VALUE")
    return name.strip(), value.strip()
