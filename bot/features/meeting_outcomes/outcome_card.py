"""The card in the meeting chat: what did you take away? One text box first, structured fields for who likes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.cards import (
    Card,
    Element,
    box,
    card,
    columns,
    date_input,
    execute,
    fitted,
    heading,
    judged,
    people_input,
    quiet,
    text,
    text_input,
)
from bot.domain.meeting import MeetingInstance
from bot.domain.task import Task
from bot.domain.tongue import many, mark, say
from bot.domain.wording import due_words, guest_words, named_words, past_words
from bot.features.meeting_outcomes.what_stands import Standing

SUMMARY = mark("What did you take away from the meeting?")
ACKNOWLEDGED = mark("What Potluck understood")
CAN_BE_WRONG = mark("AI reads items out of people's words, and it can be wrong: Change mine puts yours right.")
LONGEST_TEXT = 10_000
MOST_SHOWN = 15
MOST_CARRIED = 8
_ASKED = {"proposed": mark("asked"), "declined": mark("not theirs")}
MOST_LOOKERS = 60  # Teams takes no more


def asking(instance: MeetingInstance, standing: Standing, *, lookers: Sequence[str] = ()) -> Card:
    """`lookers` are the Teams ids of those whose clients ask by themselves for what was understood of their words."""
    return fitted(lambda rows: _asking(instance, standing, lookers, rows), MOST_SHOWN)


def _asking(instance: MeetingInstance, standing: Standing, lookers: Sequence[str], rows: int) -> Card:
    data = {"meeting": instance.key}
    face = card(
        [
            heading(say("What did you take away?")),
            text(instance.title, isSubtle=True, spacing="None"),
            *_from_last_time(standing, min(rows, MOST_CARRIED)),
            *_so_far(instance, standing, rows),
            text_input(
                "words",
                say("In your own words: what, who, by when"),
                required=say("Write at least one thing, or choose Nothing to do."),
                isMultiline=True,
                maxLength=LONGEST_TEXT,
                placeholder=say("I'll send the draft by Friday. Ana checks the numbers."),
            ),
            columns(
                ("stretch", [people_input("owner", say("Who (optional)"), placeholder=say("Anyone"))]),
                ("stretch", [date_input("due", say("By when (optional)"))]),
            ),
            *([judged(say(CAN_BE_WRONG))] if standing.items else []),
        ],
        [
            execute(say("Add"), "outcome.add", data, style="positive"),
            execute(say("Nothing to do"), "outcome.none", data, associatedInputs="none"),
            *_change_mine(instance, standing),
        ],
        speak=say(SUMMARY),
    )
    if lookers:
        action = execute(say("Look"), "outcome.look", data)
        face["refresh"] = {"action": action, "userIds": list(lookers)[-MOST_LOOKERS:]}
    return face


def kept(instance: MeetingInstance, standing: Standing) -> Card:
    """What somebody sees right after adding something: it is safe, and is being read."""
    return _thanks(
        instance,
        standing,
        say("Kept, thank you"),
        say("Potluck is reading it now. What it understood comes here in a moment, for you to put right."),
    )


def nothing(instance: MeetingInstance, standing: Standing) -> Card:
    return _thanks(instance, standing, say("Nothing to do"), say("Fine. You can still add something for seven days."))


def acknowledgement(items: Sequence[Task], today: date, title: str = "") -> Card:
    """The answer to `@Potluck ...`: what was understood, or how to say it so that it is. `title` is that of the
    meeting, where it does not stand above the chat."""
    if not items:
        return card([text(say("I found nothing to do in that. Try: “Ana sends the draft by Friday”."))])
    kept = say("Kept for “{title}”", title=title) if title else say("Kept for this meeting")
    wrong = judged(
        say("AI read this out of the message, and it can be wrong: change the message, and it is read again.")
    )
    return fitted(lambda rows: card([quiet(kept), *_some(items, today, rows), wrong]), MOST_SHOWN)


def taken_back(items: Sequence[Task], today: date) -> Card:
    """After its message was deleted. What somebody had agreed to is theirs by now."""
    if not items:
        return card([quiet(say("Taken back with its message"))])
    said = [quiet(say("Taken back with its message")), quiet(say("What was already agreed stays"))]
    return fitted(lambda rows: card([*said, *_some(items, today, rows)]), MOST_SHOWN)


def _some(items: Sequence[Task], today: date, most: int) -> list[Element]:
    rest = [quiet(say("and {number} more", number=len(items) - most))] if len(items) > most else []
    return [*(_item(task, today) for task in items[:most]), *rest]


def _thanks(instance: MeetingInstance, standing: Standing, title: str, words: str) -> Card:
    top = [heading(title), text(instance.title, isSubtle=True, spacing="None"), text(words)]
    ways = [
        execute(say("Add something"), "outcome.again", {"meeting": instance.key}),
        *_change_mine(instance, standing),
    ]
    return fitted(lambda rows: card([*top, *_so_far(instance, standing, rows)], ways), MOST_SHOWN)


def _from_last_time(standing: Standing, most: int) -> list[Element]:
    if not standing.carried:
        return []
    more = len(standing.carried) - most
    rows = [_item(task, standing.today) for task in standing.carried[:most]]
    rest = [quiet(say("and {number} more", number=more))] if more > 0 else []
    return [box([quiet(say("Still open from last time")), *rows, *rest], spacing="Medium")]


def _so_far(instance: MeetingInstance, standing: Standing, most: int) -> list[Element]:
    items = standing.items
    if not items and not instance.answered:
        return []
    count = len(instance.answered)
    told = many(count, "{number} person has answered", "{number} people have answered")
    answered = told if count else say("So far")
    more = len(items) - most
    rows = [row for task in items[:most] for row in (_item(task, standing.today), *_offered(task))]
    if more > 0:
        rows.append(quiet(say("and {number} more, in the team's digest and in “my tasks”", number=more)))
    return [box([quiet(answered), *rows], style="emphasis", spacing="Medium")]


def _change_mine(instance: MeetingInstance, standing: Standing) -> list[Element]:
    if not standing.items:
        return []
    return [execute(say("Change mine"), "outcome.mine", {"meeting": instance.key}, associatedInputs="none")]


def _item(task: Task, today: date) -> Element:
    """Under one another: beside a long name there is no room for words, least of all on a phone."""
    who = text(who_and_when(task, today), isSubtle=True, size="Small", spacing="None")
    return box([text(task.what, **_look(task)), who], spacing="Small")


def _offered(task: Task) -> list[Element]:
    """What nobody owns is offered to the meeting here, and nowhere else in it; then it stands in the digest."""
    if task.owner or not task.is_open:
        return []
    data = {"team": task.team, "task": task.id, "view": "meeting"}
    take = execute(say("I'll take it"), "task.take", data, associatedInputs="none")
    return [{"type": "ActionSet", "actions": [take], "spacing": "Small"}]


def _look(task: Task) -> dict[str, Any]:
    return {"strikethrough": True, "isSubtle": True} if task.state in {"done", "dropped"} else {}


def _nobody(task: Task) -> str:
    named = named_words(task)
    return say("nobody yet (“{named}”)", named=named) if named else say("nobody yet")


def who_and_when(task: Task, today: date) -> str:
    state = _ASKED.get(task.state) if task.owner else None
    asked = f" ({say(state)})" if state else ""
    who = (task.owner_name or _nobody(task)) + asked
    return " · ".join(part for part in (who, guest_words(task), due_words(task), past_words(task, today)) if part)
