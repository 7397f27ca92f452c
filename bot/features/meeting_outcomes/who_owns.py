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


def who_owns(
    named: str | None, words: str | None, author: str, members: Sequence[Person], mentioned: Sequence[Person] = ()
) -> Owner:
    """`named` and `author` are person ids, `words` what was written of the owner, `members` the people of the chat.
    `mentioned` bear the names that stand in the words: a mention says who is meant where the name is that of several,
    or of somebody else here."""
    called = {person.teams_id or person.id for person in mentioned if _same(person.name, words)}
    if called:
        meant = next((person for person in members if called <= {person.teams_id, person.id}), None)
    else:
        meant = next((person for person in members if named and person.id == named), None)
    if meant is None:
        return Owner(words=words)
    if not meant.guest:
        return Owner(meant)
    sponsor = next((person for person in members if person.id == author), None)
    if sponsor is None or sponsor.guest:
        return Owner(guest=meant.name)
    return Owner(sponsor, guest=meant.name)


def _same(name: str, words: str | None) -> bool:
    return bool(name) and words is not None and name.casefold() == words.strip().casefold()
