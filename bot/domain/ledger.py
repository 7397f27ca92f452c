"""The ledger: one record for everything Potluck said by itself or wanted to say. No words of anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` is the first part of a send's key (nudge, offer, digest ...); `came_of_it` is "delivered" or a code that
    says why not. A second try of the same send is another entry."""

    at: datetime
    kind: str
    came_of_it: str


WHY: dict[str, str] = {
    "nudge": "You organize a meeting whose agenda read as work that can be divided.",
    "outcomes": "A meeting in this chat ended.",
    "offer": "Somebody named you as the owner of something.",
    "tell": "Something you proposed was answered.",
    "twins": "You and somebody else wrote down what looks like the same thing.",
    "digest": "It was this team's time for its digest, and something was new or due.",
    "my-digest": "You chose to get a digest of your own.",
    "reminder": "Something you said yes to was nearly due, and nothing had moved.",
    "round": "A meeting you are in is done in writing instead.",
    "hello": "Potluck was added here.",
    "ack": "Somebody wrote to Potluck here.",
    "answer": "You wrote to Potluck.",
    "tasks": "You asked for your tasks.",
    "rated": "Somebody here told Potluck whether it was right.",
}
"""What a person is told when they ask why something came."""
LEFT_UNSAID: dict[str, str] = {
    "nudge": "Whether a meeting of yours could be async",
    "offer": "That somebody named you as the owner of something",
    "tell": "What became of something you proposed",
    "twins": "That two people wrote down what looks like the same thing",
    "my-digest": "Your own digest",
    "reminder": "That something you said yes to was nearly due",
}
"""What a person was not told."""
OTHER_UNSAID = "Something else"
WHY_NOT: dict[str, str] = {
    "opted_out": "you had turned that off",
    "series_muted": "you had said not to ask about this series",
    "unclear": "its agenda says too little",
    "needs_a_room": "its agenda needs people together",
    "below_threshold": "Potluck was not sure enough",
    "budget": "you had been asked often enough that week",
    "just_moved": "it had moved in the two days before",
    "too_late": "there was no calm moment before",
    "never_met": "Potluck has no private chat with you",
}
OTHER_REASON = "you could not be reached"
OTHER = "It followed from something you or a colleague did in Potluck."
