"""Every figure that Potluck shows to Prometheus, in one table. The page that shows them is `bot.gateway.sight`.

One registry per process, as each process is scraped by itself. Labels are codes, kinds of jobs and sends, and patterns
of routes: no label ever holds an id, a name or anybody's words.
"""

from __future__ import annotations

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()

_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LONG = (0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 4 * 3600.0, 12 * 3600.0)


def _counter(name: str, about: str, *labels: str) -> Counter:
    return Counter(f"potluck_{name}", about, labels, registry=REGISTRY)


def _gauge(name: str, about: str, *labels: str) -> Gauge:
    return Gauge(f"potluck_{name}", about, labels, registry=REGISTRY)


def _histogram(name: str, about: str, *labels: str, buckets: tuple[float, ...] = _QUICK) -> Histogram:
    return Histogram(f"potluck_{name}", about, labels, registry=REGISTRY, buckets=buckets)


REQUESTS = _counter("requests", "Requests answered", "route", "method", "status")
REQUEST_SECONDS = _histogram("request_seconds", "Time to answer a request", "route")
NOTIFICATIONS = _counter("notifications", "Graph notifications by what became of them", "outcome")

JOBS = _counter("jobs", "Jobs by what became of a try: done, given_up, again, dead, lost", "job", "fate")
JOB_SECONDS = _histogram("job_seconds", "Time that one try of a job took", "job")
JOB_WAIT_SECONDS = _histogram("job_wait_seconds", "Time from being due to being begun", buckets=_LONG)

NUDGES_SENT = _counter("nudges_sent", "Organizers who were asked")
NUDGES_WITHHELD = _counter("nudges_withheld", "Invites that nobody was asked about", "reason")
CARDS_SENT = _counter("cards_sent", "Messages delivered to Teams", "kind")
CARDS_FAILED = _counter("cards_failed", "Messages not delivered, or in doubt", "kind", "reason")
DIGEST_LATENESS_SECONDS = _histogram(
    "digest_lateness_seconds", "Time from a digest's planned moment to its job", buckets=_LONG
)
DIGESTS_MISSED = _counter("digests_missed", "Digests that came due too late to be sent")
GRAPH_REQUESTS = _counter("graph_requests", "Requests to Graph by outcome; graph_throttles is a 429", "outcome")
GRAPH_SECONDS = _histogram("graph_request_seconds", "Time that Graph took to answer")
TEAMS_REFUSALS = _counter("teams_refusals", "Requests that Teams wants repeated; http_429 is a throttle", "reason")

# Read from Redis when the page is asked for. All processes tell the same, so ask for their maximum.
QUEUE_DEPTH = _gauge("queue_depth", "Jobs to do now, running and to be tried again included")
QUEUE_OLDEST_SECONDS = _gauge("queue_oldest_seconds", "Age of the oldest job in the queue")
QUEUE_LATER = _gauge("queue_later", "Jobs whose moment has not come")
DIGESTS_DUE = _gauge("digests_due", "Digests whose moment came and that no scheduler has dealt with")
DEAD_LETTERS = _gauge("dead_letters", "Jobs that failed for good and wait for an operator")
UNREACHED = _gauge("unreachable_organizers", "People who would be asked and cannot be")
GRAPH_OUT = _gauge("graph_out", "1 while Graph does not answer")
REDIS_OUT = _gauge("redis_out", "1 where Redis did not answer when this page was asked for")


def answered(route: str, method: str, status: int, took_s: float) -> None:
    counter, histogram = _of_route(route, method, status)
    counter.inc()
    histogram.observe(took_s)


@cache  # finding them costs more than counting; routes, methods and statuses are few
def _of_route(route: str, method: str, status: int) -> tuple[Counter, Histogram]:
    return REQUESTS.labels(route=route, method=method, status=status), REQUEST_SECONDS.labels(route=route)
