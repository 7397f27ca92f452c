"""When two tasks are the same thing, and what one of them becomes when people say so. Pure.

Precision comes before recall: a question about two different things wastes two people's time, a twin that is missed
costs a line in the digest. Two tasks are alike where they name the same things and the same doing, in any order;
words may be misspelt or left out on one side, but never differ on both. Numbers and names must be equal.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time

from rapidfuzz.distance import OSA

from bot.domain.task import Step, Task
from bot.domain.wording import NOBODY
from bot.features.owned_tasks.word_groups import FILLERS, GROUPS, NEGATIONS

MOST_EXTRA = 2  # words that only one of the two says
MISSPELT_FROM = 6  # letters: in shorter words a slip makes another word
_WORD = re.compile(r"[\w.]*\w")


def same_thing(one: Task, other: Task) -> bool:
    return one.is_open and other.is_open and _owners_fit(one, other) and alike(one.what, other.what)


def _owners_fit(one: Task, other: Task) -> bool:
    """The same owner, or nobody on one side; what was written of an unknown owner counts as one."""
    first, second = _named(one), _named(other)
    return not first or not second or first == second


def _named(task: Task) -> str | None:
    words = (task.owner_words or "").strip().casefold()
    return task.owner or (words if words not in NOBODY else None)


def alike(what: str, other: str) -> bool:
    mine, theirs = _content(what), _content(other)
    if not mine or not theirs:
        return " ".join(what.casefold().split()) == " ".join(other.casefold().split())
    only_mine, only_theirs = _left_over(mine, theirs), _left_over(theirs, mine)
    if only_mine and only_theirs:
        return False
    shared = min(len(mine) - len(only_mine), len(theirs) - len(only_theirs))
    extra = only_mine or only_theirs
    if not NEGATIONS.isdisjoint(extra):
        return False
    return shared >= min(2, len(mine), len(theirs)) and len(extra) <= min(MOST_EXTRA, shared - 1)


def merged(one: Task, other: Task, by: str, at: datetime) -> tuple[Task, Task]:
    """The task that stays and the one that goes. It stays whose yes or owner is further on, else the older; it keeps
    both authors and the earlier date."""
    stays, goes = sorted((one, other), key=lambda task: (task.state != "accepted", task.owner is None, task.created))
    first = min(stays, goes, key=lambda task: (task.due is None, task.due or at.date(), task.due_time or time.max))
    authors = dict.fromkeys((*stays.also_proposed, goes.proposer, *goes.also_proposed))
    authors.pop(stays.proposer, None)
    kept = replace(
        stays,
        also_proposed=tuple(authors),
        due=first.due,
        due_time=first.due_time,
        due_words=first.due_words if first.due is None else None,
        history=(*stays.history, Step(at, by, "merge")),
    )
    return kept, replace(goes, state="dropped", history=(*goes.history, Step(at, by, "merged")))


def _content(what: str) -> list[str]:
    """The words that carry meaning, in their plainest form; words of one group are one word."""
    words = [_plain(word) for word in _WORD.findall(what.strip().replace("-", " "))]
    return list(dict.fromkeys(word for word in words if word not in FILLERS))


def _plain(word: str) -> str:
    if len(word) == 1 and word.isupper():
        return word  # "candidate A", which is no article
    word = word.casefold()
    if word in GROUPS or word in FILLERS:
        return GROUPS.get(word, word)
    word = word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word
    return GROUPS.get(word, word)


def _left_over(words: list[str], among: list[str]) -> list[str]:
    return [word for word in words if not any(_same_word(word, one) for one in among)]


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if _is_exact(one) or _is_exact(other) or min(len(one), len(other)) < MISSPELT_FROM or one[0] != other[0]:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _is_exact(word: str) -> bool:
    return any(sign.isdigit() for sign in word)
