"""HTML, mail furniture and segments: what is read, what is left out, and that it is verbatim."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.agenda import MAX_CHARS, find_agenda, plain_text
from nlp.agenda.model_view import model_view


def _segments(body: str, body_type: str = "text") -> list[str]:
    text, anchors = plain_text(body, body_type)
    return [segment.of(text) for segment in find_agenda(text, anchors).segments]


def test_bullets_numbers_boxes_and_timeboxes_are_peeled_off() -> None:
    body = "- Budget\n2) Hiring\n[ ] Stock count\n10:00-10:15 Roadmap (Ana)\n15 min Complaints\n• Dates"
    assert _segments(body) == ["Budget", "Hiring", "Stock count", "Roadmap (Ana)", "Complaints", "Dates"]


def test_a_paragraph_is_cut_into_sentences_but_not_at_abbreviations() -> None:
    body = "Dr. Adeyemi reads out the numbers. After that we note the dates for Q3; each owner confirms."
    assert _segments(body) == [
        "Dr. Adeyemi reads out the numbers.",
        "After that we note the dates for Q3",
        "each owner confirms.",
    ]


def test_an_agenda_label_in_front_is_no_part_of_the_item() -> None:
    assert _segments("Agenda: Read-out of the figures") == ["Read-out of the figures"]


def test_html_lists_and_tables_become_lines() -> None:
    body = (
        "<html><head><style>p{}</style><title>x</title></head><body><ul><li>Budget</li><li>Hiring&nbsp;plan</li></ul>"
        "<table><tr><td>1</td><td>Scrap rate</td><td>Ivo</td></tr></table><!-- gone --><script>gone()</script></body>"
    )
    text, _ = plain_text(body, "html")
    assert [line for line in text.split("\n") if line.strip()] == ["- Budget", "- Hiring plan", "1 | Scrap rate | Ivo"]


def test_paragraphs_within_table_cells_do_not_tear_the_row_apart() -> None:
    cells = "<td>\n<p class=MsoNormal>10:00<o:p></o:p></p></td><td><p><b>Scrap rate</b></p></td><td><div>Ivo</div></td>"
    row = f"<tr>{cells}</tr>"
    text, _ = plain_text(f"<table>{row}{row}</table><p>After</p>", "html")
    assert text.split("\n") == ["10:00 | Scrap rate | Ivo"] * 2 + ["After", ""]


def test_a_table_used_for_layout_keeps_its_lines() -> None:
    body = "<table><tr><td><p>Hello,</p><ul><li>Budget</li><li>Hiring</li></ul><p>Ivo</p></td></tr></table>"
    assert plain_text(body, "html")[0] == "Hello,\n- Budget\n- Hiring\nIvo\n"


def test_a_quoted_thread_under_the_agenda_is_left_out() -> None:
    body = (
        "Agenda for Monday:\n- Budget figures\n- Dates\n\nFrom: Ivo\nSent: Friday\nTo: all\nSubject: x\nOld words here"
    )
    assert _segments(body)[-2:] == ["Budget figures", "Dates"]


def test_a_forwarded_agenda_is_read_although_it_stands_under_headers() -> None:
    body = "From: Ivo\nSent: Friday 9:00\nTo: all\nSubject: list\n\n- Budget figures\n- Dates"
    assert _segments(body) == ["Budget figures", "Dates"]


def test_signature_legal_footer_group_footer_and_dial_in_are_left_out() -> None:
    body = (
        "- Budget figures of the month\n- Dates for the audit\n+49 30 1234567, PIN 4711\nBest regards\nIvo\nRoom 4\n\n"
        "This message is confidential. If you are not the intended recipient, delete it.\n"
        "You're receiving this message because you're a member of the Ops group."
    )
    assert _segments(body) == ["Budget figures of the month", "Dates for the audit"]


def test_an_item_about_something_confidential_is_no_footer() -> None:
    assert _segments("- Confidential: offer to Velox\n- Dates") == ["Confidential: offer to Velox", "Dates"]


def test_world_clocks_and_pasted_table_tags_are_no_items() -> None:
    body = "London Thu 4 May 15:00 UTC+1\n<table>\n<tr><td>Tokyo<td>23:00 JST\n</table>\n- Budget &amp; dates"
    assert _segments(body) == ["Budget &amp; dates"]


def test_addresses_become_words_for_the_encoder_and_the_way_back_holds() -> None:
    text = "- [Drop old parser](https://github.com/o/r/pull/7)\n- see https://example.org/a/b?c=d today"
    agenda = find_agenda(text)
    view = model_view(text, agenda.lines)
    assert view.text == "- Drop old parser | - see link today"
    assert list(view.origin) == sorted(view.origin)
    place = view.locate(agenda.segments[0])
    assert view.text[place.start : place.end] == "Drop old parser"


_BODIES = st.text(alphabet=st.characters(codec="utf-8"), max_size=600) | st.lists(
    st.sampled_from(["- Budget", "1) Plan. Then dates; more", "<p>", "</td><td>", "_" * 25, "a | b", "&#0;", "\u200b",
                     "> x", "https://teams.microsoft.com/meet/1", "From: x", "\r\n", "\n", "[a](http://b.c)", "--"]),
    max_size=40,
).map("\n".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(body=_BODIES, body_type=st.sampled_from(["text", "html"]))
def test_segments_are_ordered_within_bounds_and_never_empty(body: str, body_type: str) -> None:
    text, anchors = plain_text(body, body_type)
    agenda = find_agenda(text, anchors)
    at = 0
    for segment in agenda.segments:
        assert at <= segment.start < segment.end <= len(text) <= MAX_CHARS
        at = segment.end
    view = model_view(text, agenda.lines)
    assert len(view.text) == len(view.origin)
    if body_type == "text":
        assert text == body[:MAX_CHARS]
