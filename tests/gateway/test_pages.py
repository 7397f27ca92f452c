"""/privacy and /terms: what the Store asks of them, open to everybody, safe whatever the organization wrote."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web

from bot.adapters.redis import keys
from bot.gateway.routes.pages import TITLES, render, routes
from tests.tenant_fixtures import Tenant


async def test_both_pages_are_served_by_the_gateway_without_signing_in(tenant: Tenant) -> None:
    for name, title in TITLES.items():
        async with tenant.http.get(f"{tenant.gateway_url}/{name}") as answer:
            assert answer.status == 200
            assert answer.content_type == "text/html"
            assert f"<h1>{title}</h1>" in await answer.text()
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy


@pytest.mark.parametrize(
    "must", ["kept, and for how long", "erase", "encrypted", "AI-generated", "Wrong", "monitoring"]
)
def test_the_privacy_statement_has_what_the_store_asks_for(must: str) -> None:
    assert must in render("privacy", "", closed_days=30)


@pytest.mark.parametrize(
    ("said", "life"),
    [
        ("400 days", keys.NUDGED),
        ("90 days</td></tr>\n<tr><td>Which meetings", keys.MEETING),
        ("7 days</td></tr>\n<tr><td>A person", keys.ASKED),
        ("90 days</td></tr>\n<tr><td>A ledger", keys.SENT_ONCE),
        ("365 days", keys.LEDGER),
        ("400 days after it was seen", keys.PRIVATE_MEETING),
        ("90 days</td></tr>\n<tr><td>A round", keys.JUDGED),
        ("Until a day after its deadline", keys.ROUND_OUTLIVES_DEADLINE),
        ("30 days at most", keys.UNREAD_WORDS),
        ("7 days at most", keys.WORDS_ASIDE),
        ("Until a day after the meeting", keys.NUDGE_OUTLIVES_MEETING),
    ],
)
def test_the_lifetimes_that_are_told_are_those_of_the_store(said: str, life: timedelta) -> None:
    assert said in render("privacy", "", closed_days=30)
    number = next((int(word) for word in said.split() if word.isdigit()), 1)
    assert life == timedelta(days=number)


def test_the_life_of_closed_tasks_is_told_as_the_administrator_set_it() -> None:
    assert "and 45 days after they were done or dropped" in render("privacy", "", closed_days=45)


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("privacy@contoso.com", '<a href="mailto:privacy@contoso.com">'),
        ("https://contoso.com/privacy", '<a href="https://contoso.com/privacy" rel="noreferrer">'),
        ("Works council, room 7", "Works council, room 7"),
        ("", "the administrator who installed Potluck"),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ('x@y.z"onclick="a', "x@y.z&quot;onclick=&quot;a"),
        ("${style} $body", "${style} $body"),
    ],
)
def test_the_contact_stands_on_both_pages_as_it_was_written(contact: str, shown: str) -> None:
    for name in TITLES:
        page = render(name, contact, closed_days=30)
        assert shown in page
        assert "<script" not in page


@pytest.mark.parametrize("name", sorted(TITLES))
def test_a_page_can_be_read_by_a_screen_reader(name: str) -> None:
    page = render(name, "privacy@contoso.com", closed_days=30)
    opened = re.findall(r"<([a-z0-9]+)", page)
    assert '<html lang="en">' in page
    assert [tag for tag in opened if tag in {"header", "main", "footer", "nav"}] == [
        "header",
        "main",
        "footer",
        "nav",
    ]
    assert opened.count("h1") == 1
    assert all('scope="col"' in cell for cell in page.split("<th")[1:] if not cell.startswith("ead"))


async def test_a_head_request_is_answered_too() -> None:
    app = web.Application()
    app.add_routes(routes("privacy@contoso.com", closed_days=30))
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with ClientSession() as http, http.head(f"http://127.0.0.1:{runner.addresses[0][1]}/privacy") as answer:
            assert answer.status == 200
    finally:
        await runner.cleanup()
