"""Job: the last things that Potluck said in a private chat, each with its reason, and what it left unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.cards import Card, Element, card, heading, markdown, moment, quiet, text
from bot.domain.jobs import ExplainSends
from bot.domain.ledger import LEFT_UNSAID, OTHER, OTHER_REASON, OTHER_UNSAID, WHY, WHY_NOT, Entry
from bot.domain.ports import Ledger, Messenger

SHOWN = 10
UNSAID_SHOWN = 5


@dataclass(frozen=True, slots=True)
class AnswerWhy:
    ledger: Ledger
    messenger: Messenger

    async def __call__(self, job: ExplainSends) -> None:
        said = await self.ledger.latest(job.tenant, job.conversation.id, limit=SHOWN)
        unsaid = await self.ledger.latest(job.tenant, job.sender, limit=UNSAID_SHOWN) if job.sender else ()
        await self.messenger.send(
            job.conversation, _face(said, unsaid), once=f"answer:{job.event_id}", summary="Why you got this"
        )


def _face(said: Sequence[Entry], unsaid: Sequence[Entry]) -> Card:
    rows = [row for entry in said for row in _row(entry)]
    kept_back = [row for entry in unsaid for row in _unsaid(entry)]
    return card(
        [
            heading("Why you got this"),
            *(rows or [text("Potluck has not written to you by itself.")]),
            *([text("What I left unsaid", weight="Bolder", spacing="Medium"), *kept_back] if kept_back else []),
            quiet("Newest first. “settings” changes what comes; “stop” ends it."),
        ]
    )


def _row(entry: Entry) -> list[Element]:
    came = {"delivered": "", "right": " · right", "wrong": " · wrong"}.get(entry.came_of_it, " · did not arrive")
    return [text(WHY.get(entry.kind, OTHER)), _when(entry, came)]


def _unsaid(entry: Entry) -> list[Element]:
    what = LEFT_UNSAID.get(entry.kind, OTHER_UNSAID)
    return [text(f"{what}: {WHY_NOT.get(entry.came_of_it, OTHER_REASON)}."), _when(entry)]


def _when(entry: Entry, more: str = "") -> Element:
    return markdown(f"{moment(entry.at)}{more}", isSubtle=True, size="Small", spacing="None")
