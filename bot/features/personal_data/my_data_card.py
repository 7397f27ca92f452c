"""The cards about somebody's own data."""

from __future__ import annotations

from bot.domain.cards import Card, card, execute, heading, quiet, text
from bot.domain.tongue import mark, say

SUMMARY = mark("Your data")


def download(url: str) -> Card:
    return card(
        [
            heading(say(SUMMARY)),
            text(
                say(
                    "Everything Potluck keeps about you, as one file: "
                    "your tasks, settings, teams and what it said to you."
                )
            ),
            quiet(say("The link is for you alone and works for 15 minutes. “delete my data” removes it all.")),
        ],
        [{"type": "Action.OpenUrl", "title": say("Download"), "url": url}],
    )


def really() -> Card:
    return card(
        [
            heading(say("Delete your data?")),
            text(
                say("Your settings, questions and history go. Tasks you had go back to your teams, without your name.")
            ),
            text(say("Potluck stays silent towards you afterwards, until you write “resume”.")),
            quiet(say("This cannot be undone. “export my data” gives you a copy first.")),
        ],
        [
            execute(say("Delete my data"), "data.delete", style="destructive"),
            execute(say("Keep it"), "data.keep"),
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
