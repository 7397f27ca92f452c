"""Make it async, done: the agenda becomes a round in writing where its people are.

    (nudge: Make it async) -> preview -> on_answer: start -> start -> (people answer) -> finish
                                         undo, for ten minutes       apply: the event is cancelled or kept
    (nudge: Shorten)       -> on_answer: shorten -> shorten

Only with the administrator's consent to change events. Nothing is sent before the organizer's yes, nobody is asked who
is not in the invite, and the event is touched only when the time for undoing is over.
"""

from __future__ import annotations

from bot.domain.feature import Feature
from bot.domain.jobs import ApplyRound, CloseRound, PreviewRound, ShortenEvent, StartRound
from bot.features.async_round.finish import Apply, Close
from bot.features.async_round.on_answer import OnRound
from bot.features.async_round.on_reply import OnReply
from bot.features.async_round.preview import Preview
from bot.features.async_round.shorten import OnShorten, Shorten
from bot.features.async_round.start import Start
from bot.features.async_round.whose import Whose

__all__ = ["Apply", "Close", "OnReply", "OnRound", "OnShorten", "Preview", "Shorten", "Start", "Whose", "feature"]


def feature(
    preview: Preview,
    on_round: OnRound,
    on_reply: OnReply,
    start: Start,
    apply: Apply,
    close: Close,
    on_shorten: OnShorten,
    shorten: Shorten,
) -> Feature:
    return Feature(
        name="async_round",
        answers={
            "round.start": on_round,
            "round.undo": on_round,
            "round.reply": on_reply,
            "round.shorten": on_shorten,
            "round.unshorten": on_shorten,
        },
        jobs={
            PreviewRound: preview,
            StartRound: start,
            ApplyRound: apply,
            CloseRound: close,
            ShortenEvent: shorten,
        },
    )
