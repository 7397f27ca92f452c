"""Job: the last things that Potluck said in a private chat, each with its reason, and what it left unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.cards import Card, Element, card, heading, markdown, moment, quiet, text
from bot.domain.jobs import ExplainSends
from bot.domain.ledger import LEFT_UNSAID, OTHER, OTHER_REASON, OTHER_UNSAID, WHY, WHY_NOT, Entry
from bot.domain.ports import Ledger, Messenger, PeopleStore
from bot.domain.tongue import mark, say, speaking

SUMMARY = mark("Why you got this")
CAME = {"delivered": "", "right": mark("right"), "wrong": mark("wrong")}
SHOWN = 10
UNSAID_SHOWN = 5


@dataclass(frozen=True, slots=True)
class AnswerWhy:
    ledger: Ledger
    people: PeopleStore
    messenger: Messenger

    async def __call__(self, job: ExplainSends) -> None:
        said = await self.ledger.latest(job.tenant, job.conversation.id, limit=SHOWN)
        unsaid = await self.ledger.latest(job.tenant, job.sender, limit=UNSAID_SHOWN) if job.sender else ()
        with speaking((await self.people.preferences(job.tenant, job.sender)).speaks):
            face, summary = why_card(said, unsaid), say(SUMMARY)
        await self.messenger.send(job.conversation, face, once=f"answer:{job.event_id}", summary=summary)


def why_card(said: Sequence[Entry], unsaid: Sequence[Entry]) -> Card:
    rows = [row for entry in said for row in _row(entry)]
    kept_back = [row for entry in unsaid for row in _unsaid(entry)]
    return card(
        [
            heading(say(SUMMARY)),
            *(rows or [text(say("Potluck has not written to you by itself."))]),
            *([text(say("What I left unsaid"), weight="Bolder", spacing="Medium"), *kept_back] if kept_back else []),
            quiet(say("Newest first. “settings” changes what comes; “stop” ends it.")),
        ]
    )


def _row(entry: Entry) -> list[Element]:
    came = CAME.get(entry.came_of_it, mark("did not arrive"))
    return [text(say(WHY.get(entry.kind, OTHER))), _when(entry, f" · {say(came)}" if came else "")]


def _unsaid(entry: Entry) -> list[Element]:
    what, why = LEFT_UNSAID.get(entry.kind, OTHER_UNSAID), WHY_NOT.get(entry.came_of_it, OTHER_REASON)
    return [text(say("{what}: {why}.", what=say(what), why=say(why))), _when(entry)]


def _when(entry: Entry, more: str = "") -> Element:
    return markdown(f"{moment(entry.at)}{more}", isSubtle=True, size="Small", spacing="None")
