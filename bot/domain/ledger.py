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
OTHER = "It followed from something you or a colleague did in Potluck."
