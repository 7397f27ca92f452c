"""Job: the last things that Potluck said in a private chat, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.cards import Card, Element, card, heading, markdown, moment, quiet, text
from bot.domain.jobs import ExplainSends
from bot.domain.ledger import OTHER, WHY, Entry
from bot.domain.ports import Ledger, Messenger

SHOWN = 10


@dataclass(frozen=True, slots=True)
class AnswerWhy:
    ledger: Ledger
    messenger: Messenger

    async def __call__(self, job: ExplainSends) -> None:
        entries = await self.ledger.latest(job.tenant, job.conversation.id, limit=SHOWN)
        await self.messenger.send(
            job.conversation, _face(entries), once=f"answer:{job.event_id}", summary="Why you got this"
        )


def _face(entries: Sequence[Entry]) -> Card:
    rows = [row for entry in entries for row in _row(entry)]
    return card(
        [
            heading("Why you got this"),
            *(rows or [text("Potluck has not written to you by itself.")]),
            quiet("Newest first. “settings” changes what comes; “stop” ends it."),
        ]
    )


def _row(entry: Entry) -> list[Element]:
    came = {"delivered": "", "right": " · right", "wrong": " · wrong"}.get(entry.came_of_it, " · did not arrive")
    return [
        text(WHY.get(entry.kind, OTHER)),
        markdown(f"{moment(entry.at)}{came}", isSubtle=True, size="Small", spacing="None"),
    ]
