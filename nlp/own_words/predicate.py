"""What a predicate is: the kinds of things said of a doer. How they are told apart lives in the modules beside."""

from __future__ import annotations

from dataclasses import dataclass

COMMIT, PRESENT, NOUN, SEPARATED, BARE, GAP, REFUSED = (
    "commit",
    "present",
    "noun",
    "separated",
    "bare",
    "gap",
    "refused",
)


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is to be done stands from token `start` on; `base` is the plain form of the verb there, if any.

    `owner_is_self`: "Deb wants me to ..." is said of Deb, but it is mine. `detached`: the verb stands before the
    doer ("danach baue ich ..."), and the body begins after both.
    """

    kind: str
    start: int
    base: str | None = None
    owner_is_self: bool = False
    detached: bool = False
