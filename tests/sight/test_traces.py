"""From the notification to the card through the queue: one trace, told in codes alone."""

from __future__ import annotations

import asyncio
import gzip

import pytest
from aiohttp import web

from bot.adapters.redis.queue import envelope
from bot.domain.jobs import CatchUp
from bot.errors import ConfigError
from bot.settings import Settings
from bot.sight.export import sending_traces
from bot.sight.spans import span, traceparent
from tests.sight_fixtures import recorded_traces
from tests.tenant_fixtures import MAREN, READ_OUT, Tenant


async def test_one_trace_leads_from_the_notification_to_the_card(tenant: Tenant) -> None:
    with recorded_traces() as kept:
        await tenant.invite("Weekly round", READ_OUT)
        await tenant.card(tenant.private(MAREN), "Make it async", "Keep")
        await tenant.quiet()
        spans = {one.name: one for one in kept.get_finished_spans()}
    path = ["POST /api/graph/notifications", "do JudgeInvite", "send nudge"]
    assert set(path) <= spans.keys()
    card = spans["send nudge"]
    of_one = [one.name for one in spans.values() if one.context.trace_id == card.context.trace_id]
    assert set(path) <= set(of_one)
    assert card.parent
    assert card.parent.span_id == spans["do JudgeInvite"].context.span_id


def test_nothing_is_recorded_and_no_job_grows_until_it_is_asked_for() -> None:
    with span("anything"):
        assert traceparent() is None
        assert '"trace"' not in envelope(CatchUp("contoso", "ann"))
    with sending_traces("", "worker"), span("anything"):
        assert traceparent() is None
    with recorded_traces(), span("anything"):
        assert '"trace":"00-' in envelope(CatchUp("contoso", "ann"))


def test_an_error_is_told_by_its_kind_and_never_by_its_words() -> None:
    with recorded_traces() as kept:
        with pytest.raises(ValueError, match="Ann's words"), span("fails"):
            raise ValueError("Ann's words")
        (one,) = kept.get_finished_spans()
    assert one.attributes == {"error.type": "ValueError"}
    assert "words" not in one.to_json()


def test_the_collectors_address_is_taken_by_its_usual_name() -> None:
    assert Settings.from_env({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}).traces_url
    with pytest.raises(ConfigError, match="TRACES_URL"):
        Settings.from_env({"POTLUCK_TRACES_URL": "collector:4318"})


async def test_what_was_recorded_reaches_the_collector_before_the_process_ends() -> None:
    came: list[tuple[str, bytes]] = []

    async def collect(request: web.Request) -> web.Response:
        came.append((request.path, gunzipped(await request.read())))
        return web.Response()

    app = web.Application()
    app.add_routes([web.post("/{tail:.*}", collect)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()

    def live() -> None:
        with sending_traces(f"http://127.0.0.1:{runner.addresses[0][1]}", "worker"), span("do CatchUp"):
            pass

    await asyncio.to_thread(live)
    await runner.cleanup()
    ((path, told),) = came
    assert path == "/v1/traces"
    assert b"do CatchUp" in told
    assert b"potluck-worker" in told


def gunzipped(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
