"""Bodies as Outlook writes them (HTML around what a person typed) and as Graph turns them into plain text."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

_BLOCKS = frozenset({"div", "p", "ul", "ol", "tr", "table", "hr", "h1", "h2", "h3", "blockquote", "body"})
_UNSEEN = frozenset({"style", "script", "head", "title"})


def outlook_html(typed: str, body_type: str, block: str) -> str:
    """A whole HTML document. `typed` is plain text or an HTML fragment; `block` the join block, or nothing."""
    inner = typed if body_type == "html" else _paragraphs(typed)
    head = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    lines = ["<html>", "<head>", head, "</head>", "<body>", inner, "<div><br></div>", f"{block}</body>", "</html>", ""]
    return "\r\n".join(lines)


def as_text(html: str) -> str:
    """Plain text as the service gives it on request: links as words<address>, list items with a star, CRLF."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.out).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip().replace("\n", "\r\n") + "\r\n"


def _paragraphs(typed: str) -> str:
    look = 'style="font-family:Aptos,Calibri,Helvetica,sans-serif; font-size:12pt; color:rgb(0,0,0)"'
    return "\r\n".join(f"<div {look}>{escape(line, quote=False) or '<br>'}</div>" for line in typed.splitlines())


class _Reader(HTMLParser):
    """Collects text with line breaks at blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self._links: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
        elif tag == "li":
            self.out.append("\n * ")
        elif tag == "br":
            self.out.append("\n")
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "a" and self._links:
            link = self._links.pop()
            self.out.append(f"<{link}>" if link else "")
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.out.append(re.sub(r"\s+", " ", data))

    def _break(self) -> None:
        written = "".join(self.out[-2:])
        if written.strip(" ") and not written.rstrip(" ").endswith("\n"):
            self.out.append("\n")
