"""The tenant, its services and the product, opened together; and the two states of its life, storm and calm."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.adapters.redis import RedisKit, open_redis
from bot.adapters.redis.embedded import EmbeddedServer
from bot.bootstrap.house import Role
from bot.errors import TryLater
from bot.playground.card_hand import NOTHING, Entries, StepFailed, press
from bot.playground.card_text import card_lines
from bot.playground.clock import ZONE
from bot.playground.people import HARVEST, NOT_INSTALLED_BY
from bot.playground.records import Message
from bot.playground.run import Playground, PlaygroundConfig, install_when_up, open_playground
from bot.playground.teams.client import NotPossible, Shown
from tests.faults.histories.door import Mishap
from tests.faults.histories.processes import ProcessPlayer
from tests.faults.histories.roles import Player
from tests.tenant_fixtures import free_port, settings_for

CALM_WITHIN = 1200  # looks: about three minutes, and more on a busy machine, which holds up the roles as it does us
CALM_OF_PROCESSES_WITHIN = 1400  # whose silence is believed later, and who wait longer before they try again
LIFE_S = (2.0, 7.0)
LIFE_OF_PROCESSES_S = (8.0, 20.0)
ORGANIZERS = tuple(person for person in HARVEST if person.name.split()[0] in {"Maren", "Zoë", "Ana"})
ROLES: dict[str, Role] = {"gateway": "gateway", "worker-1": "worker", "worker-2": "worker", "scheduler": "scheduler"}


class NeverQuiet(Exception):
    """Something is left to do, or a service is left unasked, long after everything works again."""


@dataclass
class Stage:
    """`heat` is how likely a message of a role is its last: 0 in calm. `tally` counts what happened."""

    playground: Playground
    redis: EmbeddedServer
    kit: RedisKit
    chance: random.Random
    real: bool = False
    players: dict[str, Player | ProcessPlayer] = field(default_factory=dict)
    heat: float = 0.0
    tally: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    safe_until: dict[str, float] = field(default_factory=dict)  # whoever has just been born lives for a while

    @property
    def patience(self) -> int:
        return CALM_OF_PROCESSES_WITHIN if self.real else CALM_WITHIN

    # what breaks

    def mishap(self, player: str, point: str) -> Mishap:
        """Seldom passed points are likelier, so that each is met."""
        self.seen[point] += 1
        luck = self.chance.random() * (12 + self.seen[point])
        now = time.monotonic()
        if luck < self.heat and now > self.safe_until.get(player, 0):
            self.safe_until[player] = now + self.chance.uniform(*(LIFE_OF_PROCESSES_S if self.real else LIFE_S))
            self.tally["kills"] += 1
            self.tally[f"killed: {self.players[player].role} {point}"] += 1
            return "kill"
        if luck < 1.3 * self.heat:
            self.tally["answers of Redis lost"] += 1
            return "lose"
        return ""

    def witness(self, what: str) -> None:
        """Teams has been asked, or has answered and nobody has read it yet."""
        workers = [one for one in self.players.values() if one.role == "worker" and one.alive]
        if workers and self.mishap(workers[0].name, f"Teams {what}") == "kill":
            self.chance.choice(workers).kill(f"Teams {what}")

    def tellings(self) -> tuple[float, ...]:
        """Each event one to five times, in any order with others of the same seconds."""
        self.tally["events"] += 1
        times = self.chance.choice((1, 1, 2, 3, 5)) if self.heat else 1
        self.tally["tellings"] += times
        return tuple(self.chance.uniform(0, 1.2) if self.heat else 0.0 for _ in range(times))

    async def revive(self) -> None:
        """A supervisor: whoever died is started again."""
        while True:
            for player in self.players.values():
                if not player.alive:
                    await player.start()
            await asyncio.sleep(0.1)

    # what people do and see

    def chat(self, person: str) -> str:
        return self.playground.world.personal_chat(person).id

    def places(self) -> list[str]:
        """Where the app is from the beginning: the team, and the people who installed it themselves."""
        own = [self.chat(person.id) for person in HARVEST if person not in NOT_INSTALLED_BY]
        return [*own, self.playground.world.team.id]

    def cards(self, chat: str, *words: str) -> list[Message]:
        """The bot's cards in a chat that say all of this."""
        messages = self.playground.world.chats[chat].messages
        return [one for one in messages if one.sender.kind == "bot" and one.card and says(one, *words)]

    async def sees(self, chat: str, *words: str, within_s: float = 14) -> Message | None:
        deadline = time.monotonic() + within_s
        while not (found := self.cards(chat, *words)):
            if time.monotonic() > deadline:
                return None
            await asyncio.sleep(0.1)
        return found[-1]

    async def press(self, chat: str, message: Message, person: str, title: str, entries: Entries = NOTHING) -> bool:
        """Until somebody answers, as people do, and sometimes once more. True where it was acknowledged."""
        told = False
        try:
            hand = press(message.views.get(person) or message.card or {}, title, entries)
        except StepFailed:
            return False  # the card says something else by now
        for _ in range(9):
            try:
                shown = await self._click(chat, message, person, hand.verb, hand.data)
            except NotPossible:
                return told
            told = told or not shown.error
            if told and self.chance.random() < 0.7:
                return True
            await asyncio.sleep(self.chance.uniform(0.1, 0.6))
        return told

    async def _click(self, chat: str, message: Message, person: str, verb: str, data: dict[str, object]) -> Shown:
        self.tally["clicks"] += 1
        return await self.playground.teams.client.press(chat, message.id, person, verb, data)

    # calm

    async def calm(self) -> None:
        """Everything works again, and everything that was begun has come to its end. Raises NeverQuiet."""
        self.heat = 0.0
        looks = quiet = 0
        self.playground.world.move_clock(by=timedelta(seconds=130))  # who stopped asking a dead service asks again
        while quiet < 4:
            if (looks := looks + 1) > self.patience:
                raise NeverQuiet(f"depth {await self.kit.stats.depth()}")
            await self.playground.teams.delivery.settled()
            await self.playground.graph.settled()
            try:
                now, stats = self.playground.world.clock.now(), self.kit.stats
                left = await stats.due(until=now) + await stats.later(until=now + timedelta(minutes=2))
                left += await stats.depth()  # last: a digest that is dealt with becomes a job
            except TryLater:
                left = 1
            quiet = quiet + 1 if left == 0 and all(one.alive for one in self.players.values()) else 0
            if left:
                self.playground.world.move_clock(by=timedelta(seconds=2))
            await asyncio.sleep(0.12)


def says(message: Message, *words: str) -> bool:
    """To whoever reads it: what its buttons carry along says nothing."""
    shown = "\n".join(card_lines(message.card or {}, ZONE))
    return all(word in shown for word in words)


@asynccontextmanager
async def open_stage(folder: Path, redis: EmbeddedServer, seed: int, *, real: bool) -> AsyncIterator[Stage]:
    port, upstream = free_port(), redis.start()
    gateway_url = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        playground = await stack.enter_async_context(open_playground(PlaygroundConfig(folder, gateway_url)))
        playground.teams.connector.lost_after_s = 0.05
        playground.teams.physics.limits = False
        settings = settings_for(playground, upstream, gateway_url)
        kit = await open_redis(settings, playground.world.clock, role="worker")
        stack.push_async_callback(kit.close)
        stage = Stage(playground, redis, kit, random.Random(seed), real)  # noqa: S311 - repeatable misfortune, no secret
        environ = {
            **playground.environment,
            "POTLUCK_KEY_PREFIX": settings.key_prefix,
            "POTLUCK_PUBLIC_URL": gateway_url,
            "POTLUCK_PORT": str(port),
            "POTLUCK_DEBOUNCE_S": "1.5",
            "POTLUCK_MAILBOXES": ",".join(person.id for person in ORGANIZERS),
        }
        for name, role in ROLES.items():
            stage.players[name] = (
                ProcessPlayer(name, role, environ, upstream, stage.mishap)
                if real
                else Player(name, role, environ, upstream, playground.world.clock, stage.mishap)
            )
        playground.teams.physics.tellings = playground.graph.physics.tellings = stage.tellings
        playground.teams.physics.witness = stage.witness
        reviving = asyncio.create_task(stage.revive())
        stack.push_async_callback(_end, stage, reviving)
        await install_when_up(playground, gateway_url)
        await _settled(stage)
        yield stage


async def _settled(stage: Stage) -> None:
    looks = 0
    watched: Callable[[], bool] = lambda: len(stage.playground.outlook.watched()) >= len(ORGANIZERS)  # noqa: E731 - a name for a condition
    while not (all(stage.cards(place, "Hello, this is Potluck") for place in stage.places()) and watched()):
        if (looks := looks + 1) > stage.patience:
            raise NeverQuiet("no hello")
        await asyncio.sleep(0.12)
    await stage.calm()


async def _end(stage: Stage, reviving: asyncio.Task[None]) -> None:
    reviving.cancel()
    await asyncio.gather(reviving, return_exceptions=True)
    await asyncio.gather(*(player.end() for player in stage.players.values()))
