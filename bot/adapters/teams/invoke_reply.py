"""Answers to invokes as plain JSON objects. Pure.

Teams reads the outcome of a card's button from the body; the HTTP status stays 200 even for a refusal. The SDK's
reply models are not used: they cannot be written out again.
"""

from __future__ import annotations

from html import escape
from typing import Any

from bot.domain.cards import Reply, ShowCard, ShowFound, ShowText
from bot.errors import BadInput, GiveUp, NotAllowed

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
_MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
_PREVIEW_TYPE = "application/vnd.microsoft.card.thumbnail"
_ERROR_TYPE = "application/vnd.microsoft.error"
UNTOLD = "This cannot be done here."  # where nobody knows the language of whoever asked


def answer(reply: Reply | None) -> dict[str, Any]:
    """None, where nobody answers that button, is told as an error so that the card stays as it is."""
    if reply is None:
        return _error(400, "NotSupported", "Nothing answers this button.")
    if isinstance(reply, ShowCard):
        return {"statusCode": 200, "type": CARD_TYPE, "value": reply.card}
    if isinstance(reply, ShowFound):
        return _error(400, "NotSupported", "That is no search.")
    return {"statusCode": 200, "type": _MESSAGE_TYPE, "value": reply.text}


def search(reply: Reply | None) -> dict[str, Any]:
    """The answer to a search: a list in which each line stands for the card that it inserts."""
    if not isinstance(reply, ShowFound) or not reply.found:
        return _said(reply.nothing if isinstance(reply, ShowFound) else "Nothing can be searched here.")
    attachments = [
        {
            "contentType": CARD_TYPE,
            "content": found.card,
            "preview": {"contentType": _PREVIEW_TYPE, "content": {"title": found.title, "text": escape(found.facts)}},
        }
        for found in reply.found
    ]
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": attachments}}


def search_refusal(error: BadInput | NotAllowed | GiveUp) -> dict[str, Any]:
    return _said(_told_by(error))


def _said(words: str) -> dict[str, Any]:
    return {"composeExtension": {"type": "message", "text": words}}


def dialog(reply: Reply | None) -> dict[str, Any]:
    """The answer to a message action: words in a dialog that closes with one tap."""
    return _told(reply.text if isinstance(reply, ShowText) else "")


def dialog_refusal(error: BadInput | NotAllowed | GiveUp) -> dict[str, Any]:
    return _told(_told_by(error))


def _told(words: str) -> dict[str, Any]:
    return {"task": {"type": "message", "value": words}} if words else {}


def refusal(error: BadInput | NotAllowed | GiveUp) -> dict[str, Any]:
    """Never status 401: Teams takes that as a wish to sign the person in."""
    if isinstance(error, BadInput):
        return _error(error.status, "BadRequest", error.detail)
    if isinstance(error, NotAllowed):
        return _error(403, "Forbidden", _told_by(error))
    return _error(410, "Gone", _told_by(error))


def _told_by(error: BadInput | NotAllowed | GiveUp) -> str:
    """Teams shows what stands here to people; a code is for logs."""
    return error.detail if isinstance(error, BadInput) else error.told or UNTOLD


def _error(status: int, code: str, message: str) -> dict[str, Any]:
    return {"statusCode": status, "type": _ERROR_TYPE, "value": {"code": code, "message": message}}
