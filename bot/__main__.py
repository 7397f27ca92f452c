"""`potluck`: the one command. Each subcommand lives in a file of bot/cli/."""

from __future__ import annotations

import sys

from bot.cli import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
