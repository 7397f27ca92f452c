"""What people ask of Potluck itself: help, settings, pause.

on_message -> answer_message -> help_card / settings_card -> on_settings
"""

from __future__ import annotations

from bot.domain.events import MessageReceived
from bot.domain.feature import Feature
from bot.domain.jobs import AnswerMessage
from bot.features.preferences.answer_message import Answer
from bot.features.preferences.on_message import OnMessage
from bot.features.preferences.on_settings import OnSettings

__all__ = ["Answer", "OnMessage", "OnSettings", "feature"]


def feature(on_message: OnMessage, answer: Answer, on_settings: OnSettings) -> Feature:
    return Feature(
        name="preferences",
        events={MessageReceived: on_message},
        answers={
            "settings.save": on_settings.save,
            "settings.pause": on_settings.pause,
            "settings.open": on_settings.open,
        },
        jobs={AnswerMessage: answer},
    )
