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
from bot.domain.wording import due_words, guest_words, named_words, past_words
from bot.features.meeting_outcomes.what_stands import Standing

SUMMARY = "What did you take away from the meeting?"
ACKNOWLEDGED = "What Potluck understood"
CAN_BE_WRONG = "AI reads items out of people's words, and it can be wrong: Change mine puts yours right."
LONGEST_TEXT = 10_000
MOST_SHOWN = 15
MOST_CARRIED = 8
MOST_LOOKERS = 60  # Teams takes no more


def asking(instance: MeetingInstance, standing: Standing, *, lookers: Sequence[str] = ()) -> Card:
    """`lookers` are the Teams ids of those whose clients ask by themselves for what was understood of their words."""
    return fitted(lambda rows: _asking(instance, standing, lookers, rows), MOST_SHOWN)


def _asking(instance: MeetingInstance, standing: Standing, lookers: Sequence[str], rows: int) -> Card:
    data = {"meeting": instance.key}
    face = card(
        [
            heading("What did you take away?"),
            text(instance.title, isSubtle=True, spacing="None"),
            *_from_last_time(standing, min(rows, MOST_CARRIED)),
            *_so_far(instance, standing, rows),
            text_input(
                "words",
                "In your own words: what, who, by when",
                required="Write at least one thing, or choose Nothing to do.",
                isMultiline=True,
                maxLength=LONGEST_TEXT,
                placeholder="I'll send the draft by Friday. Ana checks the numbers.",
            ),
            columns(
                ("stretch", [people_input("owner", "Who (optional)", placeholder="Anyone")]),
                ("stretch", [date_input("due", "By when (optional)")]),
            ),
            *([judged(CAN_BE_WRONG)] if standing.items else []),
        ],
        [
            execute("Add", "outcome.add", data, style="positive"),
            execute("Nothing to do", "outcome.none", data, associatedInputs="none"),
            *_change_mine(instance, standing),
        ],
        speak=SUMMARY,
    )
    if lookers:
        action = execute("Look", "outcome.look", data)
        face["refresh"] = {"action": action, "userIds": list(lookers)[-MOST_LOOKERS:]}
    return face


def kept(instance: MeetingInstance, standing: Standing) -> Card:
    """What somebody sees right after adding something: it is safe, and is being read."""
    return _thanks(
        instance,
        standing,
        "Kept, thank you",
        "Potluck is reading it now. What it understood comes here in a moment, for you to put right.",
    )


def nothing(instance: MeetingInstance, standing: Standing) -> Card:
    return _thanks(instance, standing, "Nothing to do", "Fine. You can still add something for seven days.")


def acknowledgement(items: Sequence[Task], today: date, title: str = "") -> Card:
    """The answer to `@Potluck ...`: what was understood, or how to say it so that it is. `title` is that of the
    meeting, where it does not stand above the chat."""
    if not items:
        return card([text("I found nothing to do in that. Try: “Ana sends the draft by Friday”.")])
    kept = f"Kept for “{title}”" if title else "Kept"
    wrong = judged("AI read this out of the message, and it can be wrong: change the message, and it is read again.")
    return fitted(lambda rows: card([quiet(kept), *_some(items, today, rows), wrong]), MOST_SHOWN)


def taken_back(items: Sequence[Task], today: date) -> Card:
    """After its message was deleted. What somebody had agreed to is theirs by now."""
    if not items:
        return card([quiet("Taken back with its message")])
    said = [quiet("Taken back with its message"), quiet("What was already agreed stays")]
    return fitted(lambda rows: card([*said, *_some(items, today, rows)]), MOST_SHOWN)


def _some(items: Sequence[Task], today: date, most: int) -> list[Element]:
    rest = [quiet(f"and {len(items) - most} more")] if len(items) > most else []
    return [*(_item(task, today) for task in items[:most]), *rest]


def _thanks(instance: MeetingInstance, standing: Standing, title: str, words: str) -> Card:
    top = [heading(title), text(instance.title, isSubtle=True, spacing="None"), text(words)]
    ways = [execute("Add something", "outcome.again", {"meeting": instance.key}), *_change_mine(instance, standing)]
    return fitted(lambda rows: card([*top, *_so_far(instance, standing, rows)], ways), MOST_SHOWN)


def _from_last_time(standing: Standing, most: int) -> list[Element]:
    if not standing.carried:
        return []
    more = len(standing.carried) - most
    rows = [_item(task, standing.today) for task in standing.carried[:most]]
    rest = [quiet(f"and {more} more")] if more > 0 else []
    return [box([quiet("Still open from last time"), *rows, *rest], spacing="Medium")]


def _so_far(instance: MeetingInstance, standing: Standing, most: int) -> list[Element]:
    items = standing.items
    if not items and not instance.answered:
        return []
    count = len(instance.answered)
    answered = f"{count} {'person has' if count == 1 else 'people have'} answered" if count else "So far"
    more = len(items) - most
    rows = [row for task in items[:most] for row in (_item(task, standing.today), *_offered(task))]
    if more > 0:
        rows.append(quiet(f"and {more} more, in the team's digest and in “my tasks”"))
    return [box([quiet(answered), *rows], style="emphasis", spacing="Medium")]


def _change_mine(instance: MeetingInstance, standing: Standing) -> list[Element]:
    if not standing.items:
        return []
    return [execute("Change mine", "outcome.mine", {"meeting": instance.key}, associatedInputs="none")]


def _item(task: Task, today: date) -> Element:
    """Under one another: beside a long name there is no room for words, least of all on a phone."""
    who = text(who_and_when(task, today), isSubtle=True, size="Small", spacing="None")
    return box([text(task.what, **_look(task)), who], spacing="Small")


def _offered(task: Task) -> list[Element]:
    """What nobody owns is offered to the meeting here, and nowhere else in it; then it stands in the digest."""
    if task.owner or not task.is_open:
        return []
    data = {"team": task.team, "task": task.id, "view": "meeting"}
    take = execute("I'll take it", "task.take", data, associatedInputs="none")
    return [{"type": "ActionSet", "actions": [take], "spacing": "Small"}]


def _look(task: Task) -> dict[str, Any]:
    return {"strikethrough": True, "isSubtle": True} if task.state in {"done", "dropped"} else {}


def _nobody(task: Task) -> str:
    named = named_words(task)
    return f"nobody yet (“{named}”)" if named else "nobody yet"


def who_and_when(task: Task, today: date) -> str:
    asked = {"proposed": " (asked)", "declined": " (not theirs)"}.get(task.state, "") if task.owner else ""
    who = (task.owner_name or _nobody(task)) + asked
    return " · ".join(part for part in (who, guest_words(task), due_words(task), past_words(task, today)) if part)
