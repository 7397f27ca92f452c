"""What the gateway counts, in Prometheus' words. No label ever holds a name, an id or anybody's words."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """One registry per gateway, so that several can live in one process (tests do that)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
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

    def answered(self, route: str, method: str, status: int, took_s: float) -> None:
        """The counters of a route are looked up once: that costs more than counting."""
        place = (route, method, status)
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = (
                self.requests.labels(route=route, method=method, status=status),
                self.latency.labels(route=route),
            )
        known[0].inc()
        known[1].observe(took_s)

    def page(self) -> bytes:
        return generate_latest(self.registry)
