"""Traces: one span per step from the notification to the card, through the queue. Nothing is recorded until
`record_with` was called.

A span bears codes, kinds and numbers, as the metrics do, and never the words of an error. What a caller says of a
trace of their own is not followed: our doors are open to the internet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.trace import INVALID_SPAN, Span, SpanKind, Status, StatusCode, Tracer, TracerProvider
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

__all__ = ["SpanKind", "record_with", "span", "traceparent"]

_W3C = TraceContextTextMapPropagator()
_HEADER = "traceparent"
_recording: list[Tracer] = []  # one, or none: then nothing but this list is looked at


def record_with(provider: TracerProvider | None) -> None:
    """For the whole process, from now on. None records nothing any more."""
    _recording[:] = [provider.get_tracer("potluck")] if provider else []


@contextmanager
def span(
    name: str,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Mapping[str, str | int] | None = None,
    *,
    parent: str | None = None,
) -> Iterator[Span]:
    """`parent` is a traceparent that came with a job; without one, the span around this one is its parent."""
    if not _recording:
        yield INVALID_SPAN
        return
    context = _W3C.extract({_HEADER: parent}) if parent else None
    with _recording[0].start_as_current_span(
        name, context, kind, attributes, record_exception=False, set_status_on_exception=False
    ) as opened:
        try:
            yield opened
        except Exception as failure:
            opened.set_attribute("error.type", type(failure).__name__)
            opened.set_status(Status(StatusCode.ERROR))
            raise


def traceparent() -> str | None:
    """The current span in the words of W3C Trace Context, to go along with a job; None where nothing is recorded."""
    if not _recording:
        return None
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    return carrier.get(_HEADER)
