"""Randomised histories of a tenant: people act, everything breaks, and what they saw is looked at from outside.

    door       the only way of a role to Redis: where it can be killed between any two of its commands
    roles      gateway, workers, scheduler: started, and killed without a word
    stage      the tenant, its services and the product, opened together
    weather    what breaks, and when
    people     what people do: one history each
    outside    what must hold whatever broke

A role acts on the world by its traffic alone, so a kill before or after any of its messages is every kill there is.
`python -m tests.faults.histories` runs them.
"""
