"""One person's face of the outcome card: what was understood of their words, each item with its corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.cards import Card, Element, box, card, execute, heading, judged, quiet, text
from bot.domain.meeting import MeetingInstance
from bot.domain.task import Outcome, Task
from bot.features.meeting_outcomes.outcome_card import MOST_SHOWN, who_and_when
from bot.features.meeting_outcomes.what_stands import Standing

CAN_BE_WRONG = "AI read this out of your words, and it can be wrong: Change or Not an item puts it right."
LONGEST_SHOWN = 300  # of words in which nothing was found


def own_items(standing: Standing, reader: str) -> list[Task]:
    """What they wrote or own here."""
    return [task for task in standing.items if task.is_open and reader in (task.owner, *task.authors)]


def understood(instance: MeetingInstance, own: Sequence[Task], aside: Sequence[Outcome], today: date) -> Card:
    """`aside`: their submissions in which nothing to do was found."""
    data = {"meeting": instance.key}
    rows = [*(_found_nothing(one, instance) for one in aside), *(_item(task, today) for task in own[:MOST_SHOWN])]
    more = [quiet(f"and {len(own) - MOST_SHOWN} more, in “my tasks”")] if len(own) > MOST_SHOWN else []
    title = text(instance.title, isSubtle=True, spacing="None")
    if not rows:
        here = [heading("As Potluck understood it"), title, text("Nothing here is yours to change.")]
        return card(here, [execute("Back", "outcome.again", data)])
    return card(
        [
            heading("As Potluck understood it"),
            title,
            quiet("It is kept. Only you see this."),
            *rows,
            *more,
            judged(CAN_BE_WRONG),
        ],
        [execute("All right", "outcome.right", data, style="positive")],
        speak="This is how Potluck understood you.",
    )


def _item(task: Task, today: date) -> Element:
    """Under one another rather than side by side: a phone has no room for buttons beside the words."""
    data = {"team": task.team, "task": task.id, "view": "mine"}
    buttons = [execute("Change", "task.fix", data), execute("Not an item", "task.drop", data)]
    return box(
        [text(task.what), quiet(who_and_when(task, today)), {"type": "ActionSet", "actions": buttons}],
        separator=True,
    )


def _found_nothing(outcome: Outcome, instance: MeetingInstance) -> Element:
    data = {"meeting": instance.key, "outcome": outcome.id}
    said = outcome.text if len(outcome.text) <= LONGEST_SHOWN else outcome.text[:LONGEST_SHOWN] + " …"
    buttons = [
        execute("Keep as one item", "outcome.whole", data),
        execute("Leave it out", "outcome.leave", data),
    ]
    found = quiet("Potluck found nothing to do in this.")
    return box([text(said), found, {"type": "ActionSet", "actions": buttons}], separator=True)
