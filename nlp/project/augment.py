"""New invites out of old items: the same words under other titles, in other company, in other layouts.

A composed invite has a style; the label of a meeting follows from its items. Recombining items of one voice teaches
the second without the first. Nothing here sees a held-out voice.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from nlp.project.corpus_reader import Example

_TITLES = (
    "Weekly sync", "Team meeting", "Project call", "Working group", "Committee meeting", "Community call", "Weekly",
    "Monthly meeting", "Steering group", "Core team", "Jour fixe", "Technical committee {date}", "TC – {date}",
    "Meeting {date}", "Agenda {date}", "Board meeting {date}", "Maintainers' call {date}", "Standing meeting",
)  # fmt: skip
_LAYOUTS = (
    "- {}",
    "* {}",
    "{}",
    "{n}. {}",
    "{n}) {}",
    "• {}",
    "   * {}",
    "- **{}**",
    "{n}. {} ({name})",
    "- {} - {name}",
)
_LAYOUTS_LINK = ("- {} https://github.com/org/repo/issues/{k}", "* [{} #{k}](https://github.com/org/repo/issues/{k})")
_NAMES = ("Ana", "Tom", "Priya", "@kwame", "J. Berg", "Lucía", "@mei", "Olek", "Sam", "Dr. Rossi")
_HEADINGS = ("Agenda", "## Agenda", "Agenda:", "Topics", "# Agenda items", "Hi all,", "")
_FILLERS = ("Welcome", "Introductions", "AOB", "Any other business", "Roll call", "Next meeting", "Wrap-up")
_EMPTY_SLOTS = ("Announcements", "Housekeeping", "Minutes of the last meeting", "News", "Correspondence", "Open floor")
_CONTEXT = (
    "Dial-in: https://meet.example.org/j/{k}", "Zoom joining instructions", "Scribe: {name}", "Chair: {name}",
    "Recording: will be posted", "Attendees: {name}, {name}", "Notes: https://pad.example.org/p/{k}",
    "Please read our code of conduct", "When: every second Tuesday, 16:00 UTC",
)  # fmt: skip
_PARENTS = ("Old business", "New business", "Topics", "Projects", "Working groups", "Items", "Main part")
_RECIPES = (
    ("async", ("cooperation",), 0.28),
    ("meet", ("collaboration",), 0.27),
    ("mixed", ("cooperation", "collaboration"), 0.35),
    ("unclear", (), 0.10),
)
_QUESTIONS = ("clarity", "drive", "dependence")


def recombine(train: Iterable[Example], count: int, seed: int) -> list[dict[str, Any]]:
    """`count` invite records, each made of the items of one training voice."""
    rng = random.Random(seed)
    pools: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for example in train:
        for item in example.record.get("items", []):
            if "\n" not in item["text"] and len(item["text"]) > 3:
                pools[example.voice][item["mode"]].append(item)
    voices = sorted(pools)
    return [_compose(rng, pools[rng.choice(voices)], f"z{seed}-{number}") for number in range(count)]


def _compose(rng: random.Random, pool: dict[str, list[dict[str, Any]]], name: str) -> dict[str, Any]:
    verdict, modes, _ = rng.choices(_RECIPES, [recipe[2] for recipe in _RECIPES])[0]
    chosen = [rng.choice(pool[mode]) for mode in modes if pool[mode]]
    extra = rng.choices((0, 1, 2, 3, 4, 6, 9), (3, 4, 4, 3, 2, 1, 1))[0]
    chosen += [rng.choice(pool[rng.choice(modes)]) for _ in range(extra) if modes]
    rng.shuffle(chosen)
    filler = [_neutral(text) for text in rng.sample((*_FILLERS, *_EMPTY_SLOTS), rng.choice((0, 0, 1, 2, 3)))]
    lines = [*filler[:1], *chosen, *filler[1:]]
    return {
        "id": name,
        "subject": _title(rng),
        "body": _laid_out(rng, lines),
        "verdict": verdict,
        "items": lines,
    }


def _neutral(text: str) -> dict[str, Any]:
    return {"text": text, "mode": "neutral", **dict.fromkeys(_QUESTIONS, "unknown")}


def _title(rng: random.Random) -> str:
    date = f"20{rng.randint(18, 26)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return rng.choice(_TITLES).format(date=date)


def _laid_out(rng: random.Random, items: list[dict[str, Any]]) -> str:
    layout = rng.choice(_LAYOUTS_LINK if rng.random() < 0.15 else _LAYOUTS)
    lines = [
        layout.format(item["text"].replace("{", "("), n=number, name=rng.choice(_NAMES), k=rng.randint(3, 4000))
        for number, item in enumerate(items, start=1)
    ]
    if rng.random() < 0.2:
        lines = _under_headings(rng, lines)
    if rng.random() < 0.2:
        words = rng.choice(_CONTEXT).format(k=rng.randint(3, 4000), name=rng.choice(_NAMES))
        lines.insert(rng.choice((0, 0, len(lines))), words)
    heading = rng.choice(_HEADINGS)
    return "\n".join([heading, *lines] if heading else lines)


def _under_headings(rng: random.Random, lines: list[str]) -> list[str]:
    """Some of the lines further in, below a heading that says nothing itself."""
    first = rng.randrange(len(lines)) if lines else 0
    return [*lines[:first], f"- {rng.choice(_PARENTS)}", *(f"  {line.lstrip()}" for line in lines[first:])]
