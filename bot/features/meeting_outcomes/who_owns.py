"""Who is asked about an item. Pure.

Guests and people of other organizations own nothing directly: a colleague answers for what they do. That is whoever
wrote it down; where that is a guest too, the meeting is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.person import Person


@dataclass(frozen=True, slots=True)
class Owner:
    """`person` is asked, for the `guest` of that name if there is one. `words` say who was meant where nobody is."""

    person: Person | None = None
    words: str | None = None
    guest: str | None = None


def who_owns(named: str | None, words: str | None, author: str, members: Sequence[Person]) -> Owner:
    """`named` and `author` are person ids, `words` what was written of the owner, `members` the people of the chat."""
    people = {person.id: person for person in members}
    meant = people.get(named) if named else None
    if meant is None:
        return Owner(words=words)
    if not meant.guest:
        return Owner(meant)
    sponsor = people.get(author)
    if sponsor is None or sponsor.guest:
        return Owner(guest=meant.name)
    return Owner(sponsor, guest=meant.name)
