"""Client assertions as the login service reads them: signed by an application's certificate, or by an issuer that the
application trusts (a federated credential)."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
EXCHANGE = "api://AzureADTokenExchange"
Wrong = tuple[str, int, str]  # error, AADSTS number, words


@dataclass(frozen=True, slots=True)
class Certificate:
    """One that was uploaded to the application."""

    client: str
    certificate: x509.Certificate


@dataclass(frozen=True, slots=True)
class Federated:
    """A federated credential: whose tokens are believed, and of which subject."""

    client: str
    issuer: str
    subject: str
    key: rsa.RSAPublicKey


Voucher = Certificate | Federated
_BAD_SIGNATURE: Wrong = ("invalid_client", 700027, "The certificate used to sign the client assertion is not known.")
_NO_MATCH: Wrong = ("invalid_request", 70021, "No matching federated identity record found for presented assertion.")


def why_not(assertion: str, client: str, vouchers: Iterable[Voucher], endpoint: str) -> Wrong | None:
    """None where the assertion proves the client. The same one may be shown again until its time is over, as Entra
    has it."""
    mine = [voucher for voucher in vouchers if voucher.client == client]
    try:
        header = jwt.get_unverified_header(assertion)
    except jwt.InvalidTokenError:
        return _BAD_SIGNATURE
    if "x5t#S256" not in header:
        return None if any(_vouches(each, assertion) for each in mine if isinstance(each, Federated)) else _NO_MATCH
    signed = (_signed(each, header, assertion, endpoint) for each in mine if isinstance(each, Certificate))
    return None if any(signed) else _BAD_SIGNATURE


def _vouches(trust: Federated, assertion: str) -> bool:
    try:
        claims = jwt.decode(assertion, trust.key, algorithms=["RS256"], audience=EXCHANGE, issuer=trust.issuer)
    except jwt.InvalidTokenError:
        return False
    return bool(claims.get("sub") == trust.subject)


def _signed(known: Certificate, header: Mapping[str, Any], assertion: str, endpoint: str) -> bool:
    thumbprint = base64.urlsafe_b64encode(known.certificate.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
    if header["x5t#S256"].rstrip("=") != thumbprint:
        return False
    key: Any = known.certificate.public_key()
    need: Any = {"require": ["exp", "iss", "sub", "aud", "jti"]}
    try:
        claims = jwt.decode(assertion, key, algorithms=["PS256"], audience=endpoint, issuer=known.client, options=need)
    except jwt.InvalidTokenError:
        return False
    return bool(claims["sub"] == known.client)
