"""A master that Sentinel watches: each new connection goes to whoever is master now.

    redis+sentinel://user:password@host:26379,host:26379/NAME/0?sentinel_password=...

User and password are the servers'; the sentinels have their own (`sentinel_username`, `sentinel_password`). With
`rediss+sentinel://` both are spoken to in TLS. Further options (`ssl_ca_certs`, ...) are as in a URL of one server.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from redis.asyncio import Redis
from redis.asyncio.connection import parse_url
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import NoBackoff

SCHEMES = {"redis+sentinel": "redis", "rediss+sentinel": "rediss"}
PORT = 26379
ASK_S = 0.5
"""A sentinel that is gone costs as much, and the next is asked."""
OWN = "sentinel_"


class Following(Redis):
    """A client of the master, which closes its clients of the sentinels with itself."""

    sentinels: tuple[Redis, ...] = ()

    async def aclose(self, close_connection_pool: bool | None = None) -> None:
        await super().aclose(close_connection_pool)
        for sentinel in self.sentinels:
            await sentinel.aclose()


def is_watched(url: str) -> bool:
    return urlsplit(url).scheme in SCHEMES


def follow_master(url: str, options: dict[str, Any]) -> Redis:
    """`options` are for the connections to the master. Raises ValueError for a URL that does not read as one."""
    told = urlsplit(url)
    user, at, hosts = told.netloc.rpartition("@")
    name, _, database = unquote(told.path).strip("/").partition("/")
    if not hosts or not name:
        raise ValueError("a URL of sentinels names them, and the master that they watch")
    asked = parse_qsl(told.query)
    own = {key.removeprefix(OWN): value for key, value in asked if key.startswith(OWN)}
    rest = urlencode([pair for pair in asked if not pair[0].startswith(OWN)])
    scheme = SCHEMES[told.scheme]
    server: dict[str, Any] = dict(parse_url(f"{scheme}://{user}{at}master/{database}?{rest}"))
    for part in ("host", "connection_class"):  # whom Sentinel names; a class of its own
        server.pop(part, None)
    tls = {"ssl": True} if scheme == "rediss" else {}
    patience = {"socket_timeout": ASK_S, "socket_connect_timeout": ASK_S, "retry": Retry(NoBackoff(), 0)}
    shared = {key: value for key, value in server.items() if key.startswith("ssl_")}
    addresses = [_address(host) for host in hosts.split(",")]
    sentinel = Sentinel(  # type: ignore[no-untyped-call]  # redis-py tells no types of it
        addresses, sentinel_kwargs={**patience, **shared, **tls, **own}
    )
    client: Following = sentinel.master_for(name, redis_class=Following, **{**server, **options, **tls})
    client.sentinels = tuple(sentinel.sentinels)
    return client


def _address(host: str) -> tuple[str, int]:
    told = urlsplit(f"//{host}")
    if not told.hostname:
        raise ValueError("a sentinel has a name or an address")
    return told.hostname, told.port or PORT
