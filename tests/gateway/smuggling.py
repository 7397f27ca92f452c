"""Requests whose end two readers see in different places, each followed by one that is not meant to be seen."""

from __future__ import annotations

BODY = b'{"subject": "Weekly"}'
INNER = b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n"
_CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
_LENGTH = b"Content-Length: %d\r\n" % len(BODY)
_CODED = (
    b"xchunked",
    b"identity",
    b"chunked, identity",
    b"\x0bchunked",
    b"chunked\x00",
    b"chunked;q=1",
    b"chunked\r\n\tx",
)
_COUNTED = (
    b"+21",
    b"21, 21",
    b"0x15",
    b"2_1",
    b"2 1",
    b"-1",
    b"",
    b"9" * 20,
    b"21\x00",
    b"\xef\xbc\x92\xef\xbc\x91",
    b"21.0",
)
_SIZES = (b"0x15", b"+15", b"-15", b" 15", b"15 ", b"15_", b"f" * 20, b"g", b"")

AMBIGUOUS: dict[str, bytes] = {
    "length, then chunked": _LENGTH + b"Transfer-Encoding: chunked\r\n\r\n" + _CHUNKS,
    "chunked, then length": b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n" + _CHUNKS,
    "chunked twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + _CHUNKS,
    "a blank before the colon": b"Transfer-Encoding : chunked\r\n\r\n" + _CHUNKS,
    "a bare line feed": b"X: y\nTransfer-Encoding: chunked\r\n\r\n" + _CHUNKS,
    "two lengths alike": _LENGTH + _LENGTH + b"\r\n" + BODY,
    "two lengths": _LENGTH + b"Content-Length: 3\r\n\r\n" + BODY,
    "chunks with bare line feeds": b"Transfer-Encoding: chunked\r\n\r\n15\n%s\n0\n\n" % BODY,
    "a chunk without its end": b"Transfer-Encoding: chunked\r\n\r\n15\r\n%s0\r\n\r\n" % BODY,
    "a chunk that goes on": b"Transfer-Encoding: chunked\r\n\r\n15\r\n%sXX0\r\n\r\n" % BODY,
    **{f"coding {one!r}": b"Transfer-Encoding: " + one + b"\r\n\r\n" + _CHUNKS for one in _CODED},
    **{f"length {one!r}": b"Content-Length: " + one + b"\r\n\r\n" + BODY for one in _COUNTED},
    **{
        f"size {one!r}": b"Transfer-Encoding: chunked\r\n\r\n" + one + b"\r\n" + BODY + b"\r\n0\r\n\r\n"
        for one in _SIZES
    },
}


def sent(shape: str, token: str) -> bytes:
    """What goes over the line: a POST of this shape, and INNER behind it."""
    who = f"Authorization: Bearer {token}\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\n".encode()
    return b"POST /api/v1/agendas:assess HTTP/1.1\r\nHost: x\r\n" + who + AMBIGUOUS[shape] + INNER
