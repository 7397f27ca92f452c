"""Where traces go: to an OpenTelemetry collector over OTLP, by the packages of the extra `traces`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import ConfigError
from bot.sight.spans import record_with

VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT"


@contextmanager
def sending_traces(endpoint: str, role: str) -> Iterator[None]:
    """Spans of the block go to `endpoint`, the base address of a collector; "" sends none. What the collector does
    not take in time is dropped: no request and no job waits for it. Its other settings are OpenTelemetry's own."""
    if not endpoint:
        yield
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as missing:
        raise ConfigError(VARIABLE, "needs more packages: pip install 'potluck-meeting-hygiene[traces]'") from missing
    provider = TracerProvider(resource=Resource.create({"service.name": f"potluck-{role}"}))
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    record_with(provider)
    try:
        yield
    finally:
        record_with(None)
        provider.shutdown()
