"""A button of a task, wherever its card stands: the private card, the list, the digest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.cards import Card, Reply, ShowCard, ShowText
from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered
from bot.domain.jobs import RefreshDigest, UpdateCard
from bot.domain.person import Person
from bot.domain.ports import Clock, JobQueue, MeetingStore, PeopleStore, TaskStore, TeamStore
from bot.domain.task import Task
from bot.domain.tongue import say
from bot.domain.wording import due_words
from bot.errors import BadInput, NotAllowed
from bot.features.owned_tasks import task_card
from bot.features.owned_tasks.change_task import ChangeTask
from bot.features.owned_tasks.lifecycle import Action
from bot.features.owned_tasks.task_filter import Page
from bot.features.owned_tasks.task_list_card import list_data, listing
from bot.features.owned_tasks.today import team_today


@dataclass(frozen=True, slots=True)
class OnTaskAnswer:
    """The click is answered only when the task's new state is kept; who else must hear of it is queued after."""

    tasks: TaskStore
    people: PeopleStore
    teams: TeamStore
    meetings: MeetingStore
    change: ChangeTask
    queue: JobQueue
    clock: Clock

    async def __call__(self, event: CardAnswered) -> Reply:
        if event.origin.sender is None:
            raise NotAllowed("nobody", status=401)
        sender = await self._as_known(event.origin.sender)
        task = await self._readable_task(event, sender)
        today = await team_today(self.teams, self.clock, task.tenant, task.team)
        name = event.verb.removeprefix("task.")
        if event.automatic or name in {"ask_date", "ask_person", "fix", "back"}:
            return ShowCard(await self._face(name, event, task, sender, today))
        changed = await self.change(task, await self._action(name, event, task, sender))
        await self._refresh_digest(changed, event)  # also where nothing changed: an earlier click may have died here
        return await self._reply(name, event, changed, sender, today)

    async def _readable_task(self, event: CardAnswered, sender: Person) -> Task:
        """A task that this person may see: own, proposed by them, of a team they are in, or of a meeting in whose chat
        they press the button. Else it does not exist."""
        team, task_id = str(event.data.get("team", ""))[:512], str(event.data.get("task", ""))[:32]
        task = await self.tasks.get(sender.tenant, team, task_id)
        own = task and sender.id in (task.owner, *task.authors)
        if task and (own or sender.id in await self.teams.members(sender.tenant, team)):
            return task
        if task and task.meeting:
            instance = await self.meetings.get(sender.tenant, task.meeting)
            if instance and instance.chat.id == event.origin.conversation.id:
                return task
        raise BadInput(say("This one is gone."), status=404)

    async def _as_known(self, sender: Person) -> Person:
        """Who is a guest, only a roster tells: what a click brings along does not."""
        known = await self.people.get(sender.tenant, sender.id)
        return replace(sender, guest=True) if known and known.guest else sender

    async def _action(self, name: str, event: CardAnswered, task: Task, sender: Person) -> Action:
        picked = name == "correct" and event.data.get("to") not in (None, "", task.owner)
        to = await self._person(event, task) if name == "pass_on" or picked else None
        told = event.data.get(f"due-{task.id}", event.data.get("due"))  # a digest has a field per row
        due = _date(told) if name in {"new_date", "correct"} else None
        what = " ".join(str(event.data.get("what") or "").split())[: task_card.LONGEST_WHAT]
        return Action(name, sender, self.clock.now(), to=to, due=due, what=what or None)

    async def _person(self, event: CardAnswered, task: Task) -> Person:
        """Only people of the task's team can be chosen; an id from elsewhere names nobody."""
        picked, written = event.data.get("to"), event.data.get("to_name")
        members = [
            person
            for member in await self.teams.members(task.tenant, task.team)
            if (person := await self.people.get(task.tenant, member))
        ]
        if isinstance(picked, str) and picked:
            found = [person for person in members if person.id == picked]
        else:
            said = str(written or "").strip().lower()
            found = [
                person for person in members if said and said in (person.name.lower(), (person.email or "").lower())
            ]
            found = found or [person for person in members if said and said in person.name.lower().split()]
        if len(found) != 1:
            raise BadInput(say("Potluck cannot tell who that is. Write the full name of somebody in the team."))
        return found[0]

    async def _refresh_digest(self, task: Task, event: CardAnswered) -> None:
        if event.data.get("view") == "digest":
            day = str(event.data.get("date", ""))[:10]
            card = MessageRef(event.origin.conversation, event.card_id) if event.card_id else None
            tag = f"{task.tenant}:{task.team}:{task.id}:{task.version}"
            await self.queue.enqueue(RefreshDigest(task.tenant, task.team, day, card), once=f"digest-refresh:{tag}")

    async def _reply(self, name: str, event: CardAnswered, task: Task, sender: Person, today: date) -> Reply:
        if event.data.get("view") in {"digest", "meeting"}:  # cards that others see too
            return ShowText(_toast(name, task))
        if event.data.get("view") == "mine":
            return ShowCard(task_card.corrected(task, today))
        if event.data.get("view") == "list":
            face = listing(await self.tasks.of_owner(sender.tenant, sender.id), today, Page.of(event.data))
        else:
            face = task_card.settled(task, sender, today)
        if event.card_id and event.origin.conversation.kind == "personal":
            await self.queue.enqueue(
                UpdateCard(
                    sender.tenant, MessageRef(event.origin.conversation, event.card_id), face, say(task_card.SUMMARY)
                ),
                once=f"settle:{event.origin.event_id}",
            )
        return ShowCard(face)

    async def _face(self, name: str, event: CardAnswered, task: Task, sender: Person, today: date) -> Card:
        in_list = event.data.get("view") == "list"
        if name == "ask_date":
            return task_card.ask_date(task, today, list_data(Page.of(event.data)) if in_list else task_card.NOWHERE)
        if in_list:
            return listing(await self.tasks.of_owner(sender.tenant, sender.id), today, Page.of(event.data))
        if name == "fix":
            return task_card.fix(task)
        if name == "ask_person":
            return task_card.ask_person(task, today)
        if task.state == "proposed" and task.owner == sender.id:
            return task_card.offer(task, await self.people.get(task.tenant, task.proposer), today)
        return task_card.settled(task, sender, today)


def _toast(name: str, task: Task) -> str:
    if name == "new_date" and task.due:
        return say("Moved to {when}, thank you.", when=due_words(task))
    return {"done": say("Done, thank you."), "accepted": say("It's yours, thank you.")}.get(task.state, say("Noted."))


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        raise BadInput(say("That date does not read as one.")) from None
