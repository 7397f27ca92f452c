"""Measures `find_items` on labelled texts: items, owners, due dates, and texts without any item.

An expected and a found item belong together when their anchors overlap (intersection over union of the
character spans at least 0.3) or their `what` is alike (token-set ratio at least 70) with anchors that touch;
pairs are made one to one, the best first. Owner and due are then judged on the pairs alone, exactly. Specificity is
the share of texts without an expected item for which none is found. Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from nlp.own_words import FoundItem, PersonRef, find_items

MIN_OVERLAP = 0.3
MIN_LIKENESS = 70.0


@dataclass(slots=True)
class Share:
    """`hits` out of `total`."""

    hits: int = 0
    total: int = 0

    def add(self, hit: bool) -> None:
        """Count one more."""
        self.hits += hit
        self.total += 1

    @property
    def value(self) -> float:
        """The share, 1.0 where there is nothing to count."""
        return self.hits / self.total if self.total else 1.0

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval."""
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.96, self.total, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval()
        return f"{self.value:.3f} ({self.hits}/{self.total}, {low:.3f} to {high:.3f})"


@dataclass(slots=True)
class Scores:
    """All figures of one run; `errors` are readable lines, the worst texts first."""

    precision: Share = field(default_factory=Share)
    recall: Share = field(default_factory=Share)
    owner: Share = field(default_factory=Share)
    due: Share = field(default_factory=Share)
    no_item: Share = field(default_factory=Share)
    what_likeness: float = 0.0
    milliseconds: float = 0.0
    errors: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of items."""
        p, r = self.precision.value, self.recall.value
        return 2 * p * r / (p + r) if p + r else 0.0


def read_cases(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Labelled cases, one JSON object a line."""
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def evaluate(cases: Sequence[dict[str, Any]]) -> Scores:
    """Run `find_items` over the cases and count."""
    scores = Scores()
    likeness: list[float] = []
    wrong: list[tuple[int, str]] = []
    started = time.perf_counter()
    for case in cases:
        people = [PersonRef(person["id"], person["name"]) for person in case["people"]]
        found = find_items(
            case["text"],
            people,
            case["author"],
            date.fromisoformat(case["date"]),
            case["tz"],
            case["locale"],
            case["lang"],
        )
        notes = _judge(case, found, scores, likeness)
        if notes:
            head = f"{case['id']} {case['date']} {case['locale']} author {case['author']}\n{case['text']}\n"
            wrong.append((len(notes), head + "\n".join(notes)))
    scores.milliseconds = (time.perf_counter() - started) * 1000 / max(1, len(cases))
    scores.what_likeness = sum(likeness) / len(likeness) if likeness else 0.0
    scores.errors = [text for _, text in sorted(wrong, key=lambda pair: -pair[0])]
    return scores


def _judge(case: dict[str, Any], found: Sequence[FoundItem], scores: Scores, likeness: list[float]) -> list[str]:
    """Count one case; what went wrong comes back as lines."""
    expected = case["items"]
    if not expected:
        scores.no_item.add(not found)
    pairs = match_items(case["text"], expected, found)
    notes: list[str] = []
    for index, item in enumerate(found):
        scores.precision.add(index in pairs.values())
        if index not in pairs.values():
            notes.append(f"  too much: {item}")
    for index, item in enumerate(expected):
        scores.recall.add(index in pairs)
        if index not in pairs:
            notes.append(f"  missed: {item['anchor']!r} {item['owner']}")
            continue
        got = found[pairs[index]]
        scores.owner.add(got.owner == item["owner"])
        scores.due.add(got.due == item["due"])
        likeness.append(fuzz.token_set_ratio(got.what.lower(), item["what"].lower()))
        if got.owner != item["owner"]:
            notes.append(f"  owner of {item['what']!r}: {got.owner} instead of {item['owner']}")
        if got.due != item["due"]:
            notes.append(f"  due of {item['what']!r}: {got.due} instead of {item['due']}")
    return notes


def match_items(text: str, expected: Sequence[dict[str, Any]], found: Sequence[FoundItem]) -> dict[int, int]:
    """Expected index to found index, one to one, the best pairs first."""
    scored: list[tuple[float, int, int]] = []
    for e, item in enumerate(expected):
        wanted = _span(text, item["anchor"])
        for f, got in enumerate(found):
            overlap = _overlap(wanted, _span(text, got.anchor))
            alike = fuzz.token_set_ratio(item["what"].lower(), got.what.lower())
            if overlap >= MIN_OVERLAP or (overlap > 0 and alike >= MIN_LIKENESS):
                scored.append((overlap + alike / 100, e, f))
    pairs: dict[int, int] = {}
    for _, e, f in sorted(scored, reverse=True):
        if e not in pairs and f not in pairs.values():
            pairs[e] = f
    return pairs


def _span(text: str, anchor: str) -> tuple[int, int]:
    start = max(0, text.find(anchor))
    return start, start + len(anchor)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / max(1, max(one[1], other[1]) - min(one[0], other[0]))


def report(scores: Scores) -> str:
    """The figures as a small table."""
    rows = (
        ("item F1", f"{scores.f1:.3f}"),
        ("item precision", str(scores.precision)),
        ("item recall", str(scores.recall)),
        ("owner right", str(scores.owner)),
        ("due right", str(scores.due)),
        ("no item, none found", str(scores.no_item)),
        ("likeness of what", f"{scores.what_likeness:.1f}"),
        ("ms per text", f"{scores.milliseconds:.2f}"),
    )
    return "\n".join(f"{name:<22}{value}" for name, value in rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures for the files named."""
    parser = argparse.ArgumentParser(description="Measure find_items on labelled texts.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, nargs="?", const=20, default=0, help="list that many texts with errors")
    options = parser.parse_args(arguments)
    scores = evaluate(read_cases(options.files))
    print(report(scores))
    for text in scores.errors[: options.errors]:
        print("\n" + text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
