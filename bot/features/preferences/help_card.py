"""What Potluck does and does not do, in one card: also the welcome."""

from __future__ import annotations

from bot.domain.cards import Card, card, execute, heading, quiet, text
from bot.domain.tongue import say


def help_card() -> Card:
    return card(
        [
            heading("Potluck"),
            text(say("A potluck works because everybody brings a dish. I help a team tell that from a kitchen.")),
            text(
                say("Before a meeting: where its agenda only divides work, I ask you alone whether it could be async.")
            ),
            text(
                say(
                    "After a meeting: I ask the chat once what people took away, "
                    "and each owner before a task is theirs."
                )
            ),
            text(say("Each working morning: one short digest for the team, and nothing when there is nothing.")),
            text(
                say(
                    "Write to me: my tasks · settings · watch my invites · pause · stop · "
                    "export my data · delete my data · help."
                ),
                spacing="Medium",
            ),
            text(say("In a meeting chat: @Potluck Ana sends the draft by Friday.")),
            text(say("Here, up to seven days later: for yesterday's planning: I send the minutes by Friday.")),
            quiet(say("I score nobody, keep no agenda and no transcript, and show nobody but you what I asked you.")),
        ],
        [execute(say("Settings"), "settings.open")],
    )
