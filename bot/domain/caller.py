"""Who calls the API, as a verified token vouches for: a person through some app, or an app by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["person", "reader", "writer", "admin"]


@dataclass(frozen=True, slots=True)
class Caller:
    """`person` is an Entra object id and None for an app by itself; `app` is the client's application id.

    A person has the role "person"; an app those of its app roles that Potluck knows. A person who was given the app
    role Admin is both.
    """

    tenant: str
    app: str
    roles: frozenset[Role]
    person: str | None = None

    @property
    def id(self) -> str:
        """Stable name of the caller within the tenant: a person id, or `app:` and the application id."""
        return self.person or f"app:{self.app}"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Through whose eyes something is read: a person sees their own, `everything` sees the whole tenant."""

    tenant: str
    person: str | None = None
    everything: bool = False
