"""Tells a story as it happens, in plain text: who did what, and what they saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from bot.playground.card_text import card_lines
from bot.playground.clock import ZONE


@dataclass(slots=True)
class Narrator:
    """`failed` counts what did not happen as it should."""

    out: TextIO
    failed: int = 0

    def title(self, words: str) -> None:
        self._line(f"\n{words}\n{'=' * len(words)}")

    def tell(self, words: str) -> None:
        self._line(f"  {words}")

    def card(self, who: str, card: Mapping[str, Any]) -> None:
        self._line(f"  {who} sees:")
        for line in card_lines(card, ZONE):
            self._line(f"    | {line}")

    def fail(self, words: str) -> None:
        self.failed += 1
        self._line(f"  FAILED: {words}")

    def _line(self, words: str) -> None:
        self.out.write(f"{words}\n")
        self.out.flush()
