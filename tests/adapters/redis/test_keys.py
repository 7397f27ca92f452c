"""Keys: one slot per step, evenly spread, one installation's own."""

from __future__ import annotations

from collections import Counter

import pytest
from redis.crc import key_slot

from bot.adapters.redis.keys import PARTITIONS, Keys, partition_of
from bot.errors import ConfigError

KEYS = Keys("acme:")
SLOTS = 16384


@pytest.mark.parametrize(("masters", "most"), [(3, 6), (4, 4), (8, 2)])
def test_partitions_are_spread_evenly_over_masters(masters: int, most: int) -> None:
    load = Counter(key_slot(f"{{{partition}}}".encode()) * masters // SLOTS for partition in PARTITIONS)
    assert len(load) == masters
    assert max(load.values()) <= most


def test_teams_are_spread_over_all_partitions() -> None:
    load = Counter(partition_of("contoso", f"19:{n:032x}@thread.tacv2") for n in range(1600))
    assert set(load) == set(PARTITIONS)
    assert max(load.values()) < 160


@pytest.mark.parametrize(
    "together",
    [
        [KEYS.of_team(name, "t", "19:x") for name in ("tasks", "task-index", "task-count")]
        + [KEYS.task_once("t", "19:x", "outcome:0")],
        [KEYS.of_partition(partition_of("t", "o-1"), "jobs"), KEYS.outcome("t", "o-1")],
        [KEYS.meeting("t", "m@x@20260302T080000Z"), KEYS.newest_meeting("t", "m@x")],
        [KEYS.of_nudge("nudge", "t", "n"), KEYS.of_nudge("nudged", "t", "n")],
        [KEYS.of_partition("p00pp", name) for name in ("jobs", "later", "again", "dead", "due", "planned", "origin")]
        + [KEYS.once("a key", "p00pp"), KEYS.fired("a key", "p00pp")],
    ],
)
def test_keys_that_change_in_one_step_share_a_slot(together: list[str]) -> None:
    assert len({key_slot(key.encode()) for key in together}) == 1


def test_every_key_bears_the_prefix_and_two_installations_share_none() -> None:
    for keys in (KEYS, Keys("other:")):
        assert keys.sent("x").startswith(keys.prefix)
    assert KEYS.cursor("x") != Keys("other:").cursor("x")


@pytest.mark.parametrize("prefix", ["{a}", "a{", "}"])
def test_a_prefix_that_would_choose_the_slot_is_refused(prefix: str) -> None:
    with pytest.raises(ConfigError, match="POTLUCK_KEY_PREFIX"):
        Keys(prefix)


def test_a_key_tells_nothing_of_what_happens_once() -> None:
    assert "ann" not in KEYS.sent("nudge:ann") + KEYS.once("nudge:ann", "p00pp") + KEYS.fired("nudge:ann", "p00pp")
