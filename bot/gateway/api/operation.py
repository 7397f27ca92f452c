"""What one operation of the API is: a typed handler and a line about it. Serving and describing both read it.

A handler is `async def name(call, query: Q, body: B) -> Answer[A]`; `query` and `body` are there where the operation
takes them. Q, B and A are pydantic models, and the only description of what goes in and comes out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict

from bot.domain.caller import Caller, Viewer
from bot.domain.public_ids import revealed
from bot.gateway.api.rules import Reach, Resource
from bot.gateway.problems import Refused

PREFIX = "/api/v1"
A = TypeVar("A", bound=BaseModel)


class Taken(BaseModel):
    """Base of what callers send: nothing unknown, nothing bent into another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(BaseModel):
    """Base of queries, which arrive as text."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    """Base of what is answered."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Told):
    """An answer without a body (204)."""


@dataclass(frozen=True, slots=True)
class Call:
    """`reach` is what the rules grant; `once` is the Idempotency-Key, made the caller's own."""

    caller: Caller
    reach: Reach
    path: Mapping[str, str]
    if_match: str | None = None
    once: str | None = None

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.caller.tenant, self.caller.person, everything=self.reach == "all")

    def ids(self, name: str, parts: int) -> tuple[str, ...]:
        """The parts of an opaque id in the path. Raises Refused (404) where nothing can lie under it."""
        found = revealed(self.path[name], parts)
        if found is None:
            raise not_found()
        return found


@dataclass(frozen=True, slots=True)
class Answer(Generic[A]):
    body: A
    etag: int | None = None
    location: str | None = None


Act = Callable[..., Awaitable[Answer[Any]]]


@dataclass(frozen=True, slots=True)
class Operation:
    """`also` names the statuses that this operation can answer beyond those that all can."""

    method: str
    path: str
    resource: Resource
    act: Act
    summary: str
    status: int = 200
    also: tuple[int, ...] = ()
    needs_match: bool = False
    pure: bool = False  # the same body always gets the same answer, so none is kept for a repeated key
    hints: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hints", get_type_hints(self.act))

    @property
    def query(self) -> type[Asked] | None:
        return self.hints.get("query")

    @property
    def body(self) -> type[Taken] | None:
        return self.hints.get("body")

    @property
    def answer(self) -> type[Told]:
        told: type[Told] = get_args(self.hints["return"])[0]
        return told


class HasOperations(Protocol):
    """A resource."""

    def operations(self) -> list[Operation]: ...


def operations_of(*resources: HasOperations) -> list[Operation]:
    return [operation for resource in resources for operation in resource.operations()]


def not_found() -> Refused:
    return Refused(404, "Not found")


def check_match(call: Call, version: int) -> None:
    """Raises Refused (412) where the caller has seen another version."""
    if call.if_match not in {"*", f'"{version}"'}:
        raise Refused(412, "Precondition failed", "It changed meanwhile: read it again, then decide again.")
