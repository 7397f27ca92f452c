"""Looking at the product from outside in tests: its figures as Prometheus would read them, its traces in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import generate_latest

from bot.sight.metrics import REGISTRY
from bot.sight.spans import record_with


def figure(name: str, **labels: str) -> float:
    """0 for one that was never counted. All tests of a process count together, so look at differences."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


def figures() -> str:
    return generate_latest(REGISTRY).decode()


@contextmanager
def recorded_traces() -> Iterator[InMemorySpanExporter]:
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    record_with(provider)
    try:
        yield kept
    finally:
        record_with(None)
        provider.shutdown()
