"""Both stories without a browser: everything goes over the page's API, as if somebody sat in front of it."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import aiohttp

from bot.playground.card_hand import StepFailed
from bot.playground.invite_lines import PlayedInvite, Unreadable, read_lines
from bot.playground.narrator import Narrator
from bot.playground.page_client import PageClient, Refused, visit
from bot.playground.story_invites import built_in, play_invites
from bot.playground.story_meeting import MeetingStory


async def play(page_url: str, invites: Path | None, out: TextIO) -> int:
    """Plays both stories and prints what each person saw. `invites` is a file of JSON lines, in the shape that
    `potluck assess` reads; without one three built-in invites are played. Returns the exit status: 1 where a step
    failed, or a line could not be read."""
    narrator = Narrator(out)
    try:
        async with visit(page_url) as client:
            await _invites(client, narrator, invites)
            await _meeting(client, narrator)
    except (aiohttp.ClientError, TimeoutError) as why:
        narrator.fail(f"the playground does not answer ({type(why).__name__})")
    narrator.title("Both stories happened" if not narrator.failed else f"{narrator.failed} thing(s) went wrong")
    return 1 if narrator.failed else 0


async def _invites(client: PageClient, narrator: Narrator, path: Path | None) -> None:
    try:
        await play_invites(client, narrator, built_in() if path is None else _from_file(path, narrator))
    except (StepFailed, Refused) as why:
        narrator.fail(str(why))


async def _meeting(client: PageClient, narrator: Narrator) -> None:
    try:
        await MeetingStory(client, narrator).play()
    except (StepFailed, Refused) as why:
        narrator.fail(str(why))


def _from_file(path: Path, narrator: Narrator) -> list[PlayedInvite]:
    invites: list[PlayedInvite] = []
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as why:
        narrator.fail(f"{path} cannot be read ({why.strerror})")
        return []
    for read in read_lines(text.split("\n")):
        if isinstance(read, Unreadable):
            narrator.fail(f"{read.id}: {read.why}")
        else:
            invites.append(read)
    return invites
