"""The few commands people type, in any case, with small slips, and by what buttons and the app's list of commands
call them in the languages that cards speak. Anything else is somebody's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

WORDS = {
    "help": "help",
    "hello": "help",
    "hi": "help",
    "my tasks": "tasks",
    "mytasks": "tasks",
    "tasks": "tasks",
    "todo": "tasks",
    "settings": "settings",
    "preferences": "settings",
    "pause": "pause",
    "resume": "resume",
    "start": "resume",
    "stop": "stop",
    "my data": "export",
    "export my data": "export",
    "delete my data": "delete",
    "forget me": "delete",
    "why": "why",
    "why did i get this": "why",
    "watch my invites": "watch",
    "read my invites": "watch",
    "stop watching": "unwatch",
    "stop reading": "unwatch",
    **dict.fromkeys(("hilfe", "ayuda", "aide", "ajuda", "ヘルプ"), "help"),
    **dict.fromkeys(("meine aufgaben", "mis tareas", "mes tâches", "minhas tarefas", "自分のタスク"), "tasks"),
    **dict.fromkeys(("einstellungen", "ajustes", "paramètres", "configurações", "設定"), "settings"),
    **dict.fromkeys(("pausieren", "pausar", "mettre en pause", "休止"), "pause"),
    **dict.fromkeys(("fortsetzen", "reanudar", "reprendre", "retomar", "再開"), "resume"),
    **dict.fromkeys(("stopp", "silenciar", "arrêter", "停止"), "stop"),
    **dict.fromkeys(("meine daten", "mis datos", "mes données", "meus dados"), "export"),
    **dict.fromkeys(("meine daten exportieren", "exportar mis datos", "exporter mes données"), "export"),
    **dict.fromkeys(("exportar meus dados", "データを書き出す"), "export"),
    **dict.fromkeys(("meine daten löschen", "borrar mis datos", "supprimer mes données"), "delete"),
    **dict.fromkeys(("apagar meus dados", "データを削除する"), "delete"),
    **dict.fromkeys(("warum bekam ich das", "por qué recibí esto", "pourquoi ce message"), "why"),
    **dict.fromkeys(("por que recebi isto", "送られた理由"), "why"),
    **dict.fromkeys(("einladungen ansehen", "ver mis invitaciones", "lire mes invitations"), "watch"),
    **dict.fromkeys(("ver meus convites", "招待を確認する"), "watch"),
    **dict.fromkeys(("nicht mehr ansehen", "no mirar más", "ne plus lire", "parar de ver", "確認をやめる"), "unwatch"),
}
WHY = "why"
ABOUT_DATA = frozenset({"export", "delete"})
# What may follow "my tasks", and stand before or without it; each with the filter that it means.
FILTERS = {
    "overdue": "overdue",
    "late": "overdue",
    "today": "today",
    "due today": "today",
    "this week": "week",
    "week": "week",
    "no date": "undated",
    "without a date": "undated",
    "all": "",
}
LONGEST = 24  # a longer text is never a command, however it begins, unless it asks for tasks from somewhere
LONGEST_PLACE = 60
_ALIKE = 0.82
_FROM = re.compile(r"(?P<head>\S+(?: \S+)?) (?:from|of|in|about) (?P<place>\S.*)")


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is a value of WORDS. `about` narrows tasks: a value of FILTERS, or "from X" with X a part of a meeting's
    title."""

    name: str
    about: str = ""


def parse_command(text: str) -> Command | None:
    """The command that a whole message amounts to, or None. A slip of one letter in a longer word is forgiven, and two
    neighbours that changed places."""
    said = " ".join(re.sub("^@?potluck[,:]? ", "", text.lower().strip(" \t\n.!?/…。！？")).split())
    if not said or len(said) > LONGEST_PLACE:
        return None
    if len(said) <= LONGEST and (known := _close(said, WORDS)):
        return Command(WORDS[known])
    return _tasks(said)


def _tasks(said: str) -> Command | None:
    """ "my tasks overdue", "overdue tasks", "overdue", "tasks from planning"."""
    if asked := _FROM.fullmatch(said):
        return Command("tasks", f"from {asked['place']}") if _means_tasks(asked["head"]) else None
    if len(said) > LONGEST:
        return None
    words = said.split()
    for cut in range(len(words)):
        for head, rest in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            known = _close(" ".join(rest), FILTERS)
            if known and (_means_tasks(" ".join(head)) if head else known in {"overdue", "due today"}):
                return Command("tasks", FILTERS[known])
    return None


def _means_tasks(said: str) -> bool:
    known = _close(said, WORDS)
    return known is not None and WORDS[known] == "tasks"


def _close(said: str, known: Iterable[str]) -> str | None:
    if said in known:
        return said
    swapped = (said[:at] + said[at + 1] + said[at] + said[at + 2 :] for at in range(len(said) - 1))
    if twisted := next((word for word in swapped if word in known and len(word) > 3), None):
        return twisted
    near = [word for word in known if len(word) > 3 and abs(len(word) - len(said)) <= 1]
    return next(iter(get_close_matches(said, near, n=1, cutoff=_ALIKE)), None)
