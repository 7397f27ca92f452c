"""What Potluck keeps of a person: handed out to them, and forgotten when they say so.

on_request -> answer_about_data -> my_data_card -> (the gateway's download) -> gather
                                                -> forget_person

What nobody needs any more goes by itself (`keep_no_longer`).
"""

from __future__ import annotations

from bot.domain.events import MessageReceived
from bot.domain.feature import Feature
from bot.domain.jobs import AnswerAboutData, DropOldTasks, EraseTeam, ForgetPerson, ForgetWhoLeft
from bot.features.personal_data.answer_about_data import AnswerAbout
from bot.features.personal_data.download_link import DownloadLink
from bot.features.personal_data.forget_person import Forget
from bot.features.personal_data.gather import Gather
from bot.features.personal_data.keep_no_longer import KeepNoLonger
from bot.features.personal_data.on_request import OnRequest

__all__ = ["AnswerAbout", "DownloadLink", "Forget", "Gather", "KeepNoLonger", "OnRequest", "feature"]


def feature(on_request: OnRequest, answer: AnswerAbout, forget: Forget, keep: KeepNoLonger) -> Feature:
    return Feature(
        name="personal_data",
        events={MessageReceived: on_request.asked},
        answers={"data.delete": on_request.confirmed, "data.keep": on_request.kept},
        jobs={
            AnswerAboutData: answer,
            ForgetPerson: forget,
            ForgetWhoLeft: forget.who_left,
            EraseTeam: keep.erase_team,
            DropOldTasks: keep.drop_old_tasks,
        },
    )
