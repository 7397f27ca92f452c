"""`potluck actions`: the items in people's own words, line by line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.adapters.language import Language
from bot.cli import lines
from bot.errors import BadInput


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("actions", help="find action items in people's own words (JSON lines)")
    parser.add_argument("file", nargs="?", default="-", metavar="FILE.jsonl")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    language = Language()
    try:
        return lines.each(args.file, lambda record: json.dumps(find(record, language), ensure_ascii=False))
    finally:
        language.close()


def find(record: Mapping[str, Any], language: Language) -> dict[str, Any]:
    if "id" not in record:
        raise BadInput("id: missing")
    items = language.find_now(
        lines.text(record, "text"),
        _people(record),
        lines.text(record, "author", "") or None,
        _date(record),
        _zone(record),
        lines.text(record, "locale", "en-GB"),
        lines.text(record, "lang", "") or None,
    )
    return {"id": record["id"], "items": [asdict(item) for item in items]}


def _people(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    listed = record.get("people", [])
    if not isinstance(listed, list):
        raise BadInput("people: a list expected")
    for person in listed:
        if not (isinstance(person, dict) and isinstance(person.get("id"), str) and isinstance(person.get("name"), str)):
            raise BadInput("people: objects with id and name expected")
    return [(person["id"], person["name"]) for person in listed]


def _date(record: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(lines.text(record, "date")[:10])
    except ValueError:
        raise BadInput("date: ISO date expected") from None


def _zone(record: Mapping[str, Any]) -> str:
    zone = lines.text(record, "tz", "UTC")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput("tz: IANA time zone expected") from None
    return zone
