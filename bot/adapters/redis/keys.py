"""Every key that Potluck has in Redis, and how long it lives. Nothing else spells a key.

Keys that change together share a partition: one hash tag, so one slot, so one Lua script. A partition is chosen by
hashing the ids named in the second column; there are 16, fixed for the life of an installation.

| key                          | partition by | type, content                               | lives |
| ---------------------------- | ---------- | ------------------------------------------- | -------------------- |
| jobs                         | each       | STREAM of jobs, group `workers`             | until done |
| later                        | each       | ZSET job by due ms of the product's clock   | until due |
| again                        | each       | ZSET job to retry by server ms              | until due |
| dead                         | each       | STREAM of jobs that failed, with why        | until dropped |
| once:HASH                    | once key   | STRING: a job was enqueued under this key   | 7 days |
| sent:HASH                    | once key   | STRING: a send begun, or its message        | 90 days |
| due, planned, origin         | team       | ZSET, HASH, HASH: the digest schedule       | while planned |
| fired:HASH                   | team       | STRING: this digest was fired               | 40 days |
| tasks:TENANT/TEAM            | team       | HASH task id -> record                      | open; closed 30 days|
| task-index:TENANT/TEAM       | team       | ZSET by text: open, owner, meeting, ...     | as tasks |
| task-count:TENANT/TEAM       | team       | STRING counter of short ids                 | as tasks |
| task-once:HASH               | team       | STRING task id that a `once` key made       | 40 days |
| team:TENANT/TEAM             | team       | STRING record                               | until erased |
| team-people:TENANT/TEAM      | team       | SET of person ids                           | until erased |
| person:TENANT/PERSON         | person     | HASH name, ids, chat, preferences, locale   | until erased |
| person-teams:TENANT/PERSON   | person     | SET of teams the person is in               | until erased |
| person-owns:TENANT/PERSON    | person     | SET of teams with tasks owned or written    | until erased |
| nudge:TENANT/NUDGE           | nudge      | STRING record with evidence                 | meeting's end + 1 d |
| nudged:TENANT/NUDGE          | nudge      | STRING: was nudged, and the answer's code   | 400 days |
| judged:TENANT/EVENT          | nudge      | STRING change key of what was judged        | 90 days |
| judging:TENANT/EVENT         | nudge      | STRING: somebody judges this event now      | 6 s, renewed |
| nudges-of:TENANT/PERSON      | person     | ZSET nudge id by sent ms                    | 40 days |
| muted:TENANT/PERSON          | person     | SET of keyed hashes of series               | until erased |
| asked:TENANT/PERSON          | person     | ZSET meeting key by ms of being asked       | 7 days |
| round:TENANT/ROUND           | round      | STRING record of a round in writing         | deadline + 1 d |
| wrote-in:TENANT/PERSON       | person     | ZSET round they answered in by ms of its end | until the last |
| meeting:TENANT/MEETING@START | meeting id | STRING record                               | 90 days unchanged |
| private:TENANT/CHAT          | chat id    | STRING: this meeting is private             | 400 days |
| newest:TENANT/MEETING        | meeting id | STRING key of the newest instance           | 90 days unchanged |
| outcome:TENANT/OUTCOME       | outcome    | HASH at, meeting, team, words until settled | 30 d; aside 7; 40    |
| reading:TENANT/OUTCOME       | outcome    | STRING: somebody reads these words now      | 6 s, renewed |
| cursor:HASH                  | cursor key | STRING position in a calendar               | 40 days |
| answer:TENANT/HASH           | place      | STRING what was asked; the answer, sealed   | 24 hours |
| teams:TENANT                 | tenant     | SET of team ids                             | until erased |
| meetings-of:TENANT/TEAM      | team       | ZSET meeting key by start ms                | 90 days |
| hooks:TENANT                 | tenant     | HASH id -> webhook of another system        | until deleted |
| share:TENANT, ../CALLER      | tenant     | HASH calls left, and when that was          | until full again |
| subscriptions:TENANT         | part       | HASH subscription id -> record              | until deleted |
| held:TENANT/WALK             | part       | SET of subscription ids that Graph told of  | 6 hours |
| ledger:TENANT/PLACE          | place      | ZSET kind, outcome, hash by its ms          | 365 days |
| ledger-counts:TENANT/DAY     | day        | HASH kind, outcome -> how many              | 365 days |
| silent:HASH                  | HASH       | STRING: who was forgotten wants no word     | until they choose |
| schema                       | "schema"   | STRING version of what lies here            | for ever |
| places:MAILBOX               | mailbox    | ZSET ticket of a Graph request by its end   | 1 minute |
| group-people:TENANT          | part       | SET of people in the configured group       | until they leave it |
| volunteers:TENANT            | part       | SET of people who have their invites read   | until they stop it |
| unreached:TENANT             | tenant     | SET of organizers who cannot be written to  | until reached |
| graph-outage:TENANT          | tenant     | STRING since when Graph is out              | 1 hour unchanged |

A part holds a sixteenth of all mailboxes (`bot.domain.stretch`), each in a partition of its own. A record is
`version|json`. HASH is 32 hex digits. All lives count from the last write.

Words of an outcome are dropped once they are read. Where nothing to do was found in them they are set aside for their
author, who keeps or leaves them within 7 days; where they cannot be read they stay for 30. Without words the id stays
for 40. How long done and dropped tasks stay is a setting, `POTLUCK_KEEP_DONE_DAYS`.
"""

from __future__ import annotations

from binascii import crc32
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.ids import content_hash
from bot.errors import ConfigError

# Words whose slots spread evenly over 3, 4 and 8 masters; plain p0..p15 would leave half of eight masters empty.
PARTITIONS = (
    "p00pp",
    "p01qp",
    "p02rp",
    "p03sp",
    "p04tp",
    "p05up",
    "p06vp",
    "p07wp",
    "p08ht",
    "p09it",
    "p10uz",
    "p11tz",
    "p12fx",
    "p13gx",
    "p14qz",
    "p15pz",
)

ON_THEIR_WAY = frozenset({"jobs", "again", "dead"})  # names of keys that no backup holds

ENQUEUED_ONCE = timedelta(days=7)
SENT_ONCE = timedelta(days=90)
FIRED_ONCE = timedelta(days=40)
TASK_ONCE = timedelta(days=40)
NUDGE_OUTLIVES_MEETING = timedelta(days=1)
ROUND_OUTLIVES_DEADLINE = timedelta(days=1)
NUDGED = timedelta(days=400)
LEASE = timedelta(seconds=6)  # shorter than a silent worker keeps its jobs
JUDGED = timedelta(days=90)
NUDGES_COUNTED = timedelta(days=40)
MEETING = timedelta(days=90)
ASKED = timedelta(days=7)
PRIVATE_MEETING = timedelta(days=400)
UNREAD_WORDS = timedelta(days=30)
WORDS_ASIDE = timedelta(days=7)  # as long as the outcome card takes answers
READ_OUTCOME = timedelta(days=40)  # as long as TASK_ONCE: a message may be edited or deleted later
CURSOR = timedelta(days=40)
PLACE = timedelta(minutes=1)  # longer than any request to Graph may take
OUTAGE = timedelta(hours=1)
HELD = timedelta(hours=6)  # a walk that takes longer goes by what is on record
LEDGER = timedelta(days=365)
ANSWERED = timedelta(hours=24)
ANSWERING = timedelta(minutes=1)


def milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)


def partition_of(*ids: str) -> str:
    return PARTITIONS[crc32("\x1f".join(ids).encode()) % len(PARTITIONS)]


@dataclass(frozen=True, slots=True)
class Keys:
    """Key names under one installation's prefix."""

    prefix: str = ""

    def __post_init__(self) -> None:
        if any(sign in self.prefix for sign in "{}"):
            raise ConfigError("POTLUCK_KEY_PREFIX", "must not contain braces: they choose the slot")

    def of_partition(self, partition: str, name: str) -> str:
        """jobs, later, again, dead, due, planned, origin."""
        return f"{self.prefix}{{{partition}}}:{name}"

    def once(self, key: str, partition: str) -> str:
        return self.of_partition(partition, f"once:{content_hash(key)}")

    def sent(self, key: str) -> str:
        return self.of_partition(partition_of(key), f"sent:{content_hash(key)}")

    def fired(self, key: str, partition: str) -> str:
        return self.of_partition(partition, f"fired:{content_hash(key)}")

    def of_team(self, name: str, tenant: str, team: str) -> str:
        """tasks, task-index, task-count, team, team-people, meetings-of."""
        return self._of(name, tenant, team)

    def task_once(self, tenant: str, team: str, key: str) -> str:
        return self.of_partition(partition_of(tenant, team), f"task-once:{content_hash(tenant, team, key)}")

    def of_person(self, name: str, tenant: str, person: str) -> str:
        """person, person-teams, person-owns, nudges-of, muted, asked, wrote-in."""
        return self._of(name, tenant, person)

    def of_nudge(self, name: str, tenant: str, nudge: str) -> str:
        """nudge, nudged, judged, judging."""
        return self._of(name, tenant, nudge)

    def round(self, tenant: str, round_id: str) -> str:
        return self._of("round", tenant, round_id)

    def meeting(self, tenant: str, key: str) -> str:
        meeting_id = key.rpartition("@")[0]
        return self.of_partition(partition_of(tenant, meeting_id), f"meeting:{tenant}/{key}")

    def private_meeting(self, tenant: str, chat_id: str) -> str:
        return self._of("private", tenant, chat_id)

    def newest_meeting(self, tenant: str, meeting_id: str) -> str:
        return self._of("newest", tenant, meeting_id)

    def outcome(self, tenant: str, outcome: str) -> str:
        return self._of("outcome", tenant, outcome)

    def reading(self, tenant: str, outcome: str) -> str:
        return self._of("reading", tenant, outcome)

    def cursor(self, key: str) -> str:
        return self.of_partition(partition_of(key), f"cursor:{content_hash(key)}")

    def silent(self, hashed: str) -> str:
        return self.of_partition(partition_of(hashed), f"silent:{hashed}")

    def ledger(self, tenant: str, place: str) -> str:
        return self._of("ledger", tenant, place)

    def ledger_counts(self, tenant: str, day: date) -> str:
        return self._of("ledger-counts", tenant, day.isoformat())

    def schema(self) -> str:
        return self.of_partition(partition_of("schema"), "schema")

    def answer(self, tenant: str, place: str) -> str:
        return self._of("answer", tenant, place)

    def of_tenant(self, name: str, tenant: str) -> str:
        """teams, hooks, share."""
        return self.of_partition(partition_of(tenant), f"{name}:{tenant}")

    def of_part(self, name: str, tenant: str, part: int) -> str:
        """subscriptions, group-people, volunteers."""
        return self.of_partition(PARTITIONS[part], f"{name}:{tenant}")

    def held(self, tenant: str, walk: str, part: int) -> str:
        return self.of_partition(PARTITIONS[part], f"held:{tenant}/{walk}")

    def places(self, mailbox: str) -> str:
        return self.of_partition(partition_of(mailbox), f"places:{mailbox}")

    def unreached(self, tenant: str) -> str:
        return self.of_partition(partition_of(tenant), f"unreached:{tenant}")

    def graph_outage(self, tenant: str) -> str:
        return self.of_partition(partition_of(tenant), f"graph-outage:{tenant}")

    def _of(self, name: str, tenant: str, own: str) -> str:
        return self.of_partition(partition_of(tenant, own), f"{name}:{tenant}/{own}")
