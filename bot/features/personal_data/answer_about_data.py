"""Job: answer "export my data" with a link, "delete my data" with a question."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.jobs import AnswerAboutData
from bot.domain.ports import Clock, Messenger
from bot.features.personal_data import my_data_card
from bot.features.personal_data.download_link import DownloadLink


@dataclass(frozen=True, slots=True)
class AnswerAbout:
    messenger: Messenger
    link: DownloadLink
    clock: Clock

    async def __call__(self, job: AnswerAboutData) -> None:
        if job.command == "export":
            face = my_data_card.download(self.link.url(job.sender, self.clock.now()))
        else:
            face = my_data_card.really()
        await self.messenger.send(job.conversation, face, once=f"answer:{job.event_id}", summary="Your data")
