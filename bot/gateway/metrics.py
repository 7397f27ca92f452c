"""What the gateway counts, in Prometheus' words. No label ever holds a name, an id or anybody's words."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """One registry per gateway, so that several can live in one process (tests do that)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "potluck_requests", "Requests answered", ("route", "method", "status"), registry=self.registry
        )
        self.latency = Histogram("potluck_request_seconds", "Time to answer", ("route",), registry=self.registry)
        self.notifications = Counter(
            "potluck_notifications", "Graph notifications by what became of them", ("outcome",), registry=self.registry
        )
        self.unreached = Gauge(
            "potluck_unreachable_organizers", "People who would be asked and cannot be", registry=self.registry
        )

    def page(self) -> bytes:
        return generate_latest(self.registry)
