"""Posts to webhooks, and never into the house's own network.

A name is resolved here, every address that it leads to is checked, and exactly a checked address is connected to, so
that a name cannot change its mind in between. No redirect is followed and no more of an answer is read than its
status. In a rehearsal tenant, loopback is allowed too.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import GiveUp, TryLater
from bot.settings import LOOPBACK, is_safe_url

TIMEOUT = aiohttp.ClientTimeout(total=10)
LONGEST_URL = 2000


class WebhookSender:
    """Keeps the contract of `bot.domain.ports.HookSender`."""

    def __init__(self, *, rehearsal: bool) -> None:
        self._rehearsal = rehearsal
        self._http: aiohttp.ClientSession | None = None

    def is_allowed(self, url: str) -> bool:
        if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
            return False
        try:
            parts = urlsplit(url)
            host, _port = parts.hostname, parts.port
        except ValueError:
            return False
        if not host or not is_safe_url(url):
            return False
        if host in LOOPBACK:
            return self._rehearsal
        try:
            return _is_public(ipaddress.ip_address(host))
        except ValueError:
            return "." in host and not host.replace(".", "").isdigit() and not host.endswith((".local", ".internal"))

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        if not self.is_allowed(url):
            raise GiveUp("hook_not_allowed")
        try:
            async with self._session().post(url, data=body, headers=headers, allow_redirects=False) as response:
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as failure:
            raise TryLater(f"hook: {type(failure).__name__}") from failure

    async def close(self) -> None:
        if self._http:
            await self._http.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=_PublicAddresses(rehearsal=self._rehearsal), limit_per_host=4),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=TIMEOUT,
                headers={"User-Agent": "Potluck-Webhooks/1"},
            )
        return self._http


class _PublicAddresses(AbstractResolver):
    """Tells of a name's addresses only those that lie in the public network."""

    def __init__(self, *, rehearsal: bool) -> None:
        self._rehearsal = rehearsal
        self._inner = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        public = [one for one in found if self._may(one["host"])]
        if not public:
            raise OSError("no public address")
        return public

    async def close(self) -> None:
        await self._inner.close()

    def _may(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return _is_public(ip) or (self._rehearsal and ip.is_loopback)


def _is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = ip.ipv4_mapped or ip.sixtofour if isinstance(ip, ipaddress.IPv6Address) else None
    return all(one.is_global and not one.is_multicast for one in (ip, inner) if one)
