"""The ledger: one record for everything Potluck said by itself or wanted to say. No words of anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.tongue import mark


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` is the first part of a send's key (nudge, offer, digest ...); `came_of_it` is "delivered" or a code that
    says why not. A second try of the same send is another entry."""

    at: datetime
    kind: str
    came_of_it: str


WHY: dict[str, str] = {
    "nudge": mark("You organize a meeting whose agenda read as work that can be divided."),
    "outcomes": mark("A meeting in this chat ended."),
    "offer": mark("Somebody named you as the owner of something."),
    "tell": mark("Something you proposed was answered."),
    "twins": mark("You and somebody else wrote down what looks like the same thing."),
    "digest": mark("It was this team's time for its digest, and something was new or due."),
    "my-digest": mark("You chose to get a digest of your own."),
    "reminder": mark("Something you said yes to was nearly due, and nothing had moved."),
    "round": mark("A meeting you are in is done in writing instead."),
    "hello": mark("Potluck was added here."),
    "ack": mark("Somebody wrote to Potluck here."),
    "answer": mark("You wrote to Potluck."),
    "tasks": mark("You asked for your tasks."),
    "rated": mark("Somebody here told Potluck whether it was right."),
}
"""What a person is told when they ask why something came."""
LEFT_UNSAID: dict[str, str] = {
    "nudge": mark("Whether a meeting of yours could be async"),
    "offer": mark("That somebody named you as the owner of something"),
    "tell": mark("What became of something you proposed"),
    "twins": mark("That two people wrote down what looks like the same thing"),
    "my-digest": mark("Your own digest"),
    "reminder": mark("That something you said yes to was nearly due"),
}
"""What a person was not told."""
OTHER_UNSAID = mark("Something else")
WHY_NOT: dict[str, str] = {
    "opted_out": mark("you had turned that off"),
    "series_muted": mark("you had said not to ask about this series"),
    "unclear": mark("its agenda says too little"),
    "needs_a_room": mark("its agenda needs people together"),
    "below_threshold": mark("Potluck was not sure enough"),
    "budget": mark("you had been asked often enough that week"),
    "just_moved": mark("it had moved in the two days before"),
    "too_late": mark("there was no calm moment before"),
    "never_met": mark("Potluck has no private chat with you"),
}
OTHER_REASON = mark("you could not be reached")
OTHER = mark("It followed from something you or a colleague did in Potluck.")
