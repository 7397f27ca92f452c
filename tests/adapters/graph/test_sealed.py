"""What is inside sealed notifications of meetings, and the files that open them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from bot.adapters.graph.sealed import SealedNotifications
from bot.domain.events import CallEnded
from bot.errors import BadInput, ConfigError, NotAllowed, TryLater
from tests.adapters.graph.test_rich import APP, CALL_ENDED, CERTIFICATE, OTHERS, OURS, SIGNING, TENANT, encrypted, token

THREAD = "19:meeting_ZjQ2-_x@thread.v2"
ID = "MCMxOTptZWV0aW5nX1pqUTItX3hAdGhyZWFkLnYyIzA="
WHERE = (
    "communications/onlineMeetings?$filter=joinWebUrl+eq+'https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2F{}%2F0'"
)


def pem(tmp_path: Path, key: RSAPrivateKey = OURS) -> str:
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = tmp_path / "key.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *private) + CERTIFICATE.public_bytes(serialization.Encoding.PEM)
    )
    return str(file)


async def key_of(kid: str) -> tuple[RSAPublicKey, str] | None:
    if kid == "down":
        raise TryLater("keys cannot be read")
    return (SIGNING.public_key(), "") if kid == "k-1" else None


@pytest.fixture
def sealed(tmp_path: Path) -> SealedNotifications:
    return SealedNotifications([pem(tmp_path)], key_of, app_id=APP, tenant=TENANT)


def content(**more: Any) -> str:
    told = encrypted(json.dumps({**CALL_ENDED, **more}).encode())
    return json.dumps({**told, "encryptionCertificateId": "whatever we called it"})


@pytest.mark.parametrize("thread", ["19%3Ameeting_ZjQ2-_x%40thread.v2", "19%253ameeting_ZjQ2-_x%2540thread.v2", THREAD])
async def test_the_end_of_a_call_names_the_meeting_however_often_its_address_is_encoded(
    sealed: SealedNotifications, thread: str
) -> None:
    told = await sealed.open(content(**{"@odata.id": WHERE.format(thread)}), [token(kid="k-1")])
    assert isinstance(told, CallEnded)
    assert (told.meeting_id, told.at.isoformat()) == (ID, "2026-11-25T10:00:00+00:00")


@pytest.mark.parametrize(
    "more",
    [
        {"eventType": "Microsoft.Communication.CallStarted"},
        {"eventType": None},
        {"@odata.id": "communications/onlineMeetings", "id": None},
        {"eventDateTime": "yesterday"},
    ],
)
async def test_what_else_is_told_says_nothing(sealed: SealedNotifications, more: dict[str, Any]) -> None:
    told = {"@odata.id": WHERE.format(THREAD), **more}
    assert await sealed.open(content(**told), [token(kid="k-1")]) is None


async def test_without_proof_of_the_sender_nothing_is_opened(sealed: SealedNotifications) -> None:
    for tokens in ([], [token(kid="k-2")], ["no token"], [token(kid="k-1"), token(OTHERS, kid="k-1")]):
        with pytest.raises(NotAllowed):
            await sealed.open(content(), tokens)
    with pytest.raises(TryLater):  # asked again later, since nothing was said against it
        await sealed.open(content(), [token(kid="down")])
    for odd in ("[]", "{", json.dumps({"data": "x"})):
        with pytest.raises(BadInput):
            await sealed.open(odd, [token(kid="k-1")])


def test_a_file_that_opens_nothing_is_refused_by_name(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("")
    for file in (str(tmp_path / "none.pem"), str(empty), pem(tmp_path, OTHERS)):
        with pytest.raises(ConfigError, match="POTLUCK_NOTIFICATION_KEYS"):
            SealedNotifications([file], key_of, app_id=APP, tenant=TENANT)
