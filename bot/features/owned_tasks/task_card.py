"""The owner's private card and its faces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.cards import (
    Card,
    Element,
    card,
    date_input,
    execute,
    heading,
    judged,
    people_input,
    quiet,
    text,
    text_input,
)
from bot.domain.person import Person
from bot.domain.task import Task
from bot.domain.tongue import mark, say
from bot.domain.wording import due_words, guest_words, named_words, past_words

SUMMARY = mark("A task from your meeting")
LONGEST_WHAT = 300
NOWHERE: Mapping[str, Any] = {}
WHY_TAKEN_BACK = {
    "withdrawn": (mark("Taken back"), mark("Whoever wrote it changed their message.")),
    "drop": (mark("Taken back"), mark("Whoever wrote it took it off every list.")),
    "merged": (mark("Merged"), mark("It was the same thing as another one, which stays.")),
}


def key(task: Task, **more: Any) -> dict[str, Any]:
    return {"team": task.team, "task": task.id, **more}


def offer(task: Task, proposer: Person | None, today: date) -> Card:
    """The question: is this yours? Nobody owns a task before they say so."""
    title = say("Would you look after this?") if task.for_guest else say("Is this yours?")
    named = _named_guest(task, proposer) if task.for_guest else named_you(task, proposer)
    free = say("Nothing is agreed until you say so.")
    return card(
        [
            heading(title),
            *_what(task, today),
            quiet(f"{named} {free}"),
            judged(say("AI read this out of their words, and it can be wrong: then choose Not mine.")),
        ],
        [
            execute(say("Accept"), "task.accept", key(task), style="positive"),
            execute(say("New date"), "task.ask_date", key(task)),
            execute(say("Pass on"), "task.ask_person", key(task)),
            execute(say("Not mine"), "task.decline", key(task)),
            execute(say("Done"), "task.done", key(task)),
        ],
        speak=say("Is this task yours?"),
    )


def taken_back(task: Task, today: date) -> Card:
    title, words = WHY_TAKEN_BACK[task.history[-1].action]
    return card([heading(say(title)), *_what(task, today), quiet(say(words))])


def ask_date(task: Task, today: date, back_to: Mapping[str, Any]) -> Card:
    """`back_to` is what the buttons carry on to where the question was asked."""
    value = {"value": task.due.isoformat()} if task.due else {}
    return card(
        [
            heading(say("When will it be done?")),
            *_what(task, today),
            date_input("due", say("New date"), isRequired=True, errorMessage=say("Choose a date."), **value),
        ],
        [execute(say("Save"), "task.new_date", key(task, **back_to), style="positive"), _back(task, back_to)],
    )


def fix(task: Task) -> Card:
    """What was understood, to be put right. The picker knows the present owner by name before it has asked anybody."""
    known = [{"title": task.owner_name or say("as it is"), "value": task.owner}] if task.owner else []
    value = {"value": task.due.isoformat()} if task.due else {}
    data = key(task, view="mine")
    return card(
        [
            heading(say("What should it say?")),
            text_input(
                "what",
                say("What"),
                required=say("Say what is to be done."),
                value=task.what,
                maxLength=LONGEST_WHAT,
                isMultiline=True,
            ),
            people_input(
                "to", say("Who (asked first)"), choices=known, **({"value": task.owner} if task.owner else {})
            ),
            date_input("due", say("By when"), **value),
        ],
        [
            execute(say("Save"), "task.correct", data, style="positive"),
            execute(say("Remove"), "task.drop", data, associatedInputs="none"),
            *back_to_mine(task),
        ],
    )


def back_to_mine(task: Task) -> list[Element]:
    if not task.meeting:
        return []
    return [execute(say("Back"), "outcome.mine", {"meeting": task.meeting}, associatedInputs="none")]


def corrected(task: Task, today: date) -> Card:
    who = task.owner_name or named_words(task) or say("nobody yet")
    title = say("Removed") if task.state == "dropped" else say("Put right, thank you")
    return card([heading(title), *_what(task, today), quiet(who)], back_to_mine(task))


def ask_person(task: Task, today: date) -> Card:
    """The picker offers the people of the chat; where a client has none, a name or address does."""
    return card(
        [
            heading(say("Who should have it?")),
            *_what(task, today),
            people_input("to", say("Pass on to")),
            text_input("to_name", say("Or write the name"), maxLength=80),
            quiet(say("They are asked first, as you were.")),
        ],
        [execute(say("Pass on"), "task.pass_on", key(task), style="positive"), _back(task)],
    )


def settled(task: Task, reader: Person, today: date) -> Card:
    """What stands after an answer, and what can still be done."""
    title, words = _standing(task, reader)
    return card(
        [heading(title), *_what(task, today), *([quiet(words)] if words else [])], _still_possible(task, reader)
    )


def told(task: Task, words: str, today: date) -> Card:
    """For the proposer: what became of it, and the two ways on."""
    return card(
        [heading(words), *_what(task, today)],
        [
            execute(say("I'll take it"), "task.take", key(task), style="positive"),
            execute(say("Ask somebody else"), "task.ask_person", key(task)),
            execute(say("Drop it"), "task.drop", key(task)),
        ],
    )


def _what(task: Task, today: date) -> list[Element]:
    when = due_words(task, today)
    due = say("due {when}", when=when) if when else say("no date yet")
    facts = " · ".join(part for part in (due, past_words(task, today), guest_words(task), task.id) if part)
    return [text(task.what, weight="Bolder", size="Medium", spacing="Small"), quiet(facts)]


def named_you(task: Task, proposer: Person | None) -> str:
    if task.meeting_title:
        return say("{name} named you after “{meeting}”.", name=_name(proposer), meeting=task.meeting_title)
    return say("{name} named you.", name=_name(proposer))


def _named_guest(task: Task, proposer: Person | None) -> str:
    who = say("You") if proposer and proposer.id == task.owner else _name(proposer)
    return say(
        "{name} named {guest}. Guests own nothing here, so a colleague answers for it.",
        name=who,
        guest=task.for_guest,
    )


def _name(proposer: Person | None) -> str:
    return proposer.name if proposer and proposer.name else say("Somebody")


def _standing(task: Task, reader: Person) -> tuple[str, str]:
    mine = task.owner == reader.id
    if task.state == "accepted" and mine:
        return say("It's yours, thank you"), ""
    if task.state == "done":
        return say("Done, well done"), ""
    if task.state == "dropped":
        return say("Dropped"), say("It is off every list.")
    if task.state == "declined":
        return say("Not yours, noted"), say("Whoever wrote it is told and can ask somebody else.")
    if task.state == "proposed" and task.owner and not mine:
        to = say("Passed on to {name}", name=task.owner_name or say("Somebody"))
        return to, say("They are asked first; until they accept, nobody owns it.")
    return say("Noted"), ""


def _still_possible(task: Task, reader: Person) -> list[Element]:
    if task.owner != reader.id:
        return []
    if task.state == "accepted":
        return [
            execute(say("Done"), "task.done", key(task), style="positive"),
            execute(say("New date"), "task.ask_date", key(task)),
            execute(say("Pass on"), "task.ask_person", key(task)),
            execute(say("Drop"), "task.drop", key(task)),
        ]
    if task.state in {"done", "dropped"}:
        return [execute(say("Undo"), "task.reopen", key(task))]
    return [execute(say("Accept"), "task.accept", key(task)), execute(say("Not mine"), "task.decline", key(task))]


def _back(task: Task, back_to: Mapping[str, Any] = NOWHERE) -> Element:
    return execute(say("Back"), "task.back", key(task, **back_to), associatedInputs="none")
