"""A tenant to play in: stand-ins for Teams, Graph and the login service, and one web page that shows it all.

It is the outside world. It shares no code with the product, runs as a process of its own, and meets the product only
over HTTP, with keys and tokens of its own:

    people, templates, records, clock -> world        who lives there, what they wrote, what time it is
    login, graph/, teams/                             the three services that the product talks to
    outlook                                           what people do with invites
    page_api, page_state, page_guard, app, page/      the page and what answers it
    run, __main__                                     everything started together
    script, story_invites, story_meeting, ...         both stories played over the page's API, with no browser
"""
