"""What people ask of Potluck itself: help, settings of their own and of their team, pause, stop.

on_message -> answer_message -> help_card
                             -> settings_card -> on_settings -> read_settings
                             -> team_settings_card -> on_team_settings
"""

from __future__ import annotations

from bot.domain.events import MessageReceived
from bot.domain.feature import Feature
from bot.domain.jobs import AnswerMessage
from bot.features.preferences.answer_message import Answer
from bot.features.preferences.on_message import OnMessage
from bot.features.preferences.on_settings import OnSettings
from bot.features.preferences.on_team_settings import OnTeamSettings

__all__ = ["Answer", "OnMessage", "OnSettings", "OnTeamSettings", "feature"]


def feature(on_message: OnMessage, answer: Answer, on_settings: OnSettings, on_team: OnTeamSettings) -> Feature:
    return Feature(
        name="preferences",
        events={MessageReceived: on_message},
        answers={
            "settings.save": on_settings.save,
            "settings.pause": on_settings.pause,
            "settings.open": on_settings.open,
            "team.settings": on_team.open,
            "team.save": on_team.save,
            "team.back": on_team.back,
        },
        jobs={AnswerMessage: answer},
    )
