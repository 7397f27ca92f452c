"""Who lives in the playground's tenant. Plain data; anybody beyond the dozen is made up on demand."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

DOMAIN = "harvest.example"
OUTSIDER = "ines.marchetti@orchardpartners.example"  # invited where an invite has somebody from outside
_PALETTE = ("#4f6bed", "#c4314b", "#498205", "#8764b8", "#ca5010", "#038387", "#986f0b", "#b146c2", "#004e8c")


@dataclass(frozen=True, slots=True)
class Person:
    """`id` is the Entra object id. `extra` marks the made-up many, who only fill a room."""

    id: str
    name: str
    initials: str
    email: str
    role: str
    color: str
    guest: bool = False
    extra: bool = False

    @property
    def teams_id(self) -> str:
        return f"29:1{uuid5(NAMESPACE_URL, self.id).hex}{uuid5(NAMESPACE_URL, self.email).hex}"

    @property
    def login(self) -> str:
        """The user principal name; a guest's carries the address they have at home."""
        if not self.guest:
            return self.email
        return f"{self.email.replace('@', '_')}#EXT#@{DOMAIN}"


def _person(index: int, name: str, initials: str, mailbox: str, role: str, *, guest: bool = False) -> Person:
    email = mailbox if "@" in mailbox else f"{mailbox}@{DOMAIN}"
    return Person(
        str(uuid5(NAMESPACE_URL, f"https://{DOMAIN}/{mailbox}")),
        name,
        initials,
        email,
        role,
        _PALETTE[index % len(_PALETTE)],
        guest,
    )


PEOPLE: tuple[Person, ...] = (
    _person(0, "Maren Lindqvist", "ML", "maren.lindqvist", "Head of product"),
    _person(1, "Siobhán O'Brien", "SO", "siobhan.obrien", "Engineering lead"),
    _person(2, "山田 太郎", "山", "taro.yamada", "Platform engineer"),
    _person(3, "Zoë Müller", "ZM", "zoe.mueller", "Design lead"),
    _person(4, "Ana Souza", "AS", "ana.souza", "Customer success"),
    _person(5, "Łukasz Wójcik", "ŁW", "lukasz.wojcik", "Backend engineer"),
    _person(6, "Olamide Adeyemi", "OA", "olamide.adeyemi", "Data analyst"),
    _person(7, "Jean-Luc Béranger", "JB", "jean-luc.beranger", "Finance partner"),
    _person(8, "Priya Raghunathan", "PR", "priya.raghunathan", "Quality"),
    _person(9, "陈静", "陈", "jing.chen", "Supply planning"),
    _person(10, "ليلى حداد", "لح", "layla.haddad", "Legal counsel"),
    _person(11, "Tom Fairweather", "TF", "tom@cidermill.example", "Guest from Cidermill", guest=True),
)
ORGANIZER = PEOPLE[0]
HARVEST = PEOPLE[:6]  # the team; half of them never installed the app themselves and are reached through the team
NOT_INSTALLED_BY = PEOPLE[3:6]

_FIRST = ("Ada", "Björn", "Carmen", "Dmytro", "Elif", "Farid", "Grace", "Hana", "Ivo", "Jomo", "Kaja", "Léa", "Mina")
_LAST = ("Abara", "Bauer", "Costa", "Dvořák", "Eriksen", "Fofanah", "Gupta", "Horvat", "Ito", "Jansen", "Kaya")


def somebody(number: int) -> Person:
    """The n-th made-up person: always the same one, with an address of the tenant."""
    first, last = _FIRST[number % len(_FIRST)], _LAST[number % len(_LAST)]
    made = _person(number, f"{first} {last}", first[0] + last[0], f"extra.{number:03d}", "Colleague")
    return Person(made.id, made.name, made.initials, made.email, made.role, made.color, extra=True)
