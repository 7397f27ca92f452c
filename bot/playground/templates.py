"""A dozen invites to pick from, as people write them: potlucks, kitchens, both at once, and some that say nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.people import PEOPLE

_IDS = [person.id for person in PEOPLE]
MAREN, SIOBHAN, TARO, ZOE, ANA, LUKASZ, OLAMIDE, JEAN_LUC, PRIYA, JING, LAYLA, TOM = _IDS
TEAM = (SIOBHAN, TARO, ZOE, ANA, LUKASZ)


@dataclass(frozen=True, slots=True)
class Template:
    """An invite that is not addressed yet. `hint` says what to watch for when it is sent."""

    id: str
    title: str
    hint: str
    subject: str
    body: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    duration_min: int = 30
    body_type: str = "text"
    recurring: str = "none"
    sensitivity: str = "normal"
    external: bool = False


STATUS = Template(
    "status-round",
    "Status round",
    "Clear-cut: everybody reports, nobody needs the others",
    "Weekly status round",
    """Agenda
1. Ana: post the renewal numbers for last week
2. Łukasz: report the state of the database migration
3. Zoë: share the link to the finished icon set
4. Taro: list the incidents closed since Monday
5. Siobhán: read out the release dates, already approved

Everyone gives a short update in turn. No decisions, for information only.""",
    TEAM,
    recurring="weekly",
)

WALKTHROUGH = Template(
    "read-out",
    "Reading out a report",
    "Clear-cut: one person tells, the others listen",
    "October figures: read-out",
    """For your information.

1. Olamide reports the October figures, as published on Monday
2. Jean-Luc reads out the approved budget table
3. Priya posts the number of closed tickets
4. Jing lists the delivery dates already confirmed

One minute each, for information only. There is nothing to decide, slides are in the folder.""",
    (OLAMIDE, JEAN_LUC, ANA, PRIYA, JING),
    (SIOBHAN,),
    duration_min=45,
)

ERRANDS = Template(
    "divided-work",
    "Work already divided",
    "Clear-cut, in HTML: each has an own piece",
    "Audit folder: who uploads what",
    """<div><p>Hi all,</p><p>the list below is agreed with the auditors, we only need the files in the folder:</p>
<ul><li><b>Priya</b> uploads the signed test protocols</li><li><b>Jing</b> exports the supplier list as a PDF</li>
<li><b>Jean-Luc</b> copies the invoices of the third quarter</li>
<li><b>Layla</b> drops the two standard contracts into the folder</li></ul>
<p>Names and formats are fixed, see the checklist. Status round, for information only.</p>
<p>Thanks<br>Maren</p><p style="color:#888">--<br>Maren Lindqvist · Head of product · Harvest<br>
This message may contain confidential information.</p></div>""",
    (PRIYA, JING, JEAN_LUC, LAYLA),
    body_type="html",
)

PRICING = Template(
    "pricing-decision",
    "A decision with trade-offs",
    "A kitchen: one decision, everybody's interests",
    "Pricing for the family plan: decide",
    """We have to settle this together, the proposals contradict each other.

1. Weigh the three pricing models against churn and margin
2. Argue through who carries the discount, sales or product
3. Find a price that all of us can defend in front of customers
4. Decide, and agree on how we tell it

Please come having read the two papers, and bring your objections.""",
    (ANA, OLAMIDE, JEAN_LUC, SIOBHAN),
    duration_min=90,
)

DESIGN = Template(
    "whiteboard",
    "At the whiteboard",
    "A kitchen: ideas build on one another",
    "Sketching the new checkout",
    """Working session, cameras and pens ready.

We sketch the checkout from scratch and build on each other's drawings. Nobody knows yet how payment, stock and
delivery slots should fit together, so every change in one breaks the other two. We work on one board, throw half of
it away, and leave with one flow that design, platform and supply all believe in.""",
    (ZOE, TARO, LUKASZ, JING),
    duration_min=120,
)

POSTMORTEM = Template(
    "incident-review",
    "Incident review",
    "A kitchen: causes hang together",
    "What really happened on Tuesday night",
    """Blameless review of the outage.

- Piece together the timeline from all four views, they do not match yet
- Work out why the alert and the rollback each made the other worse
- Agree on what we change first, and who gives up what for it""",
    (SIOBHAN, TARO, LUKASZ, PRIYA),
    (ANA,),
    duration_min=60,
)

MIXED = Template(
    "half-and-half",
    "Half updates, half argument",
    "Mixed: silence, since a part needs the room",
    "Product sync",
    """1. Round of updates, two minutes each
2. Ana shares last week's ticket counts
3. Open conflict: do we delay the launch for the missing translations? Needs everyone, expect a long discussion
4. Zoë posts the link to the new fonts""",
    TEAM,
    duration_min=60,
)

UNCLEAR = Template(
    "catch-up",
    "An agenda that says nothing",
    "Unclear: no guess, no nudge",
    "Catch-up",
    "Let's touch base on things. Details to follow.",
    (SIOBHAN, ZOE, ANA),
)

EMPTY = Template(
    "no-agenda",
    "No agenda at all",
    "Nothing to judge",
    "Sync",
    "",
    (SIOBHAN, LUKASZ, PRIYA),
)

PRIVATE = Template(
    "private",
    "A private matter",
    "Private: not even read",
    "Conversation about my return from leave",
    """- Everyone gives a short update
- Layla reads out the final dates
For information only.""",
    (LAYLA, JEAN_LUC, ANA),
    sensitivity="private",
)

OUTSIDE = Template(
    "with-outsiders",
    "With people from outside",
    "External people: left alone",
    "Supplier update round",
    """1. Jing reads out the delivery dates
2. Orchard Partners report their stock, one line per depot
3. Each notes the dates for the own area

For information only, nothing to decide.""",
    (JING, OLAMIDE),
    (TOM,),
    external=True,
)

LONG_LIST = Template(
    "long-list",
    "Twelve updates in a row",
    "Clear-cut and long: the card must cope",
    "All-hands: the monthly round of numbers",
    "For information, one minute each, slides are in the folder. No decisions, questions in writing please.\n\n"
    + "\n".join(
        f"{number}. {line}"
        for number, line in enumerate(
            (
                "Maren reads out the published roadmap dates",
                "Siobhán reports the number of releases in November",
                "Taro lists the servers that were switched off",
                "Zoë shares the link to the finished style guide",
                "Ana posts the renewal counts per region",
                "Łukasz reports the finished database migrations",
                "Olamide presents the dashboard, as published",
                "Jean-Luc reads out the approved budget lines",
                "Priya lists the test runs of the month",
                "Jing reads out the confirmed delivery dates",
                "Layla announces the two contract templates in force",
                "Everyone notes the office closing days",
            ),
            start=1,
        )
    ),
    (SIOBHAN, TARO, ZOE, ANA, LUKASZ, OLAMIDE, JEAN_LUC, PRIYA, JING, LAYLA),
    duration_min=60,
    recurring="monthly",
)

TEMPLATES = (
    STATUS,
    PRICING,
    WALKTHROUGH,
    DESIGN,
    ERRANDS,
    POSTMORTEM,
    MIXED,
    UNCLEAR,
    EMPTY,
    PRIVATE,
    OUTSIDE,
    LONG_LIST,
)
