"""Why did I get this? Every send is written down: what kind, when, delivered or why not.

write_down (around the messenger) -> on_why -> answer_why
"""

from __future__ import annotations

from bot.domain.events import MessageReceived
from bot.domain.feature import Feature
from bot.domain.jobs import ExplainSends
from bot.features.ledger.answer_why import AnswerWhy
from bot.features.ledger.on_why import OnWhy
from bot.features.ledger.write_down import WritesDown

__all__ = ["AnswerWhy", "OnWhy", "WritesDown", "feature"]


def feature(on_why: OnWhy, answer: AnswerWhy) -> Feature:
    return Feature(name="ledger", events={MessageReceived: on_why}, jobs={ExplainSends: answer})
