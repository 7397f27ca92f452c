"""Who is meant: names, nicknames, initials and slips of the pen, matched against the people of the meeting.

A name that could be two people is nobody's: better to ask than to pin a task on the wrong person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rapidfuzz.distance import OSA

from nlp.own_words.lexicon import read_words
from nlp.own_words.results import PersonRef
from nlp.own_words.sounds import sound
from nlp.own_words.tokens import Token, fold

MAX_PEOPLE = 2000


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `first` to `last` name somebody: one id, or several where the name fits several people."""

    first: int
    last: int
    ids: frozenset[str]

    @property
    def person(self) -> str | None:
        """The one person meant, or None where the name fits several."""
        return next(iter(self.ids)) if len(self.ids) == 1 else None


@dataclass(frozen=True, slots=True)
class NameWords:
    """Short forms of given names, and the words around names."""

    nicknames: dict[str, tuple[str, ...]]
    also_words: frozenset[str]
    acronyms: frozenset[str]
    titles: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """The content of `nicknames.toml`."""
    data = read_words("nicknames")
    lists = {key: frozenset(words) for key, words in data["words"].items()}
    return NameWords({name: tuple(map(fold, nicks)) for name, nicks in data["names"].items()}, **lists)


class Directory:
    """The people of a meeting, ready to be looked up by whatever they are called."""

    def __init__(self, people: Sequence[PersonRef]) -> None:
        self._strong: dict[str, set[str]] = {}
        self._given: dict[str, set[str]] = {}
        self._names: dict[str, str] = {}
        nicks: dict[str, set[str]] = {}
        weak: dict[str, set[str]] = {}
        for person in people[:MAX_PEOPLE]:
            self._names[person.id] = person.name
            words = _name_parts(person.name)
            if not words:
                continue
            self._given.setdefault(words[0], set()).add(person.id)
            for key in _full_keys(words):
                self._strong.setdefault(key, set()).add(person.id)
            for key in name_words().nicknames.get(words[0], ()):
                nicks.setdefault(key, set()).add(person.id)
            for key in _short_keys(words):
                weak.setdefault(key, set()).add(person.id)
        for key, ids in nicks.items():
            if len(key) > 2:
                ids.update(i for name, others in self._given.items() if name.startswith(key) for i in others)
        for key, ids in (*nicks.items(), *weak.items()):
            self._strong.setdefault(key, ids)
        self._strong.update(self._given)  # a given name beats a nickname or surname of the same sound
        self._lower = False
        self._longest = max((key.count(" ") + 1 for key in self._strong), default=1)
        self._sounds = _by_sound(self._strong)
        self._swapped: dict[str, set[str]] = {}
        for name, ids in self._given.items():
            self._swapped.setdefault("".join(sorted(name)), set()).update(ids)

    def name_of(self, person_id: str | None) -> str | None:
        """The display name of a person, or None."""
        return self._names.get(person_id) if person_id is not None else None

    def given(self, word: str) -> str | None:
        """The one person of that given name, however the word is written; None where none or several bear it."""
        ids = self._given.get(fold(word), set())
        return next(iter(ids)) if len(ids) == 1 else None

    def mentions(self, tokens: Sequence[Token]) -> list[Mention]:
        """Everybody named in the tokens, in order; the longest name wins at each place."""
        found: list[Mention] = []
        self._lower = not any(token.capital and not token.text.isupper() for token in tokens)
        place = 0
        while place < len(tokens):
            mention = self._mention_at(tokens, place)
            if mention:
                found.append(mention)
            place = mention.last + 1 if mention else place + 1
        return found

    def _mention_at(self, tokens: Sequence[Token], place: int) -> Mention | None:
        if not tokens[place].is_word:
            return None
        begin = _after_title(tokens, place)
        hit = self._exact(tokens, begin) or self._loose(tokens, begin)
        if not hit:
            return None
        last, ids = hit
        following = tokens[last + 1] if last + 1 < len(tokens) else None
        if following and following.low in name_words().suffixes and not following.capital:
            last += 1
        return Mention(place, last, frozenset(ids))

    def _exact(self, tokens: Sequence[Token], place: int) -> tuple[int, set[str]] | None:
        """The longest known key from here on; the dots of initials are stepped over."""
        best: tuple[int, set[str]] | None = None
        key, words = "", 0
        for position in range(place, len(tokens)):
            token = tokens[position]
            if token.text in (".", "ª"):
                if not (words and tokens[position - 1].end == token.start and len(tokens[position - 1].text) == 1):
                    break
                if best and best[0] == position - 1 and token.text == "." and not _ends_sentence(tokens, position):
                    best = position, best[1]
                continue
            if words == self._longest or not token.is_word or token.low.startswith("'"):
                break
            key, words = f"{key} {_without_suffix(fold(token.text))}".strip(), words + 1
            ids = self._strong.get(key)
            following = tokens[position + 1] if position + 1 < len(tokens) else None
            tagged = place > 0 and tokens[place - 1].text == "@"
            called = key in self._given and (tagged or (self._lower and _is_called(following)))
            if ids and (called or self._plausible(tokens[place : position + 1], key)):
                best = position, ids
        return best

    def _plausible(self, tokens: Sequence[Token], key: str) -> bool:
        """Whether these letters, written so, can be meant as the name."""
        first, last = tokens[0], tokens[-1]
        if len(tokens) > 1:
            return last.capital or not first.capital or len(last.text) > 1
        if key in name_words().also_words:
            return first.capital
        if key in self._given:
            return len(key) > 1
        if len(key) <= 3 and first.text.isupper():
            return len(key) > 1 and key not in name_words().acronyms
        return len(key) > 2 or (first.capital and key in _all_nicknames())

    def _loose(self, tokens: Sequence[Token], place: int) -> tuple[int, set[str]] | None:
        """A shortened or misspelt name: only where it fits exactly one person, and by a clear margin."""
        token = tokens[place]
        word = fold(token.text)
        if len(word) >= 4 and word.isalpha() and not token.capital:
            swapped = self._swapped.get("".join(sorted(word)), set())
            if len(swapped) == 1 and any(OSA.distance(name, word) == 1 for name in self._given):
                return place, swapped
        if len(word) < 3 or not word.isalpha() or (not token.capital and (place or len(word) < 5)):
            return None
        if word in name_words().also_words:
            return None
        ids = self._sounds.get(sound(word))
        if ids and len(word) > 3:
            return place, ids
        if token.capital:
            shortened = [
                ids for name, ids in self._given.items() if name.startswith(word) and len(name) - len(word) > 1
            ]
            if len(shortened) == 1:
                return place, shortened[0]
        return self._misspelt(word, place)

    def _misspelt(self, word: str, place: int) -> tuple[int, set[str]] | None:
        allowed = 0 if len(word) < 5 else 1 if len(word) < 7 else 2
        if not allowed or word in name_words().nicknames:
            return None
        scored: list[tuple[int, str]] = []
        for name in self._strong:
            if " " in name or abs(len(name) - len(word)) > allowed or len(name) < 5 or name[-1] != word[-1] in "aeo":
                continue
            distance = OSA.distance(word, name, score_cutoff=allowed + 1)
            if distance <= allowed + 1 and not (name.startswith(word) or word.startswith(name)):
                scored.append((distance, name))
        scored.sort()
        if not scored or scored[0][0] > allowed:
            return None
        rivals = {i for distance, name in scored if distance <= scored[0][0] + 1 for i in self._strong[name]}
        return (place, rivals) if len(rivals) == 1 else None


# What follows a name rather than a word, where nothing is written with capitals.
# fmt: off
_CALLED = frozenset({
    "to", "'s", "is", "will", "needs", "has", "pls", "please", "can", "could", "should", "gonna", "going", ":", ")",
    "2", "you", "'ll", "-", "must",
})
# fmt: on


def _is_called(following: Token | None) -> bool:
    """Whether "bo" is somebody and "grace" no virtue: something is asked or told of them."""
    return following is not None and following.low in _CALLED


def _name_parts(name: str) -> list[str]:
    """The folded words of a display name; "Weiß, Katharina (Extern)" is turned round and freed of the bracket."""
    plain = name.split("(", maxsplit=1)[0].split("|", maxsplit=1)[0]
    if "," in plain:
        last, first = plain.split(",", 1)
        plain = f"{first} {last}"
    return [w for w in (fold(part).strip(".,") for part in plain.split()[:6]) if w]


def _full_keys(words: list[str]) -> Iterator[str]:
    """Ways to write the name that leave no doubt: in full, turned round, with one part as an initial."""
    yield " ".join(words)
    yield " ".join(words[1:] + words[:1])
    for size in range(2, len(words)):
        for begin in range(len(words) - size + 1):
            yield " ".join(words[begin : begin + size])
    solid = [w for w in words if w not in name_words().particles]
    last = solid[-1] if solid else words[-1]
    for given in (words[0], *name_words().nicknames.get(words[0], ())):
        if len(words) > 1:
            yield f"{given} {' '.join(words[1:])}"
            yield from (f"{given[:size]} {last[0]}" for size in range(min(3, len(given)), len(given) + 1))
    if len(words) > 1:
        yield f"{words[0][0]} {last}"
        yield f"{words[0][0]} {' '.join(words[1:])}"
    if words[0] == "maria" and len(words) > 2:
        yield from (f"{short} {words[1]}" for short in ("m", "ma", "mª"))


def _short_keys(words: list[str]) -> Iterator[str]:
    """Ways to call somebody that others may share: any part of the name, initials, nicknames."""
    particles = name_words().particles
    yield from (word for word in words if word not in particles)
    solid = [w for w in words if w not in particles]
    parts = [p for w in solid for p in w.split("-") if p]
    for letters in (
        solid,
        solid[:1] + solid[-1:],
        parts,
        parts[1:] if len(parts) > 2 else [],
        parts[:2] if len(parts) > 2 else [],
    ):
        if len(letters) > 1:
            initials = [part[0] for part in letters]
            yield "".join(initials)
            yield " ".join(initials)
    if "-" in words[0]:
        yield words[0].replace("-", " ")
        yield words[0].split("-")[0]
    for word in words[1:-1]:
        yield from name_words().nicknames.get(word, ())


def _by_sound(keys: dict[str, set[str]]) -> dict[str, set[str]]:
    sounds: dict[str, set[str]] = {}
    for key, ids in keys.items():
        if " " not in key and len(key) > 3:
            sounds.setdefault(sound(key), set()).update(ids)
    return sounds


@lru_cache(maxsize=1)
def _all_nicknames() -> frozenset[str]:
    return frozenset(nick for nicks in name_words().nicknames.values() for nick in nicks)


def _after_title(tokens: Sequence[Token], place: int) -> int:
    """Where the name itself begins after "Mr.", "Director", "Frau"; `place` where there is no title."""
    if tokens[place].low not in name_words().titles or not tokens[place].capital:
        return place
    after = place + 1
    if after < len(tokens) and tokens[after].text == ".":
        after += 1
    return after if after < len(tokens) and tokens[after].capital else place


def _without_suffix(word: str) -> str:
    head, _, tail = word.rpartition("-")
    return head if head and tail in name_words().suffixes else word


def _ends_sentence(tokens: Sequence[Token], dot: int) -> bool:
    """Whether the dot after an initial also closes the sentence: "ask Julia K." and nothing, or a capital, after."""
    following = next(islice(tokens, dot + 1, None), None)
    return following is None or "\n" in following.text
