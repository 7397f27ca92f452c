"""Jobs as they are kept."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from bot.domain.conversation import Conversation, MessageRef
from bot.domain.jobs import calendars, digests, hooks, meetings, people, rounds, tasks
from bot.domain.jobs.job import Job
from bot.errors import BadInput, NewerJob

_SUBJECTS = (calendars, digests, hooks, meetings, people, rounds, tasks)
ALL_JOBS: tuple[type[Job], ...] = tuple(
    kind
    for subject in _SUBJECTS
    for kind in vars(subject).values()
    if isinstance(kind, type) and issubclass(kind, Job) and kind is not Job
)
_BY_NAME = {job.__name__: job for job in ALL_JOBS}


def to_wire(job: Job) -> dict[str, Any]:
    return {"job": type(job).__name__, "v": job.VERSION, **_told(job)}


def _told(record: Any) -> dict[str, Any]:
    """As `dataclasses.asdict`, which copies every value deeply and takes most of the time that keeping a job takes."""
    shape: Any = type(record)
    told = {}
    for name in _fields_of(shape):
        value = getattr(record, name)
        told[name] = value if type(value) is str or not is_dataclass(value) else _told(value)
    return told


@cache
def _fields_of(shape: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(shape))


def kind_of(wire: Any) -> str:
    """The job's name for logs and metrics; "unknown" for one that this release does not know."""
    name = wire.get("job") if isinstance(wire, dict) else None
    return name if isinstance(name, str) and name in _BY_NAME else "unknown"


def from_wire(wire: dict[str, Any]) -> Job:
    """Raises NewerJob for a job that only a newer release can have written, BadInput for what no release has."""
    told = dict(wire)
    name, version = told.pop("job", None), told.pop("v", None)
    if not isinstance(name, str) or not isinstance(version, int):
        raise BadInput("not a job")
    kind: Any = _BY_NAME.get(name)
    if kind is None or version > kind.VERSION or not told.keys() <= set(_fields_of(kind)):
        raise NewerJob("newer_release")
    try:
        for place in ("chat", "conversation"):
            if place in told:
                told[place] = Conversation(**told[place])
        if told.get("message"):
            ref = told["message"]
            told["message"] = MessageRef(Conversation(**ref["conversation"]), ref["activity_id"])
        job: Job = kind(**told)
    except (TypeError, KeyError) as wrong:
        raise BadInput("job fields do not fit") from wrong
    return job
