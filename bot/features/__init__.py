"""One folder per feature, its file names telling its story.

Features know the domain alone: no Teams, no Redis, no HTTP, no spaCy, and not one another. They meet in domain
events and jobs; `bot/bootstrap/` has the table that wires them.
"""
