"""The bot was added somewhere, or removed: who is there, where the digest goes, one hello.

on_install -> welcome
"""

from __future__ import annotations

from bot.domain.events import AppInstalled, AppRemoved, MembersChanged, MessageReceived, TeamChanged
from bot.domain.feature import Feature
from bot.domain.jobs import Welcome
from bot.features.installation.on_install import OnInstall
from bot.features.installation.welcome import LearnPlace

__all__ = ["LearnPlace", "OnInstall", "feature"]


def feature(on_install: OnInstall, learn: LearnPlace) -> Feature:
    return Feature(
        name="installation",
        events={
            AppInstalled: on_install.installed,
            AppRemoved: on_install.removed,
            MembersChanged: on_install.members_changed,
            TeamChanged: on_install.team_changed,
            MessageReceived: on_install.heard,
        },
        jobs={Welcome: learn},
    )
