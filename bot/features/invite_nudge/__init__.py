"""From an invite to one private question: could this be async?

    on_invite -> which_event -> never_touch -> (judge) -> decide -> send_nudge -> nudge_card -> on_answer | withdraw

`assess` tells what would become of an agenda that somebody pastes. Silence is the default. Each state of an event is
judged once; a nudge is sent at most once per event, whatever happens to the event afterwards.
"""

from __future__ import annotations

from bot.domain.feature import Feature
from bot.domain.jobs import JudgeInvite
from bot.features.invite_nudge.assess import Assess, why_silent
from bot.features.invite_nudge.nudge_card import VERBS
from bot.features.invite_nudge.on_answer import OnAnswer
from bot.features.invite_nudge.on_invite import OnInvite
from bot.features.invite_nudge.send_nudge import SendNudge

__all__ = ["Assess", "OnAnswer", "OnInvite", "SendNudge", "feature", "why_silent"]


def feature(on_invite: OnInvite, send_nudge: SendNudge, on_answer: OnAnswer) -> Feature:
    return Feature(
        name="invite_nudge",
        events=on_invite.events(),
        answers=dict.fromkeys(VERBS, on_answer),
        jobs={JudgeInvite: send_nudge},
    )
