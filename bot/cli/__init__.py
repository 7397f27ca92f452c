"""The command line: one file per subcommand, each with `add(subparsers)`, which sets `run(args) -> exit status`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from bot.cli import actions, assess, backup, dead, demo, doctor, evaluate, manifest, migrate, roles, up
from bot.cli.env_file import with_file
from bot.errors import ConfigError


def run(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="potluck", description="Meeting hygiene for Microsoft Teams.")
    parser.add_argument(
        "--env-file", metavar="PATH", help="settings: a file like infra/potluck.env.example, or a folder of secrets"
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (demo, up, roles, assess, actions, evaluate, doctor, manifest, dead, backup, migrate):
        module.add(subparsers)
    args = parser.parse_args(argv)
    args.environ = dict(os.environ)  # noqa: TID251 - the one place where the environment is read
    try:
        if args.env_file:
            args.environ = with_file(args.environ, args.env_file)
        status: int = args.run(args)
    except ConfigError as wrong:
        print(f"potluck: {wrong}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1
    return status
