"""What somebody wrote, as plain text: markup gone, the bot's mention gone, other people's mentions as names.

A mention is known by the id of who is mentioned and by its exact text, never by a name: a bot called "Bot" must not
eat the start of "Botany". All patterns stop at the next angle bracket, so they stay linear on any input.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from bot.adapters.teams.fields import objects_at, text_at

MOST_MENTIONS = 100
_MENTION_TAG = re.compile(r"</?at\b[^<>]*>", re.IGNORECASE)
_HTML_MENTION = re.compile(r'<span\b[^<>]*itemid="(\d{1,4})"[^<>]*>([^<>]*)</span>', re.IGNORECASE)
_LINE_END = re.compile(r"<br\b[^<>]*>|</(?:p|div|li|h[1-6]|tr|blockquote)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_BLANKS = re.compile(r"[^\S\n]+")


def mentions(raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The mention entities of an activity, in order."""
    found = (entity for entity in objects_at(raw, "entities") if entity.get("type") == "mention")
    return list(islice(found, MOST_MENTIONS))


def is_of(mention: Mapping[str, Any], account_id: str | None) -> bool:
    return account_id is not None and text_at(mention, "mentioned", "id") == account_id


def message_text(raw: Mapping[str, Any], bot_id: str | None) -> str:
    """The words of a message activity; "" where there are none."""
    written = text_at(raw, "text")
    if written:
        return _tidy(html.unescape(_MENTION_TAG.sub("", _without_mentions(written, mentions(raw), bot_id))))
    markup = next((text_at(a, "content") for a in objects_at(raw, "attachments") if _is_html(a)), None)
    return _from_html(markup, mentions(raw), bot_id) if markup else ""


def chosen_text(payload: Mapping[str, Any]) -> str:
    """The words of a message that a message action was called on, which tells it in Graph's shape; "" for a card."""
    written, kind = text_at(payload, "body", "content") or "", text_at(payload, "body", "contentType")
    if kind == "html":
        return _from_html(written, [], None)
    return _tidy(written) if kind in {"text", None} else ""


def _without_mentions(written: str, told: list[Mapping[str, Any]], bot_id: str | None) -> str:
    """Mention by mention, in the order they are told, since two people may bear one name."""
    for mention in told:
        name = text_at(mention, "mentioned", "name") or ""
        exact = text_at(mention, "text") or (f"<at>{name}</at>" if name else None)
        if exact:
            written = written.replace(exact, " " if is_of(mention, bot_id) else name, 1)
    return written


def _from_html(markup: str, told: list[Mapping[str, Any]], bot_id: str | None) -> str:
    def shown(span: re.Match[str]) -> str:
        index = int(span[1])
        return " " if index < len(told) and is_of(told[index], bot_id) else span[2]

    lines = _LINE_END.sub("\n", _HTML_MENTION.sub(shown, markup))
    return _tidy(html.unescape(_TAG.sub("", lines)))


def _is_html(attachment: Mapping[str, Any]) -> bool:
    return attachment.get("contentType") == "text/html"


def _tidy(written: str) -> str:
    lines = (_BLANKS.sub(" ", line).strip() for line in written.splitlines())
    return "\n".join(lines).strip()
