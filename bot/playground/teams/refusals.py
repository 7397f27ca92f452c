"""The connector's refusals, as the service words them."""

from __future__ import annotations

from aiohttp import web

_WORDS = {
    "AuthorizationFailed": (401, "Authorization has been denied for this request."),
    "BadArgument": (400, "Unknown or malformed argument."),
    "BadSyntax": (400, "The activity could not be read."),
    "BotNotInConversationRoster": (403, "The bot is not part of the conversation roster."),
    "ConversationBlockedByUser": (403, "User blocked the conversation with the bot."),
    "ConversationNotFound": (404, "Conversation not found."),
    "ActivityNotFoundInConversation": (404, "The activity is not found in the conversation."),
    "NotFound": (404, "Not found."),
    "MessageSizeTooBig": (413, "Message size too large."),
    "PreconditionFailed": (412, "Precondition failed, please try again."),
    "Throttled": (429, "API calls quota exceeded."),
}


class Refusal(Exception):
    """An answer other than 2xx, told from any depth of the stand-in."""

    def __init__(self, code: str, words: str = "", *, retry_after_s: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.words = words
        self.retry_after_s = retry_after_s

    def response(self) -> web.Response:
        status, usual = _WORDS[self.code]
        headers = {} if self.retry_after_s is None else {"Retry-After": str(self.retry_after_s)}
        body = {"error": {"code": self.code, "message": self.words or usual}}
        return web.json_response(body, status=status, headers=headers)


def scripted(status: int) -> web.Response:
    """What stands in front of the service answers for it: HTML from a gateway, JSON for the service's own."""
    if status == 429:
        return Refusal("Throttled", retry_after_s=1).response()
    if status == 412:
        return Refusal("PreconditionFailed").response()
    page = f"<html><body><h1>{status}</h1></body></html>"
    return web.Response(status=status, text=page, content_type="text/html")
