"""How the Teams stand-in reaches the bot: signatures, repeats, patience."""

from __future__ import annotations

import aiohttp
import jwt
import pytest

from bot.playground.people import ORGANIZER, PEOPLE
from bot.playground.teams import TeamsStandIn

from .conftest import TinyBot


async def _published(teams: TeamsStandIn) -> list[dict[str, object]]:
    async with aiohttp.ClientSession() as http:
        async with http.get(teams.openid_url) as told:
            keys_url = (await told.json())["jwks_uri"]
        async with http.get(keys_url) as told:
            keys: list[dict[str, object]] = (await told.json())["keys"]
            return keys


async def test_an_activity_is_signed_with_a_published_key_for_this_bot_and_service(
    teams: TeamsStandIn, tiny_bot: TinyBot
) -> None:
    teams.client.install(teams.world.team.id, ORGANIZER)
    await teams.delivery.settled()

    token = tiny_bot.tokens[0]
    key = next(one for one in await _published(teams) if one["kid"] == jwt.get_unverified_header(token)["kid"])
    claims = jwt.decode(token, jwt.PyJWK(key), audience=teams.world.app_id, issuer=teams.keys.issuer)
    assert key["endorsements"] == ["msteams"]
    assert claims["serviceurl"] == tiny_bot.activities[0]["serviceUrl"] == teams.writer.service_url


async def test_after_a_roll_over_new_activities_bear_a_new_published_key(
    teams: TeamsStandIn, tiny_bot: TinyBot
) -> None:
    before = {key["kid"] for key in await _published(teams)}
    teams.keys.roll_over(drop_old=True)
    teams.client.install(teams.world.team.id, ORGANIZER)
    await teams.delivery.settled()

    after = {key["kid"] for key in await _published(teams)}
    assert not before & after
    assert {jwt.get_unverified_header(token)["kid"] for token in tiny_bot.tokens} == after


async def test_an_activity_that_is_not_taken_is_told_again_unchanged(teams: TeamsStandIn, tiny_bot: TinyBot) -> None:
    chat = teams.world.personal_chat(ORGANIZER.id)
    teams.scopes.installed.add(chat.id)
    tiny_bot.answers.append((503, None))
    teams.client.write(chat.id, ORGANIZER.id, "help", mention=False)
    await teams.delivery.settled()

    first, second = tiny_bot.activities
    assert first == second


async def test_an_activity_that_is_not_answered_in_time_is_told_again(teams: TeamsStandIn, tiny_bot: TinyBot) -> None:
    chat = teams.world.personal_chat(ORGANIZER.id)
    teams.scopes.installed.add(chat.id)
    tiny_bot.silent_for_first = 1
    teams.client.write(chat.id, ORGANIZER.id, "help", mention=False)
    await teams.delivery.settled()

    assert [one["id"] for one in tiny_bot.activities] == [chat.messages[0].id] * 2
    assert [(line.what, line.status) for line in teams.world.traffic] == [("message", 0), ("message", 202)]


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_an_activity_that_is_refused_is_not_told_again(
    teams: TeamsStandIn, tiny_bot: TinyBot, status: int
) -> None:
    chat = teams.world.personal_chat(ORGANIZER.id)
    teams.scopes.installed.add(chat.id)
    tiny_bot.answers.append((status, None))
    teams.client.write(chat.id, ORGANIZER.id, "help", mention=False)
    await teams.delivery.settled()

    assert len(tiny_bot.activities) == 1


async def test_activities_wait_for_a_bot_that_is_not_up_yet(teams: TeamsStandIn, tiny_bot: TinyBot) -> None:
    port = int(tiny_bot.url.rpartition(":")[2])
    await tiny_bot.stop()
    teams.client.install(teams.world.team.id, ORGANIZER)
    await tiny_bot.start(port)
    await teams.delivery.settled()

    assert {one["type"] for one in tiny_bot.activities} == {"installationUpdate", "conversationUpdate"}


async def test_a_repeating_service_tells_everything_twice(teams: TeamsStandIn, tiny_bot: TinyBot) -> None:
    chat = teams.world.personal_chat(ORGANIZER.id)
    teams.scopes.installed.add(chat.id)
    teams.physics.repeats = True
    teams.client.write(chat.id, ORGANIZER.id, "help", mention=False)
    await teams.delivery.settled()

    assert tiny_bot.activities[0] == tiny_bot.activities[1]


async def test_in_a_shared_chat_the_bot_hears_only_what_mentions_it(teams: TeamsStandIn, tiny_bot: TinyBot) -> None:
    channel, person = teams.world.team.id, PEOPLE[2]
    teams.scopes.installed.add(channel)
    teams.client.write(channel, person.id, "Not for the bot", mention=False)
    heard = teams.client.write(channel, person.id, "Ana <3 sends\nR&D notes", mention=True)
    await teams.delivery.settled()

    [activity] = tiny_bot.activities
    assert activity["text"] == "<at>Potluck</at> Ana <3 sends\nR&D notes"
    assert activity["from"]["name"] == "山田 太郎"
    assert activity["conversation"]["id"] == f"{channel};messageid={heard.id}"
    mention = next(one for one in activity["entities"] if one["type"] == "mention")
    assert mention["mentioned"]["id"] == activity["recipient"]["id"] == f"28:{teams.world.app_id}"
    markup = activity["attachments"][0]["content"]
    assert markup.endswith('itemid="0">Potluck</span>&nbsp;Ana &lt;3 sends<br>R&amp;D notes</p>')


async def test_an_edit_keeps_the_mention_and_a_deletion_is_told(teams: TeamsStandIn, tiny_bot: TinyBot) -> None:
    channel = teams.world.team.id
    teams.scopes.installed.add(channel)
    message = teams.client.write(channel, ORGANIZER.id, "Ana sends it", mention=True)
    teams.client.edit(channel, message.id, ORGANIZER.id, "Potluck Ana sends it on Friday")
    teams.client.delete(channel, message.id, ORGANIZER.id)
    await teams.delivery.settled()

    [edited], [deleted] = tiny_bot.named("messageUpdate"), tiny_bot.named("messageDelete")
    assert edited["text"] == "<at>Potluck</at> Ana sends it on Friday"
    assert edited["id"] == deleted["id"] == message.id


async def test_a_removal_is_told_twice_as_an_installation_is(teams: TeamsStandIn, tiny_bot: TinyBot) -> None:
    teams.client.install(teams.world.team.id, ORGANIZER)
    await teams.delivery.settled()
    teams.client.remove(teams.world.team.id, ORGANIZER)
    await teams.delivery.settled()

    assert [one["action"] for one in tiny_bot.named("installationUpdate")] == ["add", "remove"]
    added, removed = tiny_bot.named("conversationUpdate")
    bot = [{"id": f"28:{teams.world.app_id}"}]
    assert (added["membersAdded"], removed["membersRemoved"]) == (bot, bot)
    assert teams.world.team.id not in teams.scopes.installed


async def test_writing_to_the_bot_for_the_first_time_installs_it(teams: TeamsStandIn, tiny_bot: TinyBot) -> None:
    chat = teams.world.personal_chat(ORGANIZER.id)
    teams.client.write(chat.id, ORGANIZER.id, "help", mention=False)
    await teams.delivery.settled()

    assert sorted(one["type"] for one in tiny_bot.activities) == ["conversationUpdate", "installationUpdate", "message"]
