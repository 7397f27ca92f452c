"""A task's life: offered to its owner, who says yes, moves it, passes it on, or does it.

    (meeting_outcomes) -> offer_task, offer_many -> task_card -> on_answer -> lifecycle -> tell_proposer

                         -> offer_merge -> merge_card -> on_merge_answer -> merge_duplicates

`lifecycle` is the pure state machine of what people do to a task, `change_task` the one way in. `my_tasks` lists them
on demand. The API reads through `see_tasks`, and `propose_task` takes in what was written elsewhere.
"""

from __future__ import annotations

from bot.domain.events import MessageReceived
from bot.domain.feature import Feature
from bot.domain.jobs import FindTwins, OfferMany, OfferTask, ShowTasks, TellProposer
from bot.features.owned_tasks.change_task import ChangeTask
from bot.features.owned_tasks.find_tasks import FindTasks
from bot.features.owned_tasks.lifecycle import ACTIONS, Action
from bot.features.owned_tasks.my_tasks import ListTasks, OnTasksCommand, TaskList, TurnPage
from bot.features.owned_tasks.offer_many import OfferAll
from bot.features.owned_tasks.offer_merge import OfferMerge
from bot.features.owned_tasks.offer_task import Offer
from bot.features.owned_tasks.on_answer import OnTaskAnswer
from bot.features.owned_tasks.on_merge_answer import OnMergeAnswer
from bot.features.owned_tasks.propose_task import ProposeTask
from bot.features.owned_tasks.see_tasks import SeeTasks, TaskFilter
from bot.features.owned_tasks.tell_proposer import Tell

__all__ = [
    "Action",
    "ChangeTask",
    "FindTasks",
    "ListTasks",
    "Offer",
    "OfferAll",
    "OfferMerge",
    "OnMergeAnswer",
    "OnTaskAnswer",
    "OnTasksCommand",
    "ProposeTask",
    "SeeTasks",
    "TaskFilter",
    "TaskList",
    "Tell",
    "TurnPage",
    "feature",
]


def feature(
    offer: Offer,
    offer_all: OfferAll,
    on_answer: OnTaskAnswer,
    offer_merge: OfferMerge,
    on_merge: OnMergeAnswer,
    tell: Tell,
    list_tasks: ListTasks,
    on_command: OnTasksCommand,
    turn_page: TurnPage,
    find: FindTasks,
) -> Feature:
    verbs = [*(f"task.{action}" for action in ACTIONS), "task.ask_date", "task.ask_person", "task.fix", "task.back"]
    return Feature(
        name="owned_tasks",
        events={MessageReceived: on_command},
        answers={
            **dict.fromkeys(verbs, on_answer),
            "task.merge": on_merge.merge,
            "task.keep_both": on_merge.keep_both,
            "tasks.page": turn_page,
            "tasks.search": find,
        },
        jobs={
            OfferTask: offer,
            OfferMany: offer_all,
            FindTwins: offer_merge,
            TellProposer: tell,
            ShowTasks: list_tasks,
        },
    )
