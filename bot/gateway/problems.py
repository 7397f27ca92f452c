"""Problem documents (RFC 9457): the one shape of every refusal at every door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiohttp import web

SERVED_BY = "Potluck"  # and not which release of what
PROBLEM_JSON = "application/problem+json"


class Refused(Exception):
    """A refusal with a type of its own. `errors` point at what does not fit, and never repeat what was sent."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = errors


def problem(
    status: int,
    title: str,
    *,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> web.Response:
    """`type` is stable per title, so that callers can branch on it."""
    body: dict[str, object] = {"type": problem_type(title), "title": title, "status": status}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    return web.json_response(body, status=status, headers=headers, content_type=PROBLEM_JSON)


def problem_type(title: str) -> str:
    return f"urn:potluck:problem:{title.lower().replace(' ', '-')}"
