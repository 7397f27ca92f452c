"""Why did I get this? Every send is written down: what kind, when, delivered or why not.

write_down (around the messenger) -> on_why -> answer_why
on_rating: what people thought of what the model made stands beside it
"""

from __future__ import annotations

from bot.domain.events import AnswerRated, MessageReceived
from bot.domain.feature import Feature
from bot.domain.jobs import ExplainSends
from bot.features.ledger.answer_why import AnswerWhy
from bot.features.ledger.on_rating import OnRating
from bot.features.ledger.on_why import OnWhy
from bot.features.ledger.write_down import WritesDown

__all__ = ["AnswerWhy", "OnRating", "OnWhy", "WritesDown", "feature"]


def feature(on_why: OnWhy, answer: AnswerWhy, on_rating: OnRating) -> Feature:
    return Feature(name="ledger", events={MessageReceived: on_why, AnswerRated: on_rating}, jobs={ExplainSends: answer})
