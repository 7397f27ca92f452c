"""Who pressed a button of an outcome card, and which meeting it is about. Trusts nothing that the button says."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.conversation import MessageRef
from bot.domain.events import CardAnswered
from bot.domain.meeting import MeetingInstance
from bot.domain.person import Person
from bot.domain.ports import Clock, MeetingStore
from bot.domain.tongue import say
from bot.errors import BadInput, NotAllowed
from bot.features.meeting_outcomes.change_instance import change_instance, shown_as

LATE_ANSWERS = timedelta(days=7)


async def answered_meeting(event: CardAnswered, meetings: MeetingStore, clock: Clock) -> tuple[Person, MeetingInstance]:
    """Raises NotAllowed where the card is not in that meeting's chat, BadInput where the meeting is long past. A card
    that refreshes itself is never too late."""
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
    if event.card_id:
        card = MessageRef(event.origin.conversation, event.card_id)
        instance = await change_instance(meetings, instance, shown_as(card))
    return sender, instance
