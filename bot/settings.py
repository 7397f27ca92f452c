"""Configuration: read once from the environment, validated, secrets masked. Nothing else reads the environment.

Every setting is a field of `Settings`; its variable is `POTLUCK_` + the upper-case name, and its comment is what
`potluck doctor` and README show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_type_hints
from urllib.parse import urlsplit

from bot.errors import ConfigError

PREFIX = "POTLUCK_"
SignInWay = Literal["identity", "federated", "certificate", "secret"]
TIERS = ("none", "metadata", "full")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Secret(str):  # noqa: SLOT000 - a plain str subclass, no state of its own
    """A string that does not show itself in logs, reprs and tracebacks; use it where a str is due."""

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def reveal(self) -> str:
        return str.__str__(self)


def _doc(text: str, default: Any, *, roles: str = "") -> Any:
    return field(default=default, metadata={"doc": text, "roles": roles})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; times are in the unit that the name ends with."""

    redis_url: Secret = _doc(
        "Redis or Valkey >= 6.2: redis:// (rediss:// with TLS), redis+sentinel://HOST,HOST/NAME where Sentinel watches "
        "it; empty starts the embedded server",
        Secret(""),
    )
    redis_cluster: bool = _doc("the URL is a Redis Cluster", False)
    data_dir: str = _doc("where the embedded server keeps its append-only file", "")
    key_prefix: str = _doc("put before every key, so that installations can share a server", "")

    app_id: str = _doc("Entra application (bot) id", "", roles="gateway worker")
    managed_identity: str = _doc(
        "sign in with the managed identity of this client id: the app's own, or one it trusts", ""
    )
    federated_token_file: str = _doc("sign in with the workload token in this file, which the platform renews", "")
    app_certificate: str = _doc("sign in with this PEM file of private key and certificate", "")
    app_secret: Secret = _doc("sign in with this client secret of the application", Secret(""))
    tenant_id: str = _doc("Entra tenant that Potluck serves", "", roles="gateway worker scheduler")
    secret_key: Secret = _doc(
        "32 or more random characters: signs clientState and keyed hashes", Secret(""), roles="gateway worker"
    )
    other_secret_key: Secret = _doc(
        "while POTLUCK_SECRET_KEY is being changed: the coming or the previous one, which is taken too", Secret("")
    )
    hash_key: Secret = _doc(
        "keys the hashes by which people and events are remembered; empty: POTLUCK_SECRET_KEY. Set it to the first "
        "POTLUCK_SECRET_KEY before that is changed, and keep it",
        Secret(""),
    )

    login_url: str = _doc("token authority", "https://login.microsoftonline.com")
    bot_openid_url: str = _doc(
        "where the keys of inbound bot tokens are published",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
    )
    bot_issuer: str = _doc("issuer of inbound bot tokens", "https://api.botframework.com")
    bot_scope: str = _doc("scope of outbound bot tokens", "https://api.botframework.com/.default")
    service_urls: tuple[str, ...] = _doc(
        "origins that the bot's token may be sent to",
        ("https://smba.trafficmanager.net", "https://smba.infra.gcc.teams.microsoft.com"),
    )
    ca_file: str = _doc("extra certificate authority (PEM), for companies that inspect TLS", "")

    graph_url: str = _doc("Microsoft Graph", "https://graph.microsoft.com/v1.0")
    graph_scope: str = _doc("scope of Graph tokens", "https://graph.microsoft.com/.default")
    graph_tier: str = _doc("what may be read of calendars: none, metadata (no agendas, so few nudges) or full", "full")
    graph_writes: bool = _doc("may change events: cancel or shorten on the organizer's confirmation", False)
    graph_installs: bool = _doc("may install the app for an organizer whom it cannot write to yet", False)
    outside_mailbox: str = _doc("object id of a mailbox that must not be readable; `doctor` proves that it is not", "")
    mailboxes: tuple[str, ...] = _doc("object ids of people whose invites are read", ())
    group: str = _doc("object id of a group: the invites of its members are read", "")
    notification_keys: tuple[str, ...] = _doc(
        "PEM files of RSA key and certificate that Graph's notifications of meeting calls are encrypted for", ()
    )
    public_url: str = _doc("https address under which Graph reaches the gateway", "", roles="worker")
    default_zone: str = _doc("IANA zone of teams and people until they choose one", "UTC")
    debounce_s: float = _doc("wait after the last change of an invite before judging it", 120.0)

    end_grace_min: int = _doc("ask so long after a meeting's scheduled end where Teams told of no end", 60)

    keep_done_days: int = _doc("how long done and dropped tasks are kept, 0 to 365", 30)

    nudge_threshold: float = _doc("lowest probability for a nudge; can only raise the shipped one", 0.0)
    nudges_per_week: int = _doc("most nudges that one organizer gets in seven days", 3)
    min_notice_min: int = _doc("no nudge later than this before the meeting starts", 15)

    contact: str = _doc("who answers questions of people: an e-mail or https address, shown on /privacy and /terms", "")

    host: str = _doc("address that the gateway listens on", "127.0.0.1")
    port: int = _doc("port that the gateway listens on; 0 takes a free one", 3978)
    metrics_port: int = _doc(
        "port of /metrics, /healthz and /readyz, on POTLUCK_HOST; 0 shows none; `up` takes this and the next two", 0
    )
    traces_url: str = _doc(
        "OpenTelemetry collector (OTLP over HTTP) that traces go to; OTEL_EXPORTER_OTLP_ENDPOINT is taken too", ""
    )
    time_url: str = _doc('shared time source of a rehearsal tenant (GET -> {"now": ISO}); empty uses the system\'s', "")
    log_level: str = _doc("debug, info, warning or error", "info")
    concurrency: int = _doc("jobs that one worker runs at once", 16)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Raises ConfigError for an unknown POTLUCK_ variable or a value that does not fit."""
        hints = get_type_hints(cls)
        known = {PREFIX + f.name.upper(): f.name for f in fields(cls)}
        stray = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
        if stray:
            raise ConfigError(stray[0], "no such setting; `potluck doctor` lists them all")
        given = {
            name: _parse(variable, environ[variable], hints[name])
            for variable, name in known.items()
            if environ.get(variable, "") != ""
        }
        if "redis_url" not in given and environ.get("REDIS_URL"):
            given["redis_url"] = Secret(environ["REDIS_URL"])
        if "traces_url" not in given:
            given["traces_url"] = environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")
        settings = cls(**given)
        settings._check_addresses()
        settings._check_traces()
        if settings.graph_tier not in TIERS:
            raise ConfigError(PREFIX + "GRAPH_TIER", f"must be one of {', '.join(TIERS)}")
        return settings

    @property
    def signing_keys(self) -> tuple[str, ...]:
        """The first one signs, all are taken."""
        return tuple(key.reveal() for key in (self.secret_key, self.other_secret_key) if key)

    @property
    def hashing_key(self) -> str:
        return (self.hash_key or self.secret_key).reveal()

    def _check_traces(self) -> None:
        if self.traces_url and not urlsplit(self.traces_url).scheme.startswith("http"):
            raise ConfigError(PREFIX + "TRACES_URL", "must be http:// or https://")

    def require(self, role: str) -> None:
        """Raises ConfigError naming the first setting that the role cannot run without."""
        for wrong in self.lacks(role):
            raise wrong

    def lacks(self, role: str) -> Iterator[ConfigError]:
        """Everything that keeps the role from running, in the order of the settings."""
        for f in fields(self):
            if role in f.metadata["roles"].split() and not getattr(self, f.name):
                yield ConfigError(PREFIX + f.name.upper(), f"missing: {f.metadata['doc']}")
        if role == "worker":
            try:
                self.sign_in()
            except ConfigError as wrong:
                yield wrong
        if role in ("gateway", "worker"):
            for name in ("secret_key", "other_secret_key", "hash_key"):
                if 0 < len(getattr(self, name)) < 32:
                    yield ConfigError(PREFIX + name.upper(), "too short: 32 or more random characters")

    def sign_in(self) -> SignInWay:
        """How the application proves who it is. Raises ConfigError where no way, or more than one, is configured."""
        ways: dict[str, SignInWay] = {
            "MANAGED_IDENTITY": "identity",
            "FEDERATED_TOKEN_FILE": "federated",
            "APP_CERTIFICATE": "certificate",
            "APP_SECRET": "secret",
        }
        told = [name for name in ways if getattr(self, name.lower())]
        if not told:
            raise ConfigError(PREFIX + "APP_SECRET", f"missing: set one of {', '.join(PREFIX + name for name in ways)}")
        if len(told) > 1:
            raise ConfigError(PREFIX + told[1], f"one way to sign in is enough, and {PREFIX}{told[0]} is set too")
        return ways[told[0]]

    @property
    def reads_calendars(self) -> bool:
        return self.graph_tier != "none"

    def _check_addresses(self) -> None:
        addresses = {
            "LOGIN_URL": self.login_url,
            "BOT_OPENID_URL": self.bot_openid_url,
            "GRAPH_URL": self.graph_url,
            "PUBLIC_URL": self.public_url,
            "TIME_URL": self.time_url,
        }
        for name, address in [*addresses.items(), *(("SERVICE_URLS", url) for url in self.service_urls)]:
            if address and not is_safe_url(address):
                raise ConfigError(PREFIX + name, "must be https (plain http is for loopback only)")


def is_safe_url(address: str) -> bool:
    """https anywhere, http on loopback only; never with a user name in it."""
    parts = urlsplit(address)
    if not parts.hostname or parts.username:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _parse(variable: str, raw: str, kind: Any) -> Any:
    try:
        if kind is bool:
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[raw.lower()]
        if kind in (int, float):
            return kind(raw)
        if kind is Secret:
            return Secret(raw)
        if kind is str:
            return raw
        return tuple(part.strip() for part in raw.split(",") if part.strip())
    except (KeyError, ValueError):
        raise ConfigError(variable, f"does not read as {getattr(kind, '__name__', 'a list')}") from None


def default_data_dir(environ: Mapping[str, str]) -> Path:
    base = environ.get("XDG_DATA_HOME") or str(Path(environ.get("HOME") or Path.home()) / ".local" / "share")
    return Path(base) / "potluck"
