"""GET /privacy and /terms: what Teams links to from the app's listing. Plain pages, readable without signing in."""

from __future__ import annotations

import base64
import hashlib
import html
from pathlib import Path
from string import Template

from aiohttp import web

PAGES = Path(__file__).resolve().parent.parent / "pages"
TITLES = {"privacy": "Privacy statement", "terms": "Terms of use"}
NOBODY_NAMED = "the administrator who installed Potluck in your organization"


def routes(contact: str, *, closed_days: int) -> list[web.RouteDef]:
    """`contact` is an e-mail or https address, or whatever else the organization wrote; `closed_days` is how long a
    done or dropped task is kept."""
    return [_route(name, render(name, contact, closed_days=closed_days)) for name in TITLES]


def render(name: str, contact: str, *, closed_days: int) -> str:
    frame = Template((PAGES / "frame.html").read_text("utf-8"))
    text = Template((PAGES / f"{name}.html").read_text("utf-8"))
    style = (PAGES / "style.css").read_text("utf-8")
    body = text.substitute(contact=_linked(contact.strip()), closed_days=closed_days)
    return frame.substitute(title=TITLES[name], style=style, body=body)


def _route(name: str, page: str) -> web.RouteDef:
    """Nothing is loaded, run, framed or told to others; the one style is allowed by its hash."""
    style = page.partition("<style>")[2].partition("</style>")[0]
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    headers = {
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "public, max-age=3600",
    }

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html", headers=headers)

    return web.get(f"/{name}", answer)


def _linked(contact: str) -> str:
    shown = html.escape(contact or NOBODY_NAMED)
    if contact.startswith("https://"):
        return f'<a href="{shown}" rel="noreferrer">{shown}</a>'
    return f'<a href="mailto:{shown}">{shown}</a>' if "@" in contact and " " not in contact else shown
