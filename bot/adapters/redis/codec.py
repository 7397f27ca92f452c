"""Domain dataclasses as JSON and back: total over the types they use, and strict about what comes back.

Fields that hold their default are left out, which halves a task. A field that this release does not know is passed
over: a newer one wrote it, during a rolling upgrade.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from bot.errors import GiveUp

T = TypeVar("T")
Turn = Callable[[Any], Any]
_MISSING = object()
_JSON_TYPES: dict[Any, tuple[type, ...]] = {str: (str,), int: (int,), bool: (bool,), float: (int, float)}


def encode(record: Any, *, without: frozenset[str] = frozenset()) -> str:
    """The same text for equal records. `without` names fields that the key tells already."""
    return json.dumps(_fields_of(record, without), ensure_ascii=False, separators=(",", ":"))


def decode(kind: type[T], text: str, **given: Any) -> T:
    """`given` fills the fields that were left out. Raises GiveUp("unreadable_record") where the text does not fit."""
    shape: Any = kind
    try:
        return cast("T", _into(shape)(json.loads(text), given))
    except (ValueError, TypeError, KeyError) as wrong:
        raise GiveUp("unreadable_record") from wrong


def _fields_of(record: Any, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    told, shape = {}, cast("Any", type(record))
    for name, default, plain in _plan(shape):
        value = getattr(record, name)
        if name not in without and value != default:
            told[name] = value if plain else _told(value)
    return told


def _told(value: Any) -> Any:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_told(part) for part in value]
    return _fields_of(value) if is_dataclass(value) else value


@cache
def _plan(kind: Any) -> tuple[tuple[str, Any, bool], ...]:
    """Per field: name, default, and whether JSON takes its values as they are."""
    hints = get_type_hints(kind)
    return tuple((f.name, _default(f), _reader(hints[f.name])[1]) for f in fields(kind))


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else _MISSING


@cache
def _into(kind: Any) -> Callable[[Mapping[str, Any], Mapping[str, Any]], Any]:
    readers = {name: _reader(hint)[0] for name, hint in get_type_hints(kind).items()}

    def read(told: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
        if not isinstance(told, dict):
            raise TypeError("an object is expected")
        return kind(**{**{name: readers[name](value) for name, value in told.items() if name in readers}, **given})

    return read


@cache
def _reader(hint: Any) -> tuple[Turn, bool]:
    """How a field is read from JSON, and whether JSON holds its values as they are."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner, plain = _reader(next(kind for kind in parts if kind is not types.NoneType))
        return (lambda value: None if value is None else inner(value)), plain
    if origin is Literal:
        return _one_of(parts), True
    if hint in _JSON_TYPES:
        return _plain(_JSON_TYPES[hint]), True
    return _read_other(hint, origin, parts), False


def _read_other(hint: Any, origin: Any, parts: tuple[Any, ...]) -> Turn:
    if origin is tuple:
        return _many(_reader(parts[0])[0])
    if hint in (datetime, date, time):
        return _moment(hint)
    if is_dataclass(hint):
        shape: Any = hint
        return lambda value: _into(shape)(value, {})
    raise TypeError(f"no JSON for {hint}")


def _one_of(words: tuple[Any, ...]) -> Turn:
    def read(value: Any) -> Any:
        if value not in words:
            raise ValueError("not one of the known words")
        return value

    return read


def _many(inner: Turn) -> Turn:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError("a list is expected")
        return tuple(inner(part) for part in value)

    return read


def _moment(kind: Any) -> Turn:
    def read(value: Any) -> Any:
        moment = kind.fromisoformat(value)
        if kind is datetime and moment.tzinfo is None:
            raise ValueError("an aware time is expected")
        return moment

    return read


def _plain(kinds: tuple[type, ...]) -> Turn:
    def read(value: Any) -> Any:
        if type(value) not in kinds:  # a bool is no int here
            raise TypeError("another type is expected")
        return value

    return read
