"""From the end of a meeting to tasks, in people's own words.

    on_meeting_end -> ask_outcomes -> outcome_card -> on_notes -> read_outcome -> (owned_tasks) -> refresh_card
    on_sealed: Graph's word of an end

Words said in private ("for yesterday's planning: ...") find their meeting first (`place_outcome`, `on_which`).
Who used the card sees in place what was understood (`on_understood`, `understood_card`) and puts it right there.
A message that is edited or deleted is read again (`reread`); what is open from last time stands on the next card
(`what_stands`). One card per meeting instance, for ever. What somebody submits is kept before the click is answered;
the words are dropped once they have become tasks. Tasks never travel to people who were not in the meeting's chat
(`which_team`).
"""

from __future__ import annotations

from bot.domain.events import (
    MeetingEnded,
    MeetingStarted,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    SealedTold,
)
from bot.domain.feature import Feature
from bot.domain.jobs import (
    AskOutcomes,
    AskUnlessEnded,
    NotePrivateMeeting,
    NoteStart,
    OpenSealed,
    PlaceOutcome,
    ReadOutcome,
    RefreshOutcomeCard,
)
from bot.features.meeting_outcomes.ask_outcomes import AskForOutcomes, RememberStart
from bot.features.meeting_outcomes.note_private import NotePrivate
from bot.features.meeting_outcomes.on_meeting_end import OnMeeting
from bot.features.meeting_outcomes.on_notes import OnNotes
from bot.features.meeting_outcomes.on_sealed import OnSealed, Open
from bot.features.meeting_outcomes.on_understood import OnUnderstood
from bot.features.meeting_outcomes.on_which import OnWhich
from bot.features.meeting_outcomes.place_outcome import Place
from bot.features.meeting_outcomes.read_outcome import ReadIntoTasks
from bot.features.meeting_outcomes.refresh_card import RefreshCard
from bot.features.meeting_outcomes.see_meetings import SeeMeetings
from bot.features.meeting_outcomes.what_stands import WhatStands
from bot.features.meeting_outcomes.which_team import WhichTeam

__all__ = [
    "AskForOutcomes",
    "NotePrivate",
    "OnMeeting",
    "OnNotes",
    "OnSealed",
    "OnUnderstood",
    "OnWhich",
    "Open",
    "Place",
    "ReadIntoTasks",
    "RefreshCard",
    "RememberStart",
    "SeeMeetings",
    "WhatStands",
    "WhichTeam",
    "feature",
]


def feature(
    on_meeting: OnMeeting,
    on_sealed: OnSealed,
    on_notes: OnNotes,
    on_understood: OnUnderstood,
    on_which: OnWhich,
    remember_start: RememberStart,
    ask: AskForOutcomes,
    place: Place,
    read: ReadIntoTasks,
    refresh: RefreshCard,
    note_private: NotePrivate,
    open_sealed: Open,
) -> Feature:
    return Feature(
        name="meeting_outcomes",
        events={
            MeetingStarted: on_meeting.started,
            MeetingEnded: on_meeting.ended,
            SealedTold: on_sealed,
            MessageReceived: on_notes.message,
            MessageEdited: on_notes.edited,
            MessageDeleted: on_notes.deleted,
        },
        answers={
            "outcome.add": on_notes.added,
            "outcome.none": on_notes.nothing,
            "outcome.again": on_notes.again,
            "outcome.mine": on_understood.mine,
            "outcome.look": on_understood.look,
            "outcome.right": on_understood.right,
            "outcome.whole": on_understood.keep_whole,
            "outcome.leave": on_understood.leave_out,
            "outcome.which": on_which.this_one,
            "outcome.neither": on_which.neither,
            "message.chosen": on_notes.chosen,
        },
        jobs={
            NoteStart: remember_start,
            NotePrivateMeeting: note_private,
            OpenSealed: open_sealed,
            AskOutcomes: ask,
            AskUnlessEnded: ask.unless_ended,
            PlaceOutcome: place,
            ReadOutcome: read,
            RefreshOutcomeCard: refresh,
        },
    )
