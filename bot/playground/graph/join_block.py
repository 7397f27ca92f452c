"""The block that Teams puts under an invite: by layout year and language. The wording is what Outlook users see."""

from __future__ import annotations

from html import escape

RULE = "_" * 80
GREY = '<div style="width:100%"><span style="white-space:nowrap; color:#5F5F5F; opacity:.36">' + RULE + "</span></div>"

# title, join (2019), on your device, join (2021), join (2024), join (2026), help, options, id, passcode, for organizers
_PHRASES = {
    "en": (
        "Microsoft Teams meeting",
        "Join Microsoft Teams Meeting",
        "Join on your computer or mobile app",
        "Click here to join the meeting",
        "Join the meeting now",
        "Join:",
        "Need help?",
        "Meeting options",
        "Meeting ID:",
        "Passcode:",
        "For organizers:",
    ),
    "de": (
        "Microsoft Teams-Besprechung",
        "An Microsoft Teams-Besprechung teilnehmen",
        "Nehmen Sie auf dem Computer oder in der mobilen App teil",
        "Hier klicken, um an der Besprechung teilzunehmen",
        "Jetzt an der Besprechung teilnehmen",
        "Teilnehmen:",
        "Brauchen Sie Hilfe?",
        "Besprechungsoptionen",
        "Besprechungs-ID:",
        "Kenncode:",
        "Für Organisatoren:",
    ),
    "fr": (
        "Réunion Microsoft Teams",
        "Rejoindre la réunion Microsoft Teams",
        "Participez à partir de votre ordinateur ou de l’application mobile",
        "Cliquez ici pour rejoindre la réunion",
        "Rejoindre la réunion maintenant",
        "Rejoindre :",
        "Besoin d’aide ?",
        "Options de réunion",
        "ID de réunion :",
        "Code secret :",
        "Pour les organisateurs :",
    ),
    "es": (
        "Reunión de Microsoft Teams",
        "Unirse a reunión de Microsoft Teams",
        "Únase a través de su PC o aplicación móvil",
        "Haga clic aquí para unirse a la reunión",
        "Unirse a la reunión ahora",
        "Unirse:",
        "¿Necesita ayuda?",
        "Opciones de reunión",
        "Id. de reunión:",
        "Código de acceso:",
        "Para organizadores:",
    ),
    "ja": (
        "Microsoft Teams 会議",
        "Microsoft Teams 会議に参加",
        "コンピューターまたはモバイル アプリで参加する",
        "会議に参加するにはここをクリックしてください",
        "今すぐ会議に参加する",
        "参加:",
        "ヘルプが必要ですか?",
        "会議のオプション",
        "会議 ID:",
        "パスコード:",
        "開催者向け:",
    ),
}
LANGUAGES = tuple(_PHRASES)
LAYOUTS = ("2019", "2021", "2024", "2026")


def join_block(join_url: str, *, layout: str, language: str, meeting_code: str) -> str:
    """HTML between two rules of underscores. `meeting_code` is the number that people type to join."""
    make = {"2019": _of_2019, "2021": _of_2021, "2024": _of_2024, "2026": _of_2026}[layout]
    inner = make(_PHRASES[language], join_url, meeting_code)
    return f'{GREY}\r\n<div class="me-email-text" lang="{language}">{inner}</div>\r\n{GREY}\r\n'


def _link(url: str, words: str, name: str = "") -> str:
    mark = f' id="meet_invite_block.action.{name}"' if name else ""
    return f'<a href="{escape(url)}"{mark} class="me-email-link">{words}</a>'


def _of_2019(words: tuple[str, ...], url: str, code: str) -> str:
    dial_in = _link(f"https://dialin.teams.microsoft.com/?id={code}", "Local numbers")
    learn = _link("https://aka.ms/JoinTeamsMeeting", "Learn more about Teams")
    return f'<div><a class="me-email-headline" href="{escape(url)}">{words[1]}</a></div><div>{dial_in} | {learn}</div>'


def _of_2021(words: tuple[str, ...], url: str, code: str) -> str:
    join = f'<a href="{escape(url)}" class="me-email-headline">{words[3]}</a>'
    help_and_options = f"{_link('https://aka.ms/JoinTeamsMeeting', words[6])} | {_link(_options(code), words[7])}"
    return f"<div>{words[0]}</div><div><b>{words[2]}</b></div><div>{join}</div><div>{help_and_options}</div>"


def _of_2024(words: tuple[str, ...], url: str, code: str) -> str:
    need_help = _link("https://aka.ms/JoinTeamsMeeting?omkt=en-US", words[6], "help")
    options = _link(_options(code), words[7], "organizer_meet_options")
    return (
        f"<div><span>{words[0]}</span> {need_help}</div><div>{_link(url, words[4], 'join_link')}</div>"
        f"<div>{words[8]} {code}</div><div>{words[9]} aB3xY9</div><hr><div>{words[10]} {options}</div>"
    )


def _of_2026(words: tuple[str, ...], url: str, code: str) -> str:
    short = f"https://teams.microsoft.com/meet/{code.replace(' ', '')}?p=kT7bWq2LmZ"
    need_help = _link("https://aka.ms/JoinTeamsMeeting?omkt=en-US", words[6], "help")
    classic = _link(url, "System reference", "join_link_compatibility")
    options = _link(_options(code), words[7], "organizer_meet_options")
    return (
        f"<div>{words[0]}</div><div>{words[5]} {_link(short, short, 'join_link')}</div><div>{words[8]} {code}</div>"
        f"<div>{words[9]} aB3xY9</div><hr><div>{need_help} | {classic}</div><div>{words[10]} {options}</div>"
    )


def _options(code: str) -> str:
    return f"https://teams.microsoft.com/meetingOptions/?messageId=0&language=en-US&code={code.replace(' ', '')}"
