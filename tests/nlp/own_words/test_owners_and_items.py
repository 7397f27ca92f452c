"""Who owns what: names, joint owners, roles, "I", pronouns; and how several items share a sentence or a page."""

from __future__ import annotations

import pytest

from tests.nlp.own_words.conftest import Find


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Ana will send the deck.", "p1"),
        ("ana to send the deck", "p1"),
        ("Bill will send the deck.", "p4"),
        ("Will will send the deck.", "p4"),
        ("W. Hart will send the deck.", "p4"),
        ("BL to send the deck", "p2"),
        ("Graec will send the deck.", "p3"),
        ("Anna B. will send the deck.", "p5"),
        ("Mr. Hart will send the deck.", "p4"),
        ("Kathi will send the deck.", "p7"),
        ("I will send the deck.", "p3"),
        ("Ana & team to send the deck", "p1"),
        ("Deb wants me to send the deck by Friday", "p3"),
        ("Anna will send the deck.", None),
        ("Ana + Bo to send the deck", None),
        ("Ana/Bo: send the deck", None),
        ("someone should send the deck", None),
        ("Finance to send the deck", None),
        ("Kuba from the warehouse should send the deck", None),
        ("Please send the deck", None),
    ],
)
def test_the_owner_is_the_one_person_meant_or_nobody(find: Find, text: str, owner: str | None) -> None:
    (item,) = find(text)
    assert item.owner == owner


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ana + Bo: slides", "Ana + Bo"),
        ("Finance to pay the invoice", "Finance"),
        ("Anna will send it round the office", "Anna"),
    ],
)
def test_words_of_an_open_owner_are_kept(find: Find, text: str, words: str) -> None:
    (item,) = find(text)
    assert (item.owner, item.owner_text) == (None, words)


def test_several_items_stand_in_one_sentence(find: Find) -> None:
    found = find("Ana sends the report by Friday, Bo books the van and I call the client.")
    assert [(i.what, i.owner, i.due) for i in found] == [
        ("send the report", "p1", "2025-09-26"),
        ("book the van", "p2", None),
        ("call the client", "p3", None),
    ]


def test_she_is_the_person_named_before(find: Find) -> None:
    found = find("Ana orders the chairs. She will also call the caterer on Monday.")
    assert [(i.owner, i.due) for i in found] == [("p1", None), ("p1", "2025-09-29")]


def test_a_date_said_once_for_all_is_repeated_on_each(find: Find) -> None:
    found = find("Please see below, all to be done by 30.11.:\n- Ana: cost list\n- Bo: old accounts")
    assert [i.due for i in found] == ["2025-11-30", "2025-11-30"]


def test_a_heading_with_a_name_owns_the_points_below_it(find: Find) -> None:
    found = find("Ana:\n- order paper\n- ring the printer (by Fri)\nBo:\n- nothing this time")
    assert [(i.what, i.owner) for i in found] == [("order paper", "p1"), ("ring the printer", "p1")]


def test_in_a_transcript_i_is_the_speaker(find: Find) -> None:
    found = find("Ana: I'll send the deck tonight.\nBo: ok, I can check it by Friday")
    assert [(i.owner, i.due) for i in found] == [("p1", "2025-09-24"), ("p2", "2025-09-26")]


def test_rows_of_a_table_are_items_unless_done(find: Find) -> None:
    found = find(
        "| Task | Owner | Due | Status |\n|---|---|---|---|\n"
        "| Pricing page | Ana | 3 Oct | open |\n| Logo | Bo | 1 Oct | done |"
    )
    assert [(i.what, i.owner, i.due) for i in found] == [("pricing page", "p1", "2025-10-03")]


def test_tab_separated_rows_pasted_from_a_sheet_are_items(find: Find) -> None:
    (item,) = find("Who\tWhat\tWhen\nBo\torder toner\t30/9")
    assert (item.what, item.owner, item.due) == ("order toner", "p2", "2025-09-30")


def test_ticked_boxes_are_no_items(find: Find) -> None:
    found = find("☐ Ana: radios\n☑ Bo: gates\n[x] Grace: keys\n[ ] ???: snow stakes")
    assert [(i.what, i.owner) for i in found] == [("radios", "p1"), ("snow stakes", None)]


def test_a_condition_stays_in_the_words_and_its_date_is_no_due_date(find: Find) -> None:
    (item,) = find("If the visa is not there by Friday, Ana goes to Dubai instead.")
    assert item.owner == "p1"
    assert item.due is None
    assert "if the visa" in item.what.lower()


def test_the_day_of_the_event_is_no_due_date(find: Find) -> None:
    (item,) = find("Ana to book the field for July 11")
    assert item.due is None


def test_html_is_read_as_its_words(find: Find) -> None:
    found = find("<ul><li>Ana: update the FAQ</li><li><b>Bo</b> to call the landlord</li></ul>")
    assert [i.owner for i in found] == ["p1", "p2"]


@pytest.mark.parametrize(
    ("lang", "locale", "text", "expected"),
    [
        (
            "de",
            "de-DE",
            "Bo klärt das mit dem Zoll bis Freitag.",
            ("das mit dem Zoll klären", "p2", "2025-09-26"),
        ),
        ("de", "de-DE", "Danach baue ich die Folien um.", ("die Folien umbauen", "p3", None)),
        ("fr", "fr-FR", "Ana doit rappeler l'imprimeur lundi.", ("rappeler l'imprimeur", "p1", "2025-09-29")),
        ("es", "es-ES", "Yo hablo con el banco mañana.", ("hablar con el banco", "p3", "2025-09-25")),
    ],
)
def test_german_french_and_spanish_sentences(
    find: Find, lang: str, locale: str, text: str, expected: tuple[str, str, str | None]
) -> None:
    (item,) = find(text, locale, lang)
    assert (item.what, item.owner, item.due) == expected


def test_in_a_language_nobody_taught_us_no_line_is_dropped(find: Find) -> None:
    found = find("Bo wyśle raport\nZadzwonić do klienta", "pl-PL", "pl")
    assert [i.anchor for i in found] == ["Bo wyśle raport", "Zadzwonić do klienta"]
    assert {i.owner for i in found} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "We agreed to drop feature X.",
        "Decision: no overtime in July",
        "FYI only: the binder is in the K drive.",
        "Ana will NOT redo the forecast.",
        "Bo doesn't need to come.",
        "Ana has already sent the invoice.",
        "Bo ordered the transcript.",
        "Who owns the risk form?",
        "Great call everyone, thanks for hopping on!",
        "Maybe one day we could move the archive.",
        "Ana may join the call.",
        "I would have sent the drawings if the plotter had worked.",
        "Bo was supposed to call the city.",
        "No actions.",
        "Ana: nothing this time",
        "Bo - regression suite - done",
        "oh sure, I'll just build a second lift by Tuesday 🙄",
        "> Ana please check the numbers by Friday",
        "Nobody is to say anything to the press.",
        "The AGM is on the 12th at 7pm.",
        "😀👍🎉",
        "Best wishes, Ana",
    ],
)
def test_what_is_no_commitment_is_no_item(find: Find, text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Update the runbook", "update the runbook"),
        ("update the runbook", "update the runbook"),
        ("book flights for the offsite in May", "book flights for the offsite in May"),
        ("Investigate why the build is slow", "investigate why the build is slow"),
        ("Check with the landlord.", "check with the landlord"),
        ("Somebody books a room.", "book a room"),
        ("Everyone completes the training.", "complete the training"),
        ("Taro fixes the build", "fix the build"),
        ("Yuki from the warehouse counts the pallets", "count the pallets"),
    ],
)
def test_an_order_or_a_deed_of_somebody_unlisted_is_an_item_without_owner(find: Find, text: str, what: str) -> None:
    (item,) = find(text)
    assert (item.what, item.owner) == (what, None)


@pytest.mark.parametrize(("text", "words"), [("Taro fixes the build", "Taro"), ("Somebody books a room.", "Somebody")])
def test_words_of_an_unlisted_doer_are_kept(find: Find, text: str, words: str) -> None:
    assert [item.owner_text for item in find(text)] == [words]


def test_orders_joined_by_commas_are_items_each(find: Find) -> None:
    assert [i.what for i in find("update slides, send the recap to Ana and call the printer")] == [
        "update slides",
        "send the recap to Ana",
        "call the printer",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Update on admissions: numbers are up.",
        "Book sales were good.",
        "Test results look fine.",
        "Review of the incident went well.",
        "Order forms stay the same.",
        "Check in was smooth.",
        "Budget approved at 40k.",
        "Keep up the good work!",
        "Have a great weekend everyone.",
        "Everyone agrees with the plan.",
        "Traffic causes delays on Mondays.",
        "Somebody already booked the room.",
        "Do not share the list.",
        "Welcome to the team, Grace.",
    ],
)
def test_nouns_and_news_that_look_like_orders_are_no_items(find: Find, text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("lang", "locale", "text", "count"),
    [
        ("de", "de-DE", "Server neu starten, Backup prüfen.", 2),
        ("de", "de-DE", "Bitte die Kasse bis Freitag abrechnen.", 1),
        ("de", "de-DE", "Das Protokoll ist fertig.", 0),
        ("fr", "fr-FR", "Relancer l'imprimeur et réserver la salle.", 2),
        ("fr", "fr-FR", "Le budget est validé.", 0),
        ("es", "es-ES", "Enviar el presupuesto y reservar la sala.", 2),
        ("es", "es-ES", "El contrato está firmado.", 0),
    ],
)
def test_bare_infinitives_are_orders_in_german_french_and_spanish(
    find: Find, lang: str, locale: str, text: str, count: int
) -> None:
    assert len(find(text, locale, lang)) == count


def test_a_heading_in_which_i_have_to_do_things_makes_its_points_mine(find: Find) -> None:
    found = find("Three things I have to do:\n - call the piano tuner\n - pass the school bookings to Bo\nAna paid.")
    assert [item.owner for item in found] == ["p3", "p3"]


def test_who_is_named_behind_a_passive_owns_it(find: Find) -> None:
    found = find(
        "The room for the June course gets booked by Ana, and the deployment checklist is to be updated by Bo."
    )
    assert [item.owner for item in found] == ["p1", "p2"]


def test_changing_it_on_a_day_is_due_that_day(find: Find) -> None:
    (item,) = find("The bearing was at fault again. Ana changes it on Saturday when we are down.")
    assert item.due == "2025-09-27"
