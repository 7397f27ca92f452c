"""Notifications that carry their resource, encrypted: who sent them, and what is in them. Pure but for the keys.

Calendars are watched without resource data (Outlook would leave the body out, and end the subscription daily). Meeting
call events come only in this form. Both halves must hold before a word is believed: the tokens say that Graph's own
notification service sent the POST to this application for this tenant, and the signature says that the data is what
was encrypted for our certificate.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.asymmetric import padding as rsa_padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.errors import BadInput, NotAllowed

NOTIFIER = "0bf30f3b-4a52-48df-9a82-234910c4a086"  # the application under which Graph's notifications are sent
LONGEST_DATA = 1024 * 1024
MOST_TOKENS = 50
LEEWAY_S = 600  # clocks may differ by ten minutes

KeyOf = Callable[[str], Any]


def opened(content: Any, keys: Mapping[str, RSAPrivateKey]) -> Mapping[str, Any]:
    """The resource inside `encryptedContent`. `keys`: our private keys by the certificate's thumbprint, or by the id
    that we subscribed with; two while certificates change. Raises BadInput for anything that was not encrypted for us,
    whole."""
    if not isinstance(content, dict):
        raise BadInput("no encrypted content")
    names = (content.get("encryptionCertificateId"), content.get("encryptionCertificateThumbprint"))
    key = next((keys[name] for name in names if isinstance(name, str) and name in keys), None)
    if key is None:
        raise BadInput("encrypted for another certificate")
    data_key = _data_key(key, _bytes(content.get("dataKey"), 1024))
    data = _bytes(content.get("data"), LONGEST_DATA)
    signature = hmac.new(data_key, data, hashlib.sha256).digest()
    if not hmac.compare_digest(signature, _bytes(content.get("dataSignature"), 64)):
        raise BadInput("signature does not fit")
    return _json(_decrypted(data_key, data))


def sent_by_graph(tokens: Any, *, app_id: str, tenant: str, key_of: KeyOf) -> None:
    """Raises NotAllowed unless every token was signed for this application by the notifier of this tenant, and at
    least one is there. `key_of` tells the public key for a token's header, or raises jwt.PyJWTError."""
    if not isinstance(tokens, list) or not 0 < len(tokens) <= MOST_TOKENS:
        raise NotAllowed("no_validation_tokens", status=401)
    for token in tokens:
        _check(token, app_id, tenant.lower(), key_of)


def _check(token: Any, app_id: str, tenant: str, key_of: KeyOf) -> None:
    try:
        claims = jwt.decode(
            str(token), key_of(str(token)), algorithms=["RS256"], audience=app_id, leeway=LEEWAY_S,
            options={"require": ["exp", "aud", "iss"]},
        )  # fmt: skip
    except jwt.PyJWTError as error:
        raise NotAllowed("validation_token_refused", status=401) from error
    sender = claims.get("azp") or claims.get("appid")
    if claims["iss"] not in _issuers(tenant) or str(claims.get("tid", tenant)).lower() != tenant or sender != NOTIFIER:
        raise NotAllowed("validation_token_of_another", status=401)


def _issuers(tenant: str) -> Sequence[str]:
    return (f"https://sts.windows.net/{tenant}/", f"https://login.microsoftonline.com/{tenant}/v2.0")


def _data_key(key: RSAPrivateKey, encrypted: bytes) -> bytes:
    oaep = rsa_padding.OAEP(rsa_padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)  # noqa: S303 - Graph's choice
    try:
        data_key = key.decrypt(encrypted, oaep)
    except ValueError as error:
        raise BadInput("key cannot be opened") from error
    if len(data_key) != 32:
        raise BadInput("key of a wrong length")
    return data_key


def _decrypted(data_key: bytes, data: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(data_key), modes.CBC(data_key[:16])).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    try:
        padded = decryptor.update(data) + decryptor.finalize()
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError as error:
        raise BadInput("data cannot be opened") from error


def _bytes(told: Any, longest: int) -> bytes:
    if not isinstance(told, str) or len(told) > longest * 2:
        raise BadInput("a part is missing or too large")
    try:
        return base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput("a part is no base64") from error


def _json(raw: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadInput("the resource is no JSON") from error
    if not isinstance(told, dict):
        raise BadInput("the resource is no object")
    return told
