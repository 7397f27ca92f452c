"""The words of the house, as frozen dataclasses and Protocols. No I/O, no Teams, no Redis, no HTTP, no spaCy."""
