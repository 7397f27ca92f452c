"""Everything that is kept about one person, as plain JSON values, from where it is kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from bot.domain.ledger import Entry
from bot.domain.meeting import MeetingInstance
from bot.domain.nudge import Nudge
from bot.domain.ports import (
    Clock,
    Ledger,
    MeetingStore,
    NudgeStore,
    OutcomeStore,
    PeopleStore,
    RoundStore,
    TaskStore,
    TeamStore,
)
from bot.domain.round import Round
from bot.domain.task import Task

ALL = 200  # the ledger keeps no more of a place


@dataclass(frozen=True, slots=True)
class Gather:
    people: PeopleStore
    tasks: TaskStore
    teams: TeamStore
    meetings: MeetingStore
    outcomes: OutcomeStore
    nudges: NudgeStore
    rounds: RoundStore
    ledger: Ledger
    clock: Clock

    async def __call__(self, tenant: str, person: str) -> dict[str, Any]:
        known, chat = await self.people.get(tenant, person), await self.people.chat_with(tenant, person)
        nudges = await self.nudges.of_organizer(tenant, person)
        meetings = await self.meetings.asked(tenant, person, self.clock.now())
        own = [one for nudge in nudges if (one := await self.rounds.get(tenant, nudge.id))]
        others = [one for one in await self.rounds.answered_by(tenant, person) if one.organizer != person]
        told = {
            "exported_at": self.clock.now(),
            "person": asdict(known) if known else {"tenant": tenant, "id": person},
            "private_chat": chat.id if chat else None,
            "settings": asdict(await self.people.preferences(tenant, person)),
            "teams": [await self._team(tenant, team) for team in await self.teams.teams_of(tenant, person)],
            "asked_about": [{"meeting": meeting.title, "start": meeting.start} for meeting in meetings],
            "words_waiting": [words for meeting in meetings for words in await self._waiting(meeting, person)],
            "questions": [_question(nudge) for nudge in nudges],
            "rounds": [_round(one, person) for one in (*own, *others)],
            "muted_series": await self.nudges.muted_series(tenant, person),
            "tasks": [_task(task, person) for task in await self.tasks.naming(tenant, person)],
            "said_to_you": await self._ledger(tenant, chat.id) if chat else [],
            "left_unsaid": await self._ledger(tenant, person),
        }
        plain: dict[str, Any] = _plain(told)
        return plain

    async def _waiting(self, meeting: MeetingInstance, person: str) -> list[str]:
        """Own words in which nothing to do was found, while their author has not decided about them."""
        kept = [await self.outcomes.get(meeting.tenant, one) for one in meeting.aside]
        return [outcome.text for outcome in kept if outcome and outcome.author == person]

    async def _team(self, tenant: str, team_id: str) -> dict[str, Any]:
        team = await self.teams.get(tenant, team_id)
        return {"id": team_id, "name": team.name if team else None}

    async def _ledger(self, tenant: str, place: str) -> list[dict[str, Any]]:
        return [_entry(entry) for entry in await self.ledger.latest(tenant, place, limit=ALL)]


def _entry(entry: Entry) -> dict[str, Any]:
    return {"at": entry.at, "kind": entry.kind, "came_of_it": entry.came_of_it}


def _question(nudge: Nudge) -> dict[str, Any]:
    return {
        "asked_at": nudge.sent_at,
        "meeting_ends": nudge.meeting_ends,
        "p": nudge.p,
        "words": [evidence.text for evidence in nudge.evidence],
        "answer": nudge.answer,
        "answered_at": nudge.answered_at,
    }


def _round(one: Round, person: str) -> dict[str, Any]:
    """Of other people's answers nothing is told."""
    return {
        "subject": one.subject,
        "questions": [ask.question for ask in one.asks],
        "deadline": one.deadline,
        "state": one.state,
        "your_answers": [reply.text for reply in one.replies if reply.person == person],
    }


def _task(task: Task, person: str) -> dict[str, Any]:
    """Of other people's steps nothing is told."""
    return {
        "id": task.id,
        "team": task.team,
        "what": task.what,
        "state": task.state,
        "due": task.due,
        "due_time": task.due_time,
        "created": task.created,
        "meeting": task.meeting_title,
        "yours_to_do": task.owner == person,
        "proposed_by_you": person in task.authors,
        "your_steps": [{"at": step.at, "action": step.action} for step in task.history if step.by == person],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value
