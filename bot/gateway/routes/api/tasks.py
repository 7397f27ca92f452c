"""/tasks: listed, written, read and changed. A state changes only as the life of a task allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from bot.domain.meeting import MeetingInstance
from bot.domain.person import Person
from bot.domain.ports import Clock, MeetingStore, PeopleStore, TeamStore
from bot.domain.public_ids import opaque, revealed
from bot.domain.task import OPEN_STATES, Task, TaskState
from bot.errors import BadInput, Conflict
from bot.features.owned_tasks import Action, ChangeTask, ProposeTask, SeeTasks, TaskFilter
from bot.gateway.api.ids import OpaqueId
from bot.gateway.api.operation import Answer, Call, Operation, Taken, Told, check_match, not_found
from bot.gateway.api.paging import Key, Paged, Pager
from bot.gateway.api.words import Day, Words
from bot.gateway.problems import Refused

PersonId = Annotated[str, Field(min_length=1, max_length=64, description="Entra object id")]
What = Annotated[Words, Field(min_length=1, max_length=300)]
StateWanted = Literal["open", "closed", "proposed", "accepted", "declined", "done", "dropped"]
_STATES: dict[StateWanted, frozenset[TaskState]] = {
    "open": OPEN_STATES,
    "closed": frozenset({"done", "dropped"}),
    "proposed": frozenset({"proposed"}),
    "accepted": frozenset({"accepted"}),
    "declined": frozenset({"declined"}),
    "done": frozenset({"done"}),
    "dropped": frozenset({"dropped"}),
}


class TaskTold(Told):
    """`owner` has said yes only where `state` is accepted or done; `owner_words` and `due_words` are what was written
    where nobody and no date could be read from it. `for_guest` names the guest who does it: guests own nothing, and
    the owner is the colleague who answers for it."""

    id: OpaqueId
    label: Annotated[str, Field(description="short and human, unique in the team")]
    team: OpaqueId
    meeting: OpaqueId | None
    what: str
    state: TaskState
    owner: str | None
    owner_words: str | None
    for_guest: str | None
    proposer: str
    due: date | None
    due_words: str | None
    created: datetime
    version: int


class TaskPage(Told):
    items: list[TaskTold]
    next: Annotated[str | None, Field(description="cursor of the next page; null at the end")]


class TaskQuery(Paged):
    """Tasks that the caller may see. Without `state` the open ones; closed ones go back 90 days."""

    state: StateWanted = "open"
    owner: Annotated[PersonId | None, Field(description="Entra object id; `me` is the caller")] = None
    team: OpaqueId | None = None
    meeting: OpaqueId | None = None
    due_from: Annotated[Day | None, Field(description="due on that day or later")] = None
    due_to: Annotated[Day | None, Field(description="due on that day or earlier")] = None
    sort: Annotated[Literal["due", "-due", "created", "-created"], Field(description="no date counts as last")] = "due"


class TaskIn(Taken):
    """Somebody else's task is proposed to them; one's own is a yes."""

    team: OpaqueId
    what: What
    owner: PersonId | None = None
    due: date | None = None
    meeting: OpaqueId | None = None


class TaskChange(Taken):
    """Either a state, or other words, date or owner. Another owner is asked first; `due` null means no date."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    state: Annotated[
        Literal["accepted", "declined", "done", "dropped"] | None,
        Field(description="accepted also takes a task that nobody has, and reopens one's own that was closed"),
    ] = None
    what: What | None = None
    due: date | None = None
    owner: PersonId | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> TaskChange:
        given = self.model_fields_set
        if "state" in given and (self.state is None or len(given) > 1):
            raise ValueError("state stands alone, and is not null")
        if not given:
            raise ValueError("nothing to change")
        return self


@dataclass(frozen=True, slots=True)
class Tasks:
    see: SeeTasks
    change_task: ChangeTask
    propose: ProposeTask
    people: PeopleStore
    teams: TeamStore
    meetings: MeetingStore
    clock: Clock
    pager: Pager

    def operations(self) -> list[Operation]:
        one = "/tasks/{task}"
        return [
            Operation("GET", "/tasks", "tasks:read", self.list, "List tasks"),
            Operation("POST", "/tasks", "tasks:write", self.add, "Write a task", status=201, also=(404,)),
            Operation("GET", one, "tasks:read", self.read, "Read a task"),
            Operation("PATCH", one, "tasks:write", self.change, "Change a task", also=(409,), needs_match=True),
        ]

    async def list(self, call: Call, query: TaskQuery) -> Answer[TaskPage]:
        wanted = _filter(call, query)
        found = await self.see.listed(call.viewer, wanted) if wanted else []
        page, cursor = self.pager.cut(
            found, key=_key(query.sort), query=query, call=call, descending=query.sort.startswith("-")
        )
        return Answer(TaskPage(items=[told(task) for task in page], next=cursor))

    async def read(self, call: Call) -> Answer[TaskTold]:
        task = await self._visible(call)
        return Answer(told(task), etag=task.version)

    async def add(self, call: Call, body: TaskIn) -> Answer[TaskTold]:
        (team,) = revealed(body.team, 1) or ("",)
        members = await self.teams.members(call.caller.tenant, team) if team else frozenset[str]()
        if not team or not (call.reach == "all" or call.caller.person in members):
            raise not_found()
        if await self.teams.get(call.caller.tenant, team) is None:
            raise not_found()
        meeting = await self._meeting(call, body.meeting, team)
        owner = await self._member(call, body.owner, team) if body.owner else None
        task = await self.propose(
            await self._actor(call), team, body.what, owner=owner, due=body.due, meeting=meeting, once=call.once or ""
        )
        return Answer(told(task), etag=task.version, location=f"/tasks/{task_id(task)}")

    async def change(self, call: Call, body: TaskChange) -> Answer[TaskTold]:
        task = await self._visible(call)
        check_match(call, task.version)
        try:
            changed = await self.change_task(
                task, await self._action(call, task, body), only_this_version=call.if_match != "*"
            )
        except BadInput as unfit:
            raise Refused(409, "Conflict", unfit.detail) from unfit
        except Conflict:
            raise Refused(
                412, "Precondition failed", "It changed meanwhile: read it again, then decide again."
            ) from None
        return Answer(told(changed), etag=changed.version)

    async def _visible(self, call: Call) -> Task:
        team, label = call.ids("task", 2)
        task = await self.see.one(call.viewer, team, label)
        if task is None:
            raise not_found()
        return task

    async def _action(self, call: Call, task: Task, body: TaskChange) -> Action:
        by, now = await self._actor(call), self.clock.now()
        if body.state:
            return Action(_verb(task, body.state, by), by, now)
        to = await self._member(call, body.owner, task.team) if body.owner else None
        due = body.due if "due" in body.model_fields_set else task.due
        return Action("correct", by, now, to=to, due=due, what=body.what)

    async def _actor(self, call: Call) -> Person:
        """An app by itself acts like a guest: it may propose, and owns nothing."""
        caller = call.caller
        if caller.person is None:
            return Person(caller.tenant, caller.id, name="", guest=True)
        return await self.people.get(caller.tenant, caller.person) or Person(caller.tenant, caller.person, name="")

    async def _member(self, call: Call, person_id: str, team: str) -> Person:
        if person_id == "me" and call.caller.person:
            person_id = call.caller.person
        member = person_id in await self.teams.members(call.caller.tenant, team)
        person = await self.people.get(call.caller.tenant, person_id) if member else None
        if person is None or person.guest:
            raise unfit("/owner", "Nobody of that team who can own tasks.")
        return person

    async def _meeting(self, call: Call, meeting: str | None, team: str) -> MeetingInstance | None:
        if meeting is None:
            return None
        (key,) = revealed(meeting, 1) or ("",)
        instance = await self.meetings.get(call.caller.tenant, key) if key else None
        if instance is None or (instance.team or instance.chat.id) != team:
            raise unfit("/meeting", "No meeting of that team.")
        return instance


def told(task: Task) -> TaskTold:
    return TaskTold(
        id=task_id(task),
        label=task.id,
        team=opaque(task.team),
        meeting=opaque(task.meeting) if task.meeting else None,
        what=task.what,
        state=task.state,
        owner=task.owner,
        owner_words=task.owner_words,
        for_guest=task.for_guest,
        proposer=task.proposer,
        due=task.due,
        due_words=task.due_words,
        created=task.created,
        version=task.version,
    )


def task_id(task: Task) -> str:
    return opaque(task.team, task.id)


def unfit(pointer: str, detail: str) -> Refused:
    return Refused(422, "Validation failed", errors=[{"pointer": pointer, "detail": detail}])


def _filter(call: Call, query: TaskQuery) -> TaskFilter | None:
    """None where an id is none of ours, so that nothing can match."""
    team = revealed(query.team, 1) if query.team else ("",)
    meeting = revealed(query.meeting, 1) if query.meeting else ("",)
    if team is None or meeting is None:
        return None
    return TaskFilter(
        states=_STATES[query.state],
        owner=call.caller.person if query.owner == "me" else query.owner,
        team=team[0] or None,
        meeting=meeting[0] or None,
        due_from=query.due_from,
        due_to=query.due_to,
    )


def _key(sort: str) -> Callable[[Task], Key]:
    if sort.endswith("created"):
        return lambda task: (task.created.isoformat(timespec="microseconds"), task.team, task.id)
    undated = "" if sort == "-due" else "~"
    return lambda task: (task.due.isoformat() if task.due else undated, task.team, task.id)


def _verb(task: Task, state: str, by: Person) -> str:
    """The step of a task's life that leads to a state."""
    if state != "accepted":
        return {"declined": "decline", "done": "done", "dropped": "drop"}[state]
    if not task.is_open:
        return "reopen"
    return "accept" if task.owner == by.id else "take"
