"""One person's face of the outcome card: what was understood of their words, each item with its corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.cards import Card, Element, box, card, execute, fitted, heading, judged, quiet, text
from bot.domain.meeting import MeetingInstance
from bot.domain.task import Outcome, Task
from bot.domain.tongue import mark, say
from bot.features.meeting_outcomes.outcome_card import MOST_SHOWN, who_and_when
from bot.features.meeting_outcomes.what_stands import Standing

CAN_BE_WRONG = mark("AI read this out of your words, and it can be wrong: Change or Not an item puts it right.")
LONGEST_SHOWN = 300  # of words in which nothing was found


def own_items(standing: Standing, reader: str) -> list[Task]:
    """What they wrote or own here."""
    return [task for task in standing.items if task.is_open and reader in (task.owner, *task.authors)]


def understood(instance: MeetingInstance, own: Sequence[Task], aside: Sequence[Outcome], today: date) -> Card:
    """`aside`: their submissions in which nothing to do was found. "All right" tells how many of them it is about, so
    that none is left out unseen."""
    if not own and not aside:
        here = [*_top(instance), text(say("Nothing here is yours to change."))]
        return card(here, [execute(say("Back"), "outcome.again", {"meeting": instance.key})])
    return fitted(lambda rows: _understood(instance, own, aside, today, rows), MOST_SHOWN)


def _understood(
    instance: MeetingInstance, own: Sequence[Task], aside: Sequence[Outcome], today: date, most: int
) -> Card:
    handed_back = aside[:most]
    items = own[: most - len(handed_back)]
    rest = len(aside) - len(handed_back) + len(own) - len(items)
    return card(
        [
            *_top(instance),
            quiet(say("It is kept. Only you see this.")),
            *(_found_nothing(one, instance) for one in handed_back),
            *(_item(task, today) for task in items),
            *([quiet(say("and {number} more", number=rest))] if rest else []),
            judged(say(CAN_BE_WRONG)),
        ],
        [
            execute(
                say("All right"), "outcome.right", {"meeting": instance.key, "seen": len(handed_back)}, style="positive"
            )
        ],
        speak=say("This is how Potluck understood you."),
    )


def _top(instance: MeetingInstance) -> list[Element]:
    return [heading(say("As Potluck understood it")), text(instance.title, isSubtle=True, spacing="None")]


def _item(task: Task, today: date) -> Element:
    """Under one another rather than side by side: a phone has no room for buttons beside the words."""
    data = {"team": task.team, "task": task.id, "view": "mine"}
    buttons = [execute(say("Change"), "task.fix", data), execute(say("Not an item"), "task.drop", data)]
    return box(
        [text(task.what), quiet(who_and_when(task, today)), {"type": "ActionSet", "actions": buttons}],
        separator=True,
    )


def _found_nothing(outcome: Outcome, instance: MeetingInstance) -> Element:
    data = {"meeting": instance.key, "outcome": outcome.id}
    said = outcome.text if len(outcome.text) <= LONGEST_SHOWN else outcome.text[:LONGEST_SHOWN] + " …"
    buttons = [
        execute(say("Keep as one item"), "outcome.whole", data),
        execute(say("Leave it out"), "outcome.leave", data),
    ]
    found = quiet(say("Potluck found nothing to do in this."))
    return box([text(said), found, {"type": "ActionSet", "actions": buttons}], separator=True)
