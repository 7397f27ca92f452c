"""Other systems hear what happened: signed, at least once, with ids and never with anybody's words.

    (another feature's TellHooks job) -> announce -> deliver -> sign -> the system's own address

A delivery that is not answered 2xx is repeated by the queue with growing pauses, for some nine hours; then it lies
with the dead jobs (`potluck dead list`). 410 ends the webhook.
"""

from __future__ import annotations

from bot.domain.feature import Feature
from bot.domain.jobs import DeliverHook, TellHooks
from bot.features.webhooks.announce import Announce
from bot.features.webhooks.deliver import Deliver
from bot.features.webhooks.manage import ManageHooks

__all__ = ["Announce", "Deliver", "ManageHooks", "feature"]


def feature(announce: Announce, deliver: Deliver) -> Feature:
    return Feature(name="webhooks", jobs={TellHooks: announce, DeliverHook: deliver})
