"""Who pressed a button of an outcome card, and which meeting it is about. Trusts nothing that the button says."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered
from bot.domain.jobs import RefreshOutcomeCard
from bot.domain.meeting import MeetingInstance
from bot.domain.person import Person
from bot.domain.ports import Clock, JobQueue, MeetingStore
from bot.domain.tongue import say
from bot.errors import BadInput, NotAllowed
from bot.features.meeting_outcomes.change_instance import change_instance, shown_as

LATE_ANSWERS = timedelta(days=7)
NOTED_WITHIN = timedelta(seconds=2)


async def answered_meeting(
    event: CardAnswered, meetings: MeetingStore, queue: JobQueue, clock: Clock
) -> tuple[Person, MeetingInstance]:
    """A card that was not known until now is drawn, since what was said meanwhile does not stand on it. That is kept
    before the card is noted: the process may die in between. Raises NotAllowed where the card is not in that meeting's
    chat, BadInput where the meeting is long past. A card that refreshes itself is never too late."""
    sender = event.origin.sender
    if sender is None:
        raise NotAllowed("nobody", status=401)
    instance = await meetings.get(sender.tenant, str(event.data.get("meeting", ""))[:512])
    if instance is None or instance.chat.id != event.origin.conversation.id:
        raise NotAllowed("not_this_meeting")
    if event.automatic:
        return sender, instance
    if clock.now() - (instance.ended or instance.start) > LATE_ANSWERS:
        raise BadInput(say("This meeting is more than seven days past. Tell Potluck in the chat instead."), status=410)
    if event.card_id and not instance.card:
        await queue.enqueue(
            RefreshOutcomeCard(instance.tenant, instance.key),
            once=f"found:{event.origin.event_id}",
            at=clock.now() + NOTED_WITHIN,
        )
        card = MessageRef(event.origin.conversation, event.card_id)
        instance = await change_instance(meetings, instance, shown_as(card))
    return sender, instance
