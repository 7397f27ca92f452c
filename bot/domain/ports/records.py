"""What is asked of the ledger, of erasing, and of the state behind the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from bot.domain.hook import Hook
from bot.domain.ledger import Entry
from bot.domain.person import Person


class Ledger(Protocol):
    """By place: the id of the conversation that something was said in; of what was left unsaid, the person's."""

    async def write(self, tenant: str, place: str, entry: Entry, *, once: str) -> None:
        """The same outcome of the same send (`once`) is one entry, however often it is told."""
        ...

    async def latest(self, tenant: str, place: str, *, limit: int) -> Sequence[Entry]:
        """Newest first; at most the last 200 are kept, for 365 days."""
        ...

    async def counts(self, tenant: str, day: date) -> Mapping[tuple[str, str], int]:
        """How many entries of each (kind, what came of it) a UTC day has. Names nobody."""
        ...


class Erasure(Protocol):
    async def erase_team(self, tenant: str, team: str) -> None:
        """A team and its tasks are gone afterwards. May be called again."""
        ...

    async def forget(self, person: Person, *, chat: str | None, since: str = "") -> tuple[int, str]:
        """One piece of the way through all that is kept, from where the piece before ended. Returns how many things
        were changed or deleted, and where to go on: at the end "", and then nothing kept names the person (or their
        1:1 `chat`), except what was said meanwhile. May be killed and called again. What tells how the person is
        called is kept until the end."""
        ...


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What the API answered to a POST. `headers` are lines."""

    status: int
    body: str
    headers: tuple[str, ...] = ()


class AnswerStore(Protocol):
    """Answers of the API under the keys that callers chose, for 24 hours. `place` and `asked` are hashes."""

    async def begin(self, tenant: str, place: str, asked: str) -> KeptAnswer | Literal["begun", "running", "another"]:
        """The answer that was kept; or leave to begin; or somebody has begun less than a minute ago; or the place
        stands for something else that was asked."""
        ...

    async def done(self, tenant: str, place: str, asked: str, answer: KeptAnswer) -> None: ...

    async def forget(self, tenant: str, place: str) -> None: ...


class HookStore(Protocol):
    async def add(self, hook: Hook) -> bool:
        """False where the tenant has as many as it may; the same id again replaces."""
        ...

    async def all(self, tenant: str) -> Sequence[Hook]:
        """Oldest first."""
        ...

    async def get(self, tenant: str, hook_id: str) -> Hook | None: ...

    async def delete(self, tenant: str, hook_id: str) -> bool:
        """False where there is none. A lost answer that is asked again tells False too."""
        ...


@dataclass(frozen=True, slots=True)
class Share:
    """What a caller may spend: `burst` calls at once, `per_s` more each second."""

    burst: int
    per_s: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """`left` of the caller's own share; `wait_s` is 0 where the call may go on."""

    left: int
    wait_s: float


class Shares(Protocol):
    async def draw(self, tenant: str, caller: str, *, own: Share, tenants: Share) -> Drawn:
        """One call out of the caller's share and of the tenant's, in one step for all replicas."""
        ...
