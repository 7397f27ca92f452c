"""The language room behind two ports: judging agendas, and finding items in people's own words.

The only file that imports `nlp`. Judging takes milliseconds of pure computation, so it runs in one thread beside the
event loop; the pipeline is loaded on first use, so that a role which never judges never pays for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import cast

from bot.domain.judgement import AgendaItem, Evidence, FoundItem, Judgement, Mode, Split, Verdict
from bot.domain.meeting import AgendaText, Invite
from bot.domain.person import Person


class Language:
    """Implements AgendaJudge and ItemFinder. `threshold` is the lowest probability that deserves a nudge."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="language")

    @property
    def threshold(self) -> float:
        import nlp

        return nlp.DEFAULT_THRESHOLD

    def warm_up(self) -> None:
        """Loads the models now, so that neither the first invite nor the first text waits for them."""
        import nlp

        nlp.warm_up()

    async def judge(self, invite: Invite) -> Judgement:
        agenda = AgendaText(
            subject=invite.subject,
            body=invite.body,
            body_type=invite.body_type,
            duration_min=round(invite.duration.total_seconds() / 60),
            required=invite.required,
            optional=invite.optional,
            recurring=invite.recurring,
        )
        return await self.judge_text(agenda)

    async def judge_text(self, agenda: AgendaText) -> Judgement:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.judge_now, agenda)

    def judge_now(self, agenda: AgendaText) -> Judgement:
        import nlp

        found = nlp.judge(
            nlp.Invite(
                subject=agenda.subject,
                body=agenda.body,
                body_type=agenda.body_type,
                duration_min=agenda.duration_min,
                required=agenda.required,
                optional=agenda.optional,
                recurring=agenda.recurring,
            )
        )
        return Judgement(
            text=found.text,
            verdict=cast("Verdict", found.verdict),
            p=found.p,
            items=tuple(
                AgendaItem(i.text, i.start, i.end, cast("Mode", i.mode), i.clarity, i.drive, i.dependence)
                for i in found.items
            ),
            evidence=tuple(Evidence(e.text, e.start, e.end, e.question, e.answer) for e in found.evidence),
            split=Split(found.split.move, found.split.stay, found.split.minutes) if found.split else None,
        )

    async def find(
        self, text: str, people: Sequence[Person], author: str, when: date, zone: str, locale: str
    ) -> Sequence[FoundItem]:
        named = [(person.id, person.name) for person in people]
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self.find_now, text, named, author, when, zone, locale, None)

    def find_now(
        self,
        text: str,
        people: Sequence[tuple[str, str]],
        author: str | None,
        when: date,
        zone: str,
        locale: str,
        lang: str | None,
    ) -> Sequence[FoundItem]:
        import nlp

        people_refs = [nlp.PersonRef(id=person_id, name=name) for person_id, name in people]
        items = nlp.find_items(text, people_refs, author, when, zone=zone, locale=locale, lang=lang)
        return [FoundItem(i.what, i.anchor, i.owner, i.owner_text, i.due, i.due_text) for i in items]

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


def evaluate_judging(file: str, *, plots: str | None) -> int:
    """Prints the figures of the shipped judge on labelled invites, and draws them into the folder `plots`.

    Returns an exit status."""
    from nlp.project import evaluate

    return evaluate.main([file] if plots is None else [file, "--plots", plots])


def evaluate_own_words(file: str, *, errors: int) -> int:
    """Prints the figures of the item finder on labelled texts. Returns an exit status."""
    from nlp.project import evaluate_own_words as own_words

    return own_words.main([file, "--errors", str(errors)])
