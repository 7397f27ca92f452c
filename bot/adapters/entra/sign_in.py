"""Signing in as the application. The only file that imports msal.

Four ways, one of them configured (`Settings.sign_in`):

- *managed identity*: the platform vouches. Where the identity is the application itself (its client id is the app
  id), its tokens are used as they are; else its token is the assertion of a federated credential of the application.
- *federated token file*: a workload's token, as Kubernetes and CI systems write it, renewed under our feet.
- *certificate*: a PEM file with the private key and its certificate.
- *secret*: the last resort, since it must be kept and renewed by people.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msal
import requests

from bot.errors import ConfigError, PotluckError, TryLater
from bot.settings import Settings, SignInWay

EXCHANGE = "api://AzureADTokenExchange"  # the audience that federated credentials are made for
Answer = Mapping[str, Any]

_TO_MEND: Mapping[str, tuple[str, str]] = {
    "unauthorized_client": ("POTLUCK_APP_ID", "the login service knows no such application in this tenant"),
    "invalid_scope": ("POTLUCK_GRAPH_SCOPE", "the login service knows no such scope"),
    "invalid_resource": ("POTLUCK_GRAPH_SCOPE", "the login service knows no such resource"),
}
_OUR_FAULT: Mapping[SignInWay, tuple[str, str]] = {
    "secret": ("POTLUCK_APP_SECRET", "refused by the login service: wrong or expired"),
    "certificate": (
        "POTLUCK_APP_CERTIFICATE",
        "refused by the login service: upload this certificate to the application, or renew it",
    ),
    "federated": (
        "POTLUCK_FEDERATED_TOKEN_FILE",
        "refused by the login service: the federated credential must name this token's issuer, subject and audience",
    ),
    "identity": (
        "POTLUCK_MANAGED_IDENTITY",
        "refused: no such identity on this machine, or the application has no federated credential for it",
    ),
}


class SignIn:
    """Asks for tokens, one request at a time: MSAL is not made for two threads at once."""

    def __init__(self, settings: Settings, http: requests.Session) -> None:
        self._settings = settings
        self._http = http
        self._app: Any = None
        self._lock = threading.Lock()

    @property
    def _way(self) -> SignInWay:
        """Asked late, since a gateway runs without signing in anywhere."""
        return self._settings.sign_in()

    def acquire(self, scope: str) -> Answer:
        """Blocks. An answer with access_token and expires_in (seconds); raises TryLater or ConfigError."""
        try:
            with self._lock:
                answer = self._ask(scope)
        except requests.exceptions.SSLError as error:
            raise ConfigError("POTLUCK_CA_FILE", "the login service's certificate is not trusted") from error
        except (requests.exceptions.RequestException, msal.exceptions.MsalServiceError) as error:
            raise TryLater("login_unreachable") from error
        except ValueError as error:
            raise _unreadable(error) from error
        if "access_token" not in answer:
            if self._way == "certificate":
                self._app = None  # so that a renewed one is read
            raise self._refusal(answer)
        return answer

    def _ask(self, scope: str) -> Answer:
        if self._way == "identity" and self._settings.managed_identity == self._settings.app_id:
            return self._of_identity(scope.removesuffix("/.default"))
        if self._app is None:
            self._app = self._application()
        self._app.remove_tokens_for_client()  # tokens are kept by our caller alone
        answer: Answer = self._app.acquire_token_for_client(scopes=[scope])
        return answer

    def _application(self) -> Any:
        """The authority is given as `login_url/tenant` with instance discovery off: MSAL then asks exactly that
        host, whether it is Microsoft's, a sovereign cloud's or a company's own."""
        return msal.ConfidentialClientApplication(
            self._settings.app_id,
            client_credential=self._credential(),
            authority=f"{self._settings.login_url.rstrip('/')}/{self._settings.tenant_id}",
            instance_discovery=False,
            http_client=self._http,
        )

    def _credential(self) -> Any:
        if self._way == "secret":
            return self._settings.app_secret.reveal()
        if self._way == "certificate":
            return _certificate(self._settings.app_certificate)
        vouch = self._identity_vouches if self._way == "identity" else self._file_vouches
        return {"client_assertion": vouch}  # asked at every request, so that a renewed one is used

    def _file_vouches(self) -> str:
        return _read("POTLUCK_FEDERATED_TOKEN_FILE", self._settings.federated_token_file).strip()

    def _identity_vouches(self) -> str:
        answer = self._of_identity(EXCHANGE)
        if "access_token" not in answer:
            raise self._refusal(answer)
        return str(answer["access_token"])

    def _of_identity(self, resource: str) -> Answer:
        """A client a time: MSAL's would keep tokens and refusals on its own terms."""
        identity = msal.UserAssignedManagedIdentity(client_id=self._settings.managed_identity)
        client = msal.ManagedIdentityClient(identity, http_client=self._http)
        answer: Answer = client.acquire_token_for_client(resource=resource)
        return answer

    def _refusal(self, answer: Answer) -> PotluckError:
        """The login service's own words stay out: they repeat ids, and sometimes more."""
        code = str(answer.get("error", ""))
        ours = {"invalid_client"} if self._way in {"secret", "certificate"} else {"invalid_client", "invalid_request"}
        if code in ours or (self._way == "identity" and code == "invalid_scope"):  # so MSAL tells an unknown identity
            return ConfigError(*_OUR_FAULT[self._way])
        if code in _TO_MEND:
            return ConfigError(*_TO_MEND[code])
        return TryLater("login_refused")


def _certificate(file: str) -> Mapping[str, str]:
    pem = _read("POTLUCK_APP_CERTIFICATE", file)
    if "PRIVATE KEY-----" not in pem or "BEGIN CERTIFICATE-----" not in pem:
        raise ConfigError("POTLUCK_APP_CERTIFICATE", "the file must hold a private key and its certificate, as PEM")
    return {"private_key": pem, "public_certificate": pem}


def _read(setting: str, file: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(setting, f"cannot be read ({type(error).__name__})") from error


def _unreadable(error: ValueError) -> PotluckError:
    """MSAL tells a missing tenant and an unreadable answer by the same ValueError; their causes differ."""
    if isinstance(error, json.JSONDecodeError) or isinstance(error.__context__, json.JSONDecodeError):
        return TryLater("login_answered_nonsense")
    return ConfigError("POTLUCK_TENANT_ID", "the login service knows no such tenant (or POTLUCK_LOGIN_URL is wrong)")
