"""Everybody reads Potluck in the language they chose; until they choose, in that of their Teams. Of what all of a team
read, the team's own counts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.redis import RedisKit
from bot.domain.conversation import Conversation
from bot.domain.events import AppInstalled, CardAnswered, MessageReceived, Origin
from bot.domain.person import Person, Preferences
from bot.domain.team import Team
from bot.domain.tongue.learn import first_words_in, learn_locale
from bot.playground.card_hand import Entries
from bot.playground.page_client import Json
from tests.tenant_fixtures import ANA, MAREN, READ_OUT, TARO, Tenant, open_tenant, quoted, words

OF_THEIR_TEAMS = {MAREN: "de-AT", TARO: "ja"}


async def settle(tenant: Tenant, card: Json, person: str, **given: str) -> Json:
    path = f"chats/{quoted(tenant.private(person))}/messages/{card['id']}/invoke"
    return await tenant.page.post(path, {"as": person, "verb": "settings.save", "data": given})


async def test_each_reads_their_own_language_and_all_read_the_team_s(tmp_path: Path, redis_server: str) -> None:
    async with open_tenant(tmp_path, redis_server, OF_THEIR_TEAMS) as tenant:
        maren, taro = tenant.private(MAREN), tenant.private(TARO)
        await tenant.sees(maren, "Hallo, hier ist Potluck")
        await tenant.page.say(tenant.channel, ANA, "help", mention=True)  # hers is English, but all of them read it
        await tenant.sees(tenant.channel, "Schreib mir: meine Aufgaben")
        await tenant.page.say(tenant.channel, ANA, "settings", mention=True)
        await tenant.sees(tenant.channel, "Die Übersicht kommt um 09:00 Uhr")
        for asked, told in (
            ("help", "使える言葉"),
            ("export my data", "ダウンロード"),
            ("delete my data", "データを削除しますか?"),
            ("why did I get this", "これが届いた理由"),
        ):
            await tenant.page.say(taro, TARO, asked)
            await tenant.sees(taro, told)
        await tenant.page.say(taro, TARO, "settings")
        card = await tenant.card(taro, "保存")
        assert "Ajustes" in words((await settle(tenant, card, TARO, locale="es-ES"))["card"])
        assert "設定" in words((await settle(tenant, card, TARO, locale=""))["card"])
        assert "Asia/Tokyo" in (await settle(tenant, card, TARO, zone="Atlantis"))["error"]
        public = await tenant.card(tenant.channel, "Ändern")
        for place, at, verb, told in (
            (taro, card, "no.such.button", "このボタンはもう使えません。"),
            (tenant.channel, public, "data.delete", "ここではできません。"),
        ):
            refused = await tenant.forged(place, at["id"], TARO, verb, {})
            assert refused["value"]["message"] == told


async def test_a_round_speaks_to_its_organizer_and_to_all_of_them(tmp_path: Path, redis_server: str) -> None:
    locales = {MAREN: "de-DE", ANA: "fr-FR"}
    async with open_tenant(tmp_path, redis_server, locales, POTLUCK_GRAPH_WRITES="yes") as tenant:
        chat = tenant.private(MAREN)
        await tenant.page.say(chat, MAREN, "settings")
        await settle(tenant, await tenant.card(chat, "Speichern"), MAREN, locale="es-ES")  # hers; the team's is German
        await tenant.invite("Weekly status round", READ_OUT)
        card = await tenant.card(chat, "Hacerla por escrito")
        await tenant.press(chat, card, MAREN, "Hacerla por escrito")
        preview = await tenant.card(chat, "Empezar la ronda")
        assert "¿Quién responde a esto?" in words(preview["card"])
        await tenant.press(chat, preview, MAREN, "Empezar la ronda")
        thread = await tenant.card(tenant.channel, "Antworten")
        await tenant.sees(chat, "En el canal de tu equipo.")
        answered = await tenant.press(tenant.channel, thread, ANA, "Antworten", Entries(text="Renewals are up by two"))
        assert "Antwort" in answered
        await tenant.page.post("clock", {"advance_s": 30 * 24 * 3600})
        await tenant.sees(tenant.channel, "Was zusammenkam")


NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
CHAT = Conversation("contoso", "19:m@thread.v2", "https://s.example", "group")


def of(locale: str | None) -> Origin:
    return Origin("e", CHAT, Person("contoso", "ann", "Ann"), NOW, locale=locale)


@pytest.mark.parametrize(
    ("event", "kept"),
    [
        (MessageReceived(of("de-AT"), "hi"), "de-AT"),
        (AppInstalled(of("de-AT")), "de-AT"),
        (CardAnswered(of("de-AT"), "v"), "de-AT"),
        (CardAnswered(of("de-AT"), "v", automatic=True), None),  # nobody did that: their client drew a card anew
        (MessageReceived(of("de\nx" * 9), "hi"), None),
        (MessageReceived(of(None), "hi"), None),
    ],
)
async def test_the_language_of_a_client_is_kept_when_somebody_did_something(
    redis_kit: RedisKit, event: MessageReceived, kept: str | None
) -> None:
    assert await learn_locale(redis_kit.people, event) in ("de-AT", "en-GB")
    assert (await redis_kit.people.preferences("contoso", "ann")).client_locale == kept


async def test_of_who_was_forgotten_a_click_keeps_nothing_and_a_choice_counts_more_than_a_client(
    redis_kit: RedisKit,
) -> None:
    await redis_kit.people.stay_silent("contoso", "ann")
    assert await learn_locale(redis_kit.people, CardAnswered(of("ja"), "v")) == "ja"
    assert (await redis_kit.people.preferences("contoso", "ann")).client_locale is None
    await redis_kit.people.prefer("contoso", "ann", Preferences(locale="fr-FR"))
    assert await learn_locale(redis_kit.people, CardAnswered(of("ja"), "v")) == "fr-FR"


async def test_whom_potluck_has_not_met_it_writes_to_in_the_language_of_their_team(redis_kit: RedisKit) -> None:
    people, teams = redis_kit.people, redis_kit.teams
    assert await first_words_in(people, teams, "contoso", "ann") == "en-GB"
    await teams.put(Team("contoso", "19:t", "Harvest", CHAT, locale="pt-BR"), ["ann"])
    assert await first_words_in(people, teams, "contoso", "ann") == "pt-BR"
    await learn_locale(people, MessageReceived(of("ja"), "hi"))
    assert await first_words_in(people, teams, "contoso", "ann") == "ja"
