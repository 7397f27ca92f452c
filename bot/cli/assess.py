"""`potluck assess`: what Potluck would make of invites, line by line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from bot.adapters.language import Language
from bot.cli import lines
from bot.domain.judgement import Judgement
from bot.domain.meeting import AgendaText, Sensitivity
from bot.errors import BadInput
from bot.features.invite_nudge import why_silent

RECURRENCES = ("none", "daily", "weekly", "biweekly", "monthly")
SENSITIVITIES = ("normal", "personal", "private", "confidential")


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("assess", help="judge invites (JSON lines)")
    parser.add_argument("file", nargs="?", default="-", metavar="FILE.jsonl")
    parser.add_argument(
        "--threshold", type=float, help="lowest probability for a nudge; can only raise the shipped one"
    )
    parser.add_argument("--explain", action="store_true", help="readable text instead of JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    language = Language()
    threshold = max(language.threshold, args.threshold or 0.0)

    def answer(record: Mapping[str, Any]) -> str:
        assessed = assess(record, language, threshold)
        return explain(record, assessed) if args.explain else json.dumps(assessed, ensure_ascii=False)

    try:
        return lines.each(args.file, answer)
    finally:
        language.close()


def assess(record: Mapping[str, Any], language: Language, threshold: float) -> dict[str, Any]:
    """Raises BadInput where the record does not have the shape of an invite."""
    if "id" not in record:
        raise BadInput("id: missing")
    agenda = AgendaText(
        subject=lines.text(record, "subject"),
        body=lines.text(record, "body", ""),
        body_type=lines.one_of(record, "body_type", ("text", "html")),
        duration_min=lines.count(record, "duration_min"),
        required=lines.count(record, "required"),
        optional=lines.count(record, "optional"),
        recurring=lines.one_of(record, "recurring", RECURRENCES),
    )
    sensitivity = cast("Sensitivity", lines.one_of(record, "sensitivity", SENSITIVITIES))
    external = lines.yes(record, "external")
    judgement = language.judge_now(agenda)
    why_not = why_silent(agenda, judgement, sensitivity=sensitivity, external=external, threshold=threshold)
    return _told(record["id"], judgement, why_not)


def _told(invite_id: Any, judgement: Judgement, why_not: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": invite_id,
        "verdict": judgement.verdict,
        "p": round(judgement.p, 4),
        "would_nudge": why_not is None,
        "why_not": why_not,
        "items": [asdict(item) for item in judgement.items],
        "evidence": [asdict(span) for span in judgement.evidence],
    }
    return told | ({"split": asdict(judgement.split)} if judgement.split else {})


def explain(record: Mapping[str, Any], assessed: Mapping[str, Any]) -> str:
    nudge = "would ask the organizer" if assessed["would_nudge"] else f"stays silent ({assessed['why_not']})"
    rows = [
        f"{record['id']}  {record.get('subject', '')}",
        f"  {assessed['verdict']}, p(async) {assessed['p']:.2f}: {nudge}",
    ]
    rows += [f"  - {item['mode']:<13} {' '.join(item['text'].split())}" for item in assessed["items"]]
    rows += [f"  {span['question']}: {span['answer']}, from “{span['text']}”" for span in assessed["evidence"]]
    rows += _shorter(record, assessed)
    return "\n".join(rows) + "\n"


def _shorter(record: Mapping[str, Any], assessed: Mapping[str, Any]) -> list[str]:
    """What would help a mixed meeting."""
    split = assessed.get("split")
    if split is None:
        return []
    named = {part: [" ".join(assessed["items"][at]["text"].split()) for at in split[part]] for part in ("move", "stay")}
    rows = [f"  could move to writing: {'; '.join(named['move'])}", f"  stays: {'; '.join(named['stay'])}"]
    if split["minutes"] is not None:
        of = f" of {record['duration_min']}" if record.get("duration_min") else ""
        rows.append(f"  length left: {split['minutes']}{of} min")
    return rows
