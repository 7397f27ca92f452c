"""/docs: the description as a page that is read without a script, a font or a word from anywhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from bot.gateway.api.openapi import HTTP_METHODS

CONTENT_SECURITY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
summary{cursor:pointer;padding:.4rem 0}details{border-bottom:1px solid #8886;padding-left:.5rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{overflow:auto;padding:.75rem;border:1px solid #8886}
.method{display:inline-block;min-width:4.5rem;font-weight:700}table{border-collapse:collapse}
td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}
"""


def page(document: Mapping[str, Any]) -> str:
    """The whole page as HTML."""
    info = document["info"]
    about = "".join(f"<p>{escape(part)}</p>" for part in info["description"].split("\n\n"))
    operations = "".join(
        _operation(path, method, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
        if method in HTTP_METHODS
    )
    hooks = "".join(f"<li><code>{escape(event)}</code></li>" for event in document["webhooks"])
    schemas = "".join(_schema(name, told) for name, told in document["components"]["schemas"].items())
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(info["title"])} API</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f'<h1>{escape(info["title"])} API</h1>{about}<p><a href="openapi.json">openapi.json</a></p>'
        f"<h2>Operations</h2>{operations}<h2>Webhooks</h2><ul>{hooks}</ul><h2>Shapes</h2>{schemas}</body></html>"
    )


def _operation(path: str, method: str, told: Mapping[str, Any]) -> str:
    parameters = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(one['in'])}</td>"
        f"<td>{'required' if one['required'] else ''}</td>"
        f"<td><code>{escape(json.dumps(one['schema']))}</code></td></tr>"
        for one in told["parameters"]
    )
    answers = "".join(
        f"<tr><td>{escape(status)}</td><td>{escape(answer['description'])}</td><td>{_shape(answer)}</td></tr>"
        for status, answer in told["responses"].items()
    )
    body = f"<p>Body: {_shape(told['requestBody'])}</p>" if "requestBody" in told else ""
    return (
        f'<details id="{escape(told["operationId"])}"><summary><span class="method">{method.upper()}</span>'
        f"<code>{escape(path)}</code> {escape(told['summary'])}</summary><p>{escape(told['description'])}</p>"
        f"<table>{parameters}</table>{body}<table>{answers}</table></details>"
    )


def _shape(holder: Mapping[str, Any]) -> str:
    """Links to the shape that a body has."""
    refs = [str(content["schema"]["$ref"]).rpartition("/")[2] for content in holder.get("content", {}).values()]
    return " ".join(f'<a href="#{escape(name)}">{escape(name)}</a>' for name in refs)


def _schema(name: str, told: Mapping[str, Any]) -> str:
    words = escape(json.dumps(told, indent=2, ensure_ascii=False))
    return f'<details id="{escape(name)}"><summary><code>{escape(name)}</code></summary><pre>{words}</pre></details>'
