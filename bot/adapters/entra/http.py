"""The HTTP client that MSAL is given: time limits, and a company's own certificate authority."""

from __future__ import annotations

import ssl
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from bot.errors import ConfigError

TIMEOUT_S = 10.0


def http_client(ca_file: str) -> requests.Session:
    """Plain http is for a managed identity's endpoint, which lies on the machine itself and speaks nothing else."""
    session = requests.Session()
    session.trust_env = False  # settings are the only configuration
    session.mount("https://", _TrustingAdapter(ca_file))
    session.mount("http://", _TrustingAdapter(""))
    return session


class _TrustingAdapter(HTTPAdapter):
    """Requests with a time limit, trusting the usual authorities and the one of `ca_file`."""

    def __init__(self, ca_file: str) -> None:
        self._context = ssl.create_default_context()
        if ca_file:
            try:
                self._context.load_verify_locations(ca_file)
            except OSError as error:
                raise ConfigError("POTLUCK_CA_FILE", "cannot be read as PEM certificates") from error
        super().__init__(max_retries=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **{**kwargs, "ssl_context": self._context})

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]  # the library's positional form is unused
        return super().send(request, **{**kwargs, "timeout": kwargs.get("timeout") or TIMEOUT_S})
