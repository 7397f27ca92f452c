"""Every secret can be changed while Potluck runs: the steps of infra/docs/secrets.md, one after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.graph.client_state import new_client_state
from bot.adapters.graph.notifications import read_lifecycle
from bot.domain.ids import keyed_hash
from bot.errors import NotAllowed
from bot.features.personal_data.download_link import DownloadLink
from bot.settings import PREFIX, Secret, Settings
from tests.manifest.package import REPOSITORY
from tests.redis_fixtures import MONDAY

OLD, NEW, TENANT = "o" * 32, "n" * 32, "6f1c1a8e-5d2c-4a53-9a43-2f9f5f0f2a10"
TODAY = Settings(secret_key=Secret(OLD), tenant_id=TENANT)
FIRST = replace(TODAY, hash_key=Secret(OLD), other_secret_key=Secret(NEW))
SECOND = replace(FIRST, secret_key=Secret(NEW), other_secret_key=Secret(OLD))
THIRD = replace(SECOND, other_secret_key=Secret(""))
NEIGHBOURS = [(TODAY, FIRST), (FIRST, SECOND), (SECOND, THIRD)]  # run beside one another during a restart


def takes(at: Settings, client_state: str) -> bool:
    told = f'{{"value": [{{"subscriptionId": "s", "lifecycleEvent": "missed", "tenantId": "{TENANT}",'
    body = f'{told} "clientState": "{client_state}"}}]}}'.encode()
    key, other = at.secret_key.reveal(), at.other_secret_key.reveal()
    return bool(read_lifecycle(body, tenant=TENANT, secret_key=key, other_key=other).events)


def link(at: Settings) -> DownloadLink:
    return DownloadLink(at.signing_keys, "https://potluck.example.com")


@pytest.mark.parametrize(("one", "other"), [*NEIGHBOURS, *((b, a) for a, b in NEIGHBOURS)])
def test_at_every_step_each_role_takes_what_its_neighbour_signs(one: Settings, other: Settings) -> None:
    assert takes(other, new_client_state(one.secret_key.reveal(), TENANT))
    url = link(one).url("ann", MONDAY)
    assert link(other).person(url.rsplit("/", 1)[1], MONDAY + timedelta(minutes=1)) == "ann"


def test_afterwards_the_old_key_opens_nothing() -> None:
    assert not takes(THIRD, new_client_state(OLD, TENANT))
    with pytest.raises(NotAllowed):
        link(THIRD).person(link(TODAY).url("ann", MONDAY).rsplit("/", 1)[1], MONDAY)


def test_no_key_at_all_is_none_to_sign_with() -> None:
    assert not takes(THIRD, new_client_state("", TENANT))


def test_what_is_remembered_by_hash_is_known_all_the_time() -> None:
    assert len({keyed_hash(at.hashing_key, "silent", "ann") for at in (TODAY, FIRST, SECOND, THIRD)}) == 1


def test_every_secret_of_the_settings_has_its_steps() -> None:
    page = (REPOSITORY / "infra" / "docs" / "secrets.md").read_text("utf-8")
    secret = [name for name, field in Settings.__dataclass_fields__.items() if "Secret" in str(field.type)]
    assert secret
    assert [name for name in secret if PREFIX + name.upper() not in page] == []
