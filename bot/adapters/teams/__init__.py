"""The Teams edge: what Teams tells us, and what we tell Teams. Nothing outside this folder imports botbuilder.

Inbound, from bytes to an event and back to an answer:
    edge -> auth (signing_keys) -> incoming (fields, origin, message_text)
         -> adapter -> bot -> invoke_reply
Outbound, from a card to a message:
    messenger -> connector (limiter, service_errors) -> the Bot Connector service

The SDK's own transport is not used: it answers 500 to invokes and to bad tokens, blocks the event loop and never
repeats a POST. What is used of it is the turn: Activity, TurnContext, BotAdapter, TeamsActivityHandler.
"""
