"""Every card that Potluck draws, with what people wrote as digits: so that our own words are told from theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from bot.domain.cards import Card
from bot.domain.conversation import Conversation, MessageRef
from bot.domain.judgement import Evidence
from bot.domain.ledger import LEFT_UNSAID, WHY, WHY_NOT, Entry
from bot.domain.meeting import Attendee, MeetingInstance
from bot.domain.nudge import Nudge
from bot.domain.person import Person, Preferences
from bot.domain.round import Ask, Reply, Round
from bot.domain.task import Outcome, Step, Task, TaskState
from bot.domain.team import Channel, DigestTime, Team
from bot.domain.tongue import say
from bot.features.async_round import round_card, shorten, start
from bot.features.installation.welcome import hello_card
from bot.features.invite_nudge import nudge_card
from bot.features.ledger.answer_why import CAME, why_card
from bot.features.meeting_outcomes import outcome_card, understood_card, which_card
from bot.features.meeting_outcomes.what_stands import Standing
from bot.features.owned_tasks import merge_card, task_card, task_list_card
from bot.features.owned_tasks.task_filter import Page
from bot.features.owned_tasks.tell_proposer import WORDS
from bot.features.personal_data import my_data_card
from bot.features.personal_digest import digest_card as personal_digest_card
from bot.features.personal_digest.gather import Mine
from bot.features.preferences import settings_card, team_settings_card
from bot.features.preferences.help_card import help_card
from bot.features.reminders.reminder_card import still_right
from bot.features.task_digest import digest_card
from bot.features.task_digest.gather import Digest

WEDNESDAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


THEIRS = ("17", "18", "19", "20 · 21")
"""What people wrote: digits, so that it is told from our own words."""
TASK = Task("T-1", "t", "team", "17", "accepted", "a", NOW, "b", "18", due=WEDNESDAY, meeting_title="19")
ABOUT = nudge_card.About("17", NOW.isoformat(), 30, 6, series=True, items=("18",))
EVIDENCE = [Evidence("19", 0, 2, question, answer) for question, answer in nudge_card.ANSWERS]


def faces() -> Iterator[tuple[str, Card]]:
    """Every card that speaks the reader's language."""
    channel = Conversation("t", "team", "https://a", "channel")
    team = Team("t", "team", "20", channel, missed_since=WEDNESDAY - timedelta(days=1))
    late = Task("T-2", "t", "team", "17", "accepted", "a", NOW, "b", "18", due=WEDNESDAY - timedelta(days=40))
    asked = Task("T-3", "t", "team", "17", "proposed", "a", NOW, "b", "18", due=WEDNESDAY + timedelta(days=1))
    open_one = Task("T-4", "t", "team", "17", "proposed", "a", NOW)
    done = Task("T-5", "t", "team", "17", "done", "a", NOW, "b", "18")
    digest = Digest(
        WEDNESDAY, (late,), (TASK,) * 90, new=(asked,), unowned=(open_one,), done=(done,), later=3, fresh=True
    )
    yield "digest", digest_card.drawn(team, digest)
    yield "reminder", still_right(TASK, due_today=True)
    yield "reminder, a day ahead", still_right(TASK, due_today=False)
    yield "nudge", nudge_card.question("n", ABOUT, EVIDENCE)
    yield "nudge, over", nudge_card.expired()
    yield "nudge, called off", nudge_card.called_off()
    mine = Mine(WEDNESDAY, asked=(asked,), late=(late,), soon=(TASK,) * 40, others=(asked, open_one), later=2)
    yield "personal digest", personal_digest_card.drawn(mine)
    yield from _outcome_faces()
    yield from _task_faces()
    yield from _settings_faces()
    yield from _list_faces()
    yield from _which_faces()
    yield from _round_faces()
    yield from _team_faces(team)
    yield from _ledger_faces()
    for answer in ("async", "shorten", "keep", "wrong", "not_series"):
        nudge = Nudge("n", "t", "o", None, 0.99, (), NOW, NOW, answer=answer)
        for writes in (False, True):
            yield f"nudge, {answer}", nudge_card.answered(nudge, ABOUT, writes=writes)


def _outcome_faces() -> Iterator[tuple[str, Card]]:
    chat = Conversation("t", "19:m@thread.v2", "https://a", "group")
    instance = MeetingInstance("t", "m", NOW, chat, "20", answered=("a", "b"))
    states: tuple[TaskState, ...] = ("accepted", "proposed", "declined", "done")
    mine = [replace(TASK, id=f"T-{n}", state=state, for_guest="19") for n, state in enumerate(states)]
    nobodys = replace(TASK, owner=None, owner_name=None, state="proposed", due=WEDNESDAY - timedelta(days=1))
    named = replace(nobodys, owner_words="18")
    standing = Standing(WEDNESDAY, (*mine, nobodys, named, *[TASK] * 20), carried=(TASK,) * 20)
    outcome = Outcome("o", "t", instance.key, "team", "a", "17", NOW)
    yield "outcomes", outcome_card.asking(replace(instance, answered=()), Standing(WEDNESDAY))
    yield "outcomes, so far", outcome_card.asking(replace(instance, answered=()), standing, lookers=["29:a"])
    yield "outcomes, answered", outcome_card.asking(instance, standing)
    yield "outcomes, kept", outcome_card.kept(instance, standing)
    yield "outcomes, nothing", outcome_card.nothing(instance, standing)
    yield "outcomes, a word back", outcome_card.acknowledgement(mine * 9, WEDNESDAY)
    yield "outcomes, a word in private", outcome_card.acknowledgement(mine, WEDNESDAY, "20")
    yield "outcomes, nothing found", outcome_card.acknowledgement((), WEDNESDAY)
    yield "outcomes, taken back", outcome_card.taken_back(mine, WEDNESDAY)
    yield "understood", understood_card.understood(instance, mine * 9, [outcome], WEDNESDAY)
    yield "understood, nothing", understood_card.understood(instance, (), (), WEDNESDAY)


def _task_faces() -> Iterator[tuple[str, Card]]:
    writer, owner, other = (Person("t", one, "18") for one in ("a", "b", "c"))
    ask = replace(TASK, state="proposed")
    for n, task in enumerate((ask, replace(ask, due=None, meeting_title=None), replace(ask, for_guest="19"))):
        yield f"offer {n}", task_card.offer(task, writer, WEDNESDAY)
    yield "offer, by nobody", task_card.offer(replace(ask, for_guest="19"), None, WEDNESDAY)
    yield "ask for a date", task_card.ask_date(ask, WEDNESDAY, {})
    yield "ask for a person", task_card.ask_person(ask, WEDNESDAY)
    for state in ("accepted", "done", "dropped", "declined", "proposed"):
        yield f"settled, {state}", task_card.settled(replace(TASK, state=state), owner, WEDNESDAY)
    yield "passed on", task_card.settled(ask, other, WEDNESDAY)
    yield "put right", task_card.corrected(TASK, WEDNESDAY)
    yield "removed", task_card.corrected(replace(TASK, state="dropped"), WEDNESDAY)
    yield "put right, nobody's", task_card.corrected(replace(ask, owner=None, owner_name=None), WEDNESDAY)
    yield "to be put right", task_card.fix(replace(TASK, owner_name=None))
    for words in WORDS.values():
        yield f"told, {words}", task_card.told(ask, say(words), WEDNESDAY)
    for why in task_card.WHY_TAKEN_BACK:
        gone = replace(ask, history=(Step(NOW, "a", why),))
        yield f"taken back, {why}", task_card.taken_back(gone, WEDNESDAY)


def _which_faces() -> Iterator[tuple[str, Card]]:
    chat = Conversation("t", "19:m@thread.v2", "https://a", "group")
    instance = MeetingInstance("t", "m", NOW, chat, "")
    outcome = Outcome("o", "t", None, "team", "a", "17", NOW, about="18")
    many_of_them = [instance] * (which_card.MOST_OFFERED + 1)
    for told in (outcome, replace(outcome, about=None)):
        yield f"which, {told.about}", which_card.which(told, many_of_them, (), ZoneInfo("UTC"))
    yield "which of all", which_card.which(outcome, (), many_of_them, ZoneInfo("UTC"))
    yield "which, none", which_card.no_meeting()
    yield "which, placed", which_card.placed("19")
    yield "which, left out", which_card.left_out()
    yield "which, answered", which_card.answered()


def _list_faces() -> Iterator[tuple[str, Card]]:
    late = replace(TASK, due=WEDNESDAY - timedelta(days=1))
    many_of_them = [late, replace(TASK, state="proposed"), replace(TASK, due=None)] * task_list_card.ROWS
    yield "list, empty", task_list_card.listing((), WEDNESDAY)
    yield "list", task_list_card.listing(many_of_them, WEDNESDAY, Page("", 1))
    for about in ("overdue", "today", "week", "undated", "from 19"):
        yield f"list, {about}", task_list_card.listing(many_of_them, WEDNESDAY, Page(about))
        yield (
            f"list, no {about}",
            task_list_card.listing([replace(TASK, due=WEDNESDAY + timedelta(days=9))], WEDNESDAY, Page(about)),
        )
    nobodys = replace(TASK, owner_name=None)
    yield "same thing?", merge_card.same_thing_question(TASK, nobodys, WEDNESDAY)
    yield "merged", merge_card.merged_into(TASK, WEDNESDAY)
    yield "both stay", merge_card.both_stay(TASK, nobodys, WEDNESDAY)


def _settings_faces() -> Iterator[tuple[str, Card]]:
    wishes = Preferences(paused_until=NOW)
    yield "settings", settings_card.settings(wishes, saved=True)
    yield "settings, opted out", settings_card.settings(Preferences(may_write=False))
    yield "help", help_card()
    yield "hello", hello_card(personal=True)
    yield "data, here it is", my_data_card.download("https://x.example")
    yield "data, really?", my_data_card.really()
    yield "data, being deleted", my_data_card.deleting()
    yield "data, kept", my_data_card.nothing_deleted()
    yield "pause", settings_card.pausing()
    yield "paused", settings_card.paused(wishes)
    yield "no more questions", settings_card.paused(Preferences())
    yield "stopped", settings_card.stopped()
    yield "invites read", settings_card.reading(yes=True)
    yield "invites left alone", settings_card.reading(yes=False)


def _round_faces() -> Iterator[tuple[str, Card]]:
    panel = MessageRef(Conversation("t", "a", "https://a", "personal"), "1")
    asks = (Ask("17", Attendee("18", "18@x")), Ask("19", Attendee("20", "20@x")))
    one = Round("n", "t", "o", "e", "17", asks, NOW, "cancel", NOW, panel, replies=(Reply(0, "p", "18", "19"),))
    people = [Attendee("18", "18@x")]
    for series in (True, False):
        about = {"series": series, "start": NOW.isoformat()}
        yield f"round, in advance {series}", round_card.preview("n", about, people, [("17", 0)])
    for place in start.PLACES.values():
        yield f"round, {place}", round_card.panel(one, place=say(place), undo_until=NOW)
    yield "round, cancelled", round_card.panel(one, place="17", undo_until=None)
    yield "round, kept", round_card.panel(replace(one, event="keep"), place="17", undo_until=None)
    yield "round, not cancelled", round_card.not_cancelled()
    yield "round, by hand", round_card.by_hand(one)
    yield "round, thread", round_card.thread(replace(one, subject=""))
    yield "round, closed", round_card.thread(replace(one, state="closed"))
    yield "round, undone", round_card.thread(replace(one, state="undone"))
    yield "round, summary", round_card.summary(one, None)
    yield "round, all answered", round_card.summary(replace(one, asks=asks[:1]), None)
    yield "shorter, soon", shorten.will_be_shorter("n", {}, 15, NOW)
    for draw in (shorten.shortened, shorten.by_hand, shorten.called_off):
        yield f"shorter, {draw.__name__}", draw(15)


def _team_faces(team: Team) -> Iterator[tuple[str, Card]]:
    keepers = [Person("t", "a", ""), Person("t", "b", "18")]
    yield "team", team_settings_card.standing(team, (), saved=True)
    holidays = replace(team, digest=DigestTime(country="DE"))
    yield "team, with keepers", team_settings_card.standing(holidays, keepers)
    yield "team, no digest", team_settings_card.standing(replace(team, digest=DigestTime(days=())), ())
    yield "team, form", team_settings_card.form(team, keepers, [Channel("c", "19")])
    yield "team, hello", hello_card(personal=False)


def _ledger_faces() -> Iterator[tuple[str, Card]]:
    said = [Entry(NOW, kind, came) for kind, came in zip((*WHY, "else"), cycle((*CAME, "lost")))]
    reasons = [Entry(NOW, kind, why) for kind, why in zip((*LEFT_UNSAID, "else"), cycle(WHY_NOT))]
    yield "why, nothing", why_card((), ())
    for entry in said:
        yield f"why, {entry.kind}", why_card([entry], ())
    for entry in (*reasons, *(Entry(NOW, "nudge", why) for why in (*WHY_NOT, "else"))):
        yield f"why not, {entry.kind}, {entry.came_of_it}", why_card((), [entry])
