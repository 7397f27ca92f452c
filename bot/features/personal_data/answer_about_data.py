"""Job: answer "export my data" with a link, "delete my data" with a question."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.cards import Card
from bot.domain.jobs import AnswerAboutData
from bot.domain.ports import Clock, Messenger, PeopleStore
from bot.domain.tongue import say, speaking
from bot.features.personal_data import my_data_card
from bot.features.personal_data.download_link import DownloadLink


@dataclass(frozen=True, slots=True)
class AnswerAbout:
    people: PeopleStore
    messenger: Messenger
    link: DownloadLink
    clock: Clock

    async def __call__(self, job: AnswerAboutData) -> None:
        with speaking((await self.people.preferences(job.tenant, job.sender)).speaks):
            face, summary = self._face(job), say(my_data_card.SUMMARY)
        await self.messenger.send(job.conversation, face, once=f"answer:{job.event_id}", summary=summary)

    def _face(self, job: AnswerAboutData) -> Card:
        if job.command == "export":
            return my_data_card.download(self.link.url(job.sender, self.clock.now()))
        return my_data_card.really()
