"""The REST API's machinery: what an operation is, who may call it, how it is served, described and paged.

    request -> serve: token -> rules -> limits -> path, query, body -> Idempotency-Key -> the operation's handler
    routes/api/*: one file per resource        openapi, docs_page: the same operations, described

A resource is one file in `bot/gateway/routes/api/`, named in that folder's `__init__`, one line in bootstrap's table,
and its row in `rules`.

Versioning and deprecation:

- The version is in the path. Within /api/v1 nothing is taken away and no meaning changes. Added over time are
  operations, optional fields and parameters of requests, fields of answers, and words of open lists (events of
  webhooks, problem types): a client passes over what it does not know.
- What must change otherwise comes as /api/v2 beside /api/v1. The old version then answers with the headers
  `Deprecation` (RFC 9745) and `Sunset` (RFC 8594), is marked `deprecated` in /openapi.json, and serves for at least
  twelve months more. After its sunset it answers 410 with a problem document that links to its successor.
- A hole in security is the one reason to break this without notice; the changelog says so.
- The golden copy of the description in the tests makes every change of the API visible in review.
"""

from __future__ import annotations

from bot.gateway.api.idempotency import Repeats
from bot.gateway.api.limits import Limits
from bot.gateway.api.operation import Operation, operations_of
from bot.gateway.api.paging import Pager
from bot.gateway.api.serve import Api

__all__ = ["Api", "Limits", "Operation", "Pager", "Repeats", "operations_of"]
