"""A link that hands out one person's data for a quarter of an hour. Pure: nothing is stored for it."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.ids import keyed_hash
from bot.errors import NotAllowed

LIFE = timedelta(minutes=15)
PATH = "/my-data/"
LONGEST = 200
LONGEST_MOMENT = 12


@dataclass(frozen=True, slots=True)
class DownloadLink:
    """The first of `secrets` signs, all are taken; `public_url` is where the gateway is reached."""

    secrets: Sequence[str]
    public_url: str

    def url(self, person: str, now: datetime) -> str:
        until = round((now + LIFE).timestamp())
        return f"{self.public_url.rstrip('/')}{PATH}{person}.{until}.{_signature(self.secrets[0], person, until)}"

    def person(self, token: str, now: datetime) -> str:
        """Whose data the link is for. Raises NotAllowed (404, since a guess should learn nothing) for any other."""
        person, _, rest = token[:LONGEST].partition(".")
        told, _, signature = rest.partition(".")
        readable = told.isascii() and told.isdecimal() and len(told) <= LONGEST_MOMENT
        until = int(told) if readable else 0
        genuine = any(
            hmac.compare_digest(signature.encode(), _signature(secret, person, until).encode())
            for secret in self.secrets
        )
        if not genuine or now >= datetime.fromtimestamp(until, UTC):
            raise NotAllowed("no_such_link", status=404)
        return person


def _signature(secret: str, person: str, until: int) -> str:
    return keyed_hash(secret, "my-data", person, str(until))
