"""Lines that are not agenda though people's mail programs put them there: quoted threads, signatures, footers.

Join blocks are cut before this; whether a remaining line is an agenda item is the model's business.
"""

from __future__ import annotations

import re

from nlp.agenda.spans import Stretch

_HEADER = re.compile(
    r"^(?:\*?)(from|von|de|da|van|från|fra|od|kimden|lähettäjä|feladó|от|差出人|发件人|寄件者|보낸 사람"
    r"|sent|gesendet|envoyé|enviado|inviato|verzonden|skickat|sendt|wysłano|date|datum|送信日時|发送时间"
    r"|to|an|à|para|a|aan|till|til|do|cc|subject|betreff|objet|asunto|oggetto|onderwerp|ämne|emne|temat|件名)"
    r"\s?[:：]",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(r"^-{3,}\s*[^\W\d_].{0,60}[^\W\d_]\s*-{3,}$")
_WROTE = re.compile(r"^(?:on|am|le|el|il|op|den)\b.{6,200}:$", re.IGNORECASE)
_SIGNATURE = re.compile(r"^(?:--|—|__)\s*$")
_CLOSING = re.compile(
    r"^(?:(?:with |mit )?(?:best|kind|warm|kindest|many)?\s*(?:regards|wishes|greetings|thanks|thank you)"
    r"|cheers|br|kr|rgds|mfg|vg|lg|mvh|viele grüße|freundliche grüße|mit freundlichen grüßen|saludos|cordialement"
    r"|bien à vous|met vriendelijke groet|hälsningar|pozdrawiam|saluti|sent from my \S+)[\s,.!]*$",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"confidential|privileged|intended recipient|notify the sender|delete (?:it|this)|unauthori[sz]ed|disclaimer"
    r"|vertraulich|confidentiel|confidencial|registered (?:office|in)|handelsregister|amtsgericht",
    re.IGNORECASE,
)
_GROUP_FOOTER = re.compile(r"receiving this (?:message|e-?mail) because|unsubscribe|view this event in", re.IGNORECASE)
_DIAL_IN = re.compile(r"(?:\+\d{1,3}|\b00\d{1,3})(?:[\s()\-.,/]*\d){7,}|:\s*\d{3}(?:[ -]?\d{3}){2}|\d{4,},,\d+#")
_WORLD_CLOCK = re.compile(
    r"\d{1,2}[:.]\d{2}.{0,40}\b(?:UTC|GMT|BST|CES?T|EES?T|[PMCE][SD]T|JST|IST|AE[SD]T|SGT)\b", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"^</?(?:table|tr|details|tbody)\b", re.IGNORECASE)
_SAYS = re.compile(r"[^\W_]")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_ENOUGH_WORDS = 5


def without_mail_furniture(text: str, lines: list[Stretch]) -> list[Stretch]:
    """The lines left when quoted threads, signatures, legal and group footers and dial-in lists are taken away.

    A thread is kept where nothing is written above it: then the thread is all there is.
    """
    words = [line.of(text) for line in lines]
    end = _first_furniture(words)
    return [line for line, said in zip(lines[:end], words[:end], strict=True) if not _is_noise(said)]


def _first_furniture(words: list[str]) -> int:
    """Index of the first line of a thread, signature or footer that runs to the end."""
    seen = 0
    for at, line in enumerate(words):
        if _GROUP_FOOTER.search(line) or _is_legal(words, at):
            return at
        if seen >= _ENOUGH_WORDS and (_SIGNATURE.match(line) or _opens_thread(words, at) or _closes(words, at)):
            return at
        seen += 0 if _HEADER.match(line) else len(line.split())
    return len(words)


def _opens_thread(words: list[str], at: int) -> bool:
    if _ORIGINAL.match(words[at]):
        return True
    if _WROTE.match(words[at]):
        return at + 1 < len(words) and words[at + 1].startswith(">")
    following = [line for line in words[at : at + 6] if line][:3]
    return sum(bool(_HEADER.match(line)) for line in following) >= 2 and bool(_HEADER.match(words[at]))


def _closes(words: list[str], at: int) -> bool:
    """A greeting with at most eight short lines after it."""
    if not _CLOSING.match(words[at]):
        return False
    rest = [line for line in words[at + 1 :] if line]
    return len(rest) <= 8 and all(len(line) < 120 for line in rest)


def _is_legal(words: list[str], at: int) -> bool:
    """Two legal phrases in a line or its next two: a footer, not an item that calls a topic confidential."""
    found = {match.group().lower() for line in words[at : at + 3] for match in _LEGAL.finditer(line[:2000])}
    return bool(_LEGAL.search(words[at][:2000])) and len(found) >= 2


def _is_noise(line: str) -> bool:
    """Quoted lines, thread headers, dial-in lines, world clocks, and lines without a single letter or digit."""
    if line.startswith(">") or _HEADER.match(line) or not _SAYS.search(line):
        return bool(line)
    if _TAG.match(line) or _WORLD_CLOCK.search(line[:300]):  # "10:00 PDT | 19:00 CEST": when, not what
        return True
    return len(line) < 120 and bool(_DIAL_IN.search(line)) and len(_WORDS.findall(line)) <= 4
