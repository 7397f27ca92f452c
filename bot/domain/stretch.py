"""Mailboxes are looked after stretch by stretch, so that no job has to do with all people of a large company."""

from __future__ import annotations

from binascii import crc32
from dataclasses import dataclass
from typing import Self

PARTS = 16


def part_of(mailbox: str) -> int:
    """0 to 15, however the id is written."""
    return crc32(mailbox.lower().encode()) % PARTS


@dataclass(frozen=True, slots=True)
class Stretch:
    """Of one part the mailboxes from `first` on that come before `before`; "" is no bound."""

    part: int
    first: str = ""
    before: str = ""

    @classmethod
    def of_one(cls, mailbox: str) -> Self:
        low = mailbox.lower()
        return cls(part_of(low), low, low + "!")  # no id goes on with a sign as early as this

    def __contains__(self, mailbox: str) -> bool:
        low = mailbox.lower()
        return part_of(low) == self.part and self.first <= low and (not self.before or low < self.before)
