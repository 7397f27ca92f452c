"""The cards about somebody's own data."""

from __future__ import annotations

from bot.domain.cards import Card, card, execute, heading, quiet, text
from bot.domain.tongue import say


def download(url: str) -> Card:
    return card(
        [
            heading("Your data"),
            text(
                "Everything Potluck keeps about you, as one file: your tasks, settings, teams and what it said to you."
            ),
            quiet("The link is for you alone and works for 15 minutes. “delete my data” removes it all."),
        ],
        [{"type": "Action.OpenUrl", "title": "Download", "url": url}],
    )


def really() -> Card:
    return card(
        [
            heading("Delete your data?"),
            text("Your settings, questions and history go. Tasks you had go back to your teams, without your name."),
            text("Potluck stays silent towards you afterwards, until you write “resume”."),
            quiet("This cannot be undone. “export my data” gives you a copy first."),
        ],
        [
            execute("Delete my data", "data.delete", style="destructive"),
            execute("Keep it", "data.keep"),
        ],
    )


def deleting() -> Card:
    return card(
        [
            heading(say("Your data is being deleted")),
            text(say("Within a few minutes nothing here names you. Potluck stays silent until you write “resume”.")),
        ]
    )


def nothing_deleted() -> Card:
    return card([text(say("Nothing was deleted."))])
