"""The corpus as examples: invites read as at run time, each segment with the label of the item it belongs to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.agenda.read import Agenda, read_invite
from nlp.agenda.spans import Stretch

CORPUS = Path(__file__).parent / "corpus"
INVITES = CORPUS / "invites.jsonl"
_MEASURED = ("own-words-od.jsonl", "own-words-oe.jsonl", "own-words-oh.jsonl")
OWN_WORDS = tuple(file for file in sorted(CORPUS.glob("own-words*.jsonl")) if file.name not in _MEASURED)
"""What the tagger is trained on; the files of the writers d and e are for measuring alone."""
TRADES = {
    "b": "office-it",
    "c": "health-public-service",
    "d": "industry-transport",
    "e": "finance-legal-energy",
    "g": "public-bodies",
    "l": "public-projects",
    "n": "public-projects",
    "p": "software-data-design",
    "q": "standards-councils",
    "r": "clinics-schools-sites",
    "s": "public-projects",
    "w": "public-projects",
}
"""Trade by voice, for reports; voices not named here mix trades."""


@dataclass(frozen=True, slots=True)
class SegmentLabel:
    """What a segment is: a mode (or none) and the three answers."""

    mode: str
    clarity: str = "unknown"
    drive: str = "unknown"
    dependence: str = "unknown"


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled invite as the model meets it."""

    id: str
    subject: str
    agenda: Agenda
    labels: tuple[SegmentLabel, ...]
    verdict: str
    record: dict[str, Any]

    @property
    def voice(self) -> str:
        """Who composed it: the letters before the dash of its id."""
        return self.id.partition("-")[0]


def read_records(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def corpus_hash(paths: Iterable[Path]) -> str:
    """SHA-256 over the bytes of the corpus files, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def examples(records: Iterable[dict[str, Any]]) -> list[Example]:
    """Read and align labelled invites."""
    return [_example(record) for record in records]


def _example(record: dict[str, Any]) -> Example:
    agenda = read_invite(record["subject"], record.get("body", ""), record.get("body_type", "text"))
    gold = _located(agenda.text, record.get("items", []))
    labels = tuple(_label_of(segment, gold) for segment in agenda.segments)
    return Example(record["id"], record["subject"], agenda, labels, record["verdict"], record)


def _located(text: str, items: list[dict[str, Any]]) -> list[tuple[Stretch, SegmentLabel]]:
    """Gold items with their places, searched in reading order."""
    found: list[tuple[Stretch, SegmentLabel]] = []
    at = 0
    for item in items:
        start = text.find(item["text"], at)
        start = text.find(item["text"]) if start < 0 else start
        if start >= 0:
            at = start + len(item["text"])
            label = SegmentLabel(item["mode"], item["clarity"], item["drive"], item["dependence"])
            found.append((Stretch(start, at), label))
    return found


def _label_of(segment: Stretch, gold: list[tuple[Stretch, SegmentLabel]]) -> SegmentLabel:
    """The label of the item that covers the segment (or lies in it); collaboration wins where several do."""
    covering = [
        (label.mode == "collaboration", shared, label)
        for place, label in gold
        if (shared := min(segment.end, place.end) - max(segment.start, place.start))
        >= 0.5 * min(segment.end - segment.start, place.end - place.start)
        and shared > 0
    ]
    return max(covering, key=lambda entry: entry[:2])[2] if covering else SegmentLabel("none")
