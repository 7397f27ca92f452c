"""Words that mean the same doing in a task, and words that say nothing. Data only.

A group holds doings that nobody would tell apart on a list; "write" and "publish", or "archive" and "delete", are
never in one.
"""

from __future__ import annotations

_FILLERS = """a an the this that these those our my your their his her its some any of for to with from in on at by
    about into and or out up please again also just it do be was is are if whether everybody everyone all
    der die das den dem des ein eine einen einem eines für mit von zu im am und bitte
    le la les un une des du de à au aux pour avec et
    el los las un una unos unas del al para con y"""
_NEGATIONS = "not no never without stop nicht kein keine ohne pas sans sin dont"
_SAME_DOING = (
    "send share mail email forward",
    "check review verify",
    "write draft",
    "call phone ring",
    "book reserve",
    "update refresh",
    "remove delete",
    "collect gather",
    "prepare set arrange schedule organise organize",
    "talk speak",
    "investigate look",
    "fix repair resolve",
    "create open",
    "put add",
    "finalise finalize",
    "licence license",
    "3 three",
    "2 two",
)
GROUPS = {word: group.split()[0] for group in _SAME_DOING for word in group.split()}
FILLERS = frozenset(_FILLERS.split())
NEGATIONS = frozenset(_NEGATIONS.split())
