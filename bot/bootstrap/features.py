"""The one table of features, and what each is given."""

from __future__ import annotations

from datetime import timedelta

from bot.bootstrap.house import House
from bot.domain.feature import Feature
from bot.features import (
    async_round,
    calendar_watch,
    installation,
    invite_nudge,
    ledger,
    meeting_outcomes,
    owned_tasks,
    personal_data,
    personal_digest,
    preferences,
    reminders,
    task_digest,
    webhooks,
)


def features(house: House) -> list[Feature]:
    """The table: one entry per feature."""
    return [
        _invite_nudge(house),
        _async_round(house),
        _calendar_watch(house),
        _meeting_outcomes(house),
        _owned_tasks(house),
        _task_digest(house),
        _reminders(house),
        _personal_digest(house),
        _preferences(house),
        _installation(house),
        _personal_data(house),
        _ledger(house),
        _webhooks(house),
    ]


def _invite_nudge(house: House) -> Feature:
    settings, redis = house.settings, house.redis
    return invite_nudge.feature(
        invite_nudge.OnInvite(redis.queue, house.clock, timedelta(seconds=settings.debounce_s)),
        invite_nudge.SendNudge(
            calendar=house.calendar,
            judge=house.language,
            nudges=redis.nudges,
            people=redis.people,
            teams=redis.teams,
            messenger=house.messenger,
            installs=house.installs,
            unreached=redis.unreached,
            queue=redis.queue,
            clock=house.clock,
            hash_key=settings.hashing_key,
            lowest_threshold=settings.nudge_threshold,
            per_week=settings.nudges_per_week,
            notice=timedelta(minutes=settings.min_notice_min),
            quiet=timedelta(seconds=settings.debounce_s),
        ),
        invite_nudge.OnAnswer(redis.nudges, redis.queue, house.clock, writes=settings.graph_writes),
    )


def _async_round(house: House) -> Feature:
    redis, key = house.redis, house.settings.hashing_key
    whose = async_round.Whose(redis.nudges, key)
    return async_round.feature(
        async_round.Preview(house.calendar, redis.people, house.messenger, key),
        async_round.OnRound(whose, redis.rounds, redis.queue, house.clock),
        async_round.OnReply(redis.rounds, redis.queue),
        async_round.Start(redis.rounds, house.calendar, redis.people, redis.teams, house.messenger),
        async_round.Apply(redis.rounds, redis.people, house.calendar, house.messenger),
        async_round.Close(redis.rounds, redis.people, house.messenger),
        async_round.OnShorten(whose, redis.nudges, redis.queue, house.clock),
        async_round.Shorten(redis.nudges, redis.people, house.calendar, house.messenger),
    )


def _calendar_watch(house: House) -> Feature:
    on_invite = invite_nudge.OnInvite(house.redis.queue, house.clock, timedelta(seconds=house.settings.debounce_s))
    redis, settings = house.redis, house.settings
    whom = calendar_watch.Whom(redis.people, redis.watching, settings.mailboxes, settings.reads_calendars)
    return calendar_watch.feature(
        calendar_watch.Watch(house.subscriptions, redis.queue, whom, house.clock),
        calendar_watch.LearnGroup(house.groups, whom, redis.queue, settings.group),
        calendar_watch.Follow(redis.people, redis.watching, redis.queue),
        calendar_watch.OnTrouble(redis.queue, house.clock),
        calendar_watch.Mend(house.subscriptions, redis.queue),
        calendar_watch.ReadChanges(house.calendar, whom, tell=on_invite),
    )


def _which_team(house: House) -> meeting_outcomes.WhichTeam:
    return meeting_outcomes.WhichTeam(
        house.redis.teams, house.redis.meetings, house.redis.queue, house.settings.default_zone
    )


def _meeting_outcomes(house: House) -> Feature:
    redis = house.redis
    stands = meeting_outcomes.WhatStands(redis.meetings, redis.tasks, redis.teams, house.clock)
    return meeting_outcomes.feature(
        meeting_outcomes.OnMeeting(redis.queue),
        meeting_outcomes.OnSealed(redis.queue),
        meeting_outcomes.OnNotes(redis.meetings, redis.outcomes, stands, redis.queue, house.clock),
        meeting_outcomes.OnUnderstood(redis.meetings, redis.outcomes, stands, redis.queue, house.clock),
        meeting_outcomes.OnWhich(redis.meetings, redis.outcomes, redis.queue, house.clock),
        meeting_outcomes.RememberStart(
            redis.meetings, house.messenger, redis.queue, timedelta(minutes=house.settings.end_grace_min)
        ),
        meeting_outcomes.AskForOutcomes(
            redis.meetings, stands, house.messenger, _which_team(house), redis.queue, house.clock
        ),
        meeting_outcomes.Place(
            meetings=redis.meetings,
            outcomes=redis.outcomes,
            people=redis.people,
            messenger=house.messenger,
            queue=redis.queue,
            clock=house.clock,
            default_zone=house.settings.default_zone,
        ),
        meeting_outcomes.ReadIntoTasks(
            outcomes=redis.outcomes,
            meetings=redis.meetings,
            tasks=redis.tasks,
            people=redis.people,
            messenger=house.messenger,
            finder=house.language,
            queue=redis.queue,
            which_team=_which_team(house),
            clock=house.clock,
        ),
        meeting_outcomes.RefreshCard(redis.meetings, stands, house.messenger, redis.people, redis.queue, house.clock),
        meeting_outcomes.NotePrivate(redis.meetings),
        meeting_outcomes.Open(house.sealed, redis.meetings, redis.queue),
    )


def _owned_tasks(house: House) -> Feature:
    redis, clock = house.redis, house.clock
    task_list = owned_tasks.TaskList(redis.tasks, redis.people, clock, house.settings.default_zone)
    return owned_tasks.feature(
        owned_tasks.Offer(
            tasks=redis.tasks,
            people=redis.people,
            teams=redis.teams,
            meetings=redis.meetings,
            messenger=house.messenger,
            sent=redis.once,
            queue=redis.queue,
            clock=clock,
        ),
        owned_tasks.OfferAll(
            redis.tasks, redis.people, redis.teams, redis.meetings, house.messenger, redis.queue, clock
        ),
        owned_tasks.OnTaskAnswer(
            redis.tasks,
            redis.people,
            redis.teams,
            redis.meetings,
            owned_tasks.ChangeTask(redis.tasks),
            redis.queue,
            clock,
        ),
        owned_tasks.OfferMerge(redis.tasks, redis.people, redis.teams, house.messenger, clock),
        owned_tasks.OnMergeAnswer(redis.tasks, redis.teams, redis.queue, clock),
        owned_tasks.Tell(redis.tasks, redis.people, redis.teams, house.messenger, clock),
        owned_tasks.ListTasks(task_list, redis.people, redis.teams, house.messenger),
        owned_tasks.OnTasksCommand(redis.queue),
        owned_tasks.TurnPage(task_list),
        owned_tasks.FindTasks(redis.tasks, task_list),
    )


def _task_digest(house: House) -> Feature:
    redis = house.redis
    gathering = task_digest.Gathering(redis.tasks, redis.teams)
    who_to_call = task_digest.WhoToCall(redis.people, house.clock)
    return task_digest.feature(
        task_digest.Plan(redis.teams, redis.schedule, house.clock),
        task_digest.Send(redis.teams, gathering, who_to_call, house.messenger, house.clock),
        task_digest.Refresh(redis.teams, gathering, house.messenger),
        task_digest.NoteMissed(redis.teams),
    )


def _reminders(house: House) -> Feature:
    redis = house.redis
    return reminders.feature(
        reminders.Remind(redis.tasks, redis.people, redis.teams, house.messenger, redis.queue, house.clock)
    )


def _personal_digest(house: House) -> Feature:
    redis, zone = house.redis, house.settings.default_zone
    return personal_digest.feature(
        personal_digest.Plan(redis.people, redis.schedule, house.clock, zone),
        personal_digest.Send(redis.tasks, redis.people, redis.teams, house.messenger, house.clock, zone),
    )


def _preferences(house: House) -> Feature:
    redis = house.redis
    return preferences.feature(
        preferences.OnMessage(redis.queue),
        preferences.Answer(redis.people, redis.teams, house.messenger, redis.queue),
        preferences.OnSettings(redis.people, redis.queue, house.clock),
        preferences.OnTeamSettings(redis.teams, redis.people, house.messenger, redis.queue),
    )


def _installation(house: House) -> Feature:
    redis = house.redis
    return installation.feature(
        installation.OnInstall(redis.teams, redis.people, redis.queue, house.clock),
        installation.LearnPlace(redis.people, redis.teams, house.messenger, redis.queue, house.settings.default_zone),
    )


def _personal_data(house: House) -> Feature:
    people = house.redis.people
    return personal_data.feature(
        personal_data.OnRequest(house.redis.queue),
        personal_data.AnswerAbout(people, house.messenger, download_link(house), house.clock),
        personal_data.Forget(people, house.redis.erasure(), house.redis.queue),
        personal_data.KeepNoLonger(
            house.redis.tasks,
            house.redis.teams,
            house.redis.erasure(),
            house.clock,
            timedelta(days=house.settings.keep_done_days),
        ),
    )


def _ledger(house: House) -> Feature:
    redis = house.redis
    return ledger.feature(
        ledger.OnWhy(redis.queue),
        ledger.AnswerWhy(redis.ledger, redis.people, house.messenger),
        ledger.OnRating(redis.ledger, house.clock),
    )


def gather(house: House) -> personal_data.Gather:
    redis = house.redis
    return personal_data.Gather(
        people=redis.people,
        tasks=redis.tasks,
        teams=redis.teams,
        meetings=redis.meetings,
        outcomes=redis.outcomes,
        nudges=redis.nudges,
        rounds=redis.rounds,
        ledger=redis.ledger,
        clock=house.clock,
    )


def download_link(house: House) -> personal_data.DownloadLink:
    return personal_data.DownloadLink(house.settings.signing_keys, house.settings.public_url)


def _webhooks(house: House) -> Feature:
    hooks = house.redis.hooks
    return webhooks.feature(webhooks.Announce(hooks, house.redis.queue), webhooks.Deliver(hooks, house.hook_sender))
