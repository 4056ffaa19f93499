"""The settings of a chat as people see and change them: by word or by button. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.telegram.buttons import MOST_BYTES, SETTING
from bot.telegram.chat_settings import CHAT_ID, EVERYONE, MODERATORS, MOST_QUOTES, ChatSettings
from bot.telegram.desk import Keyboard
from bot.telegram.wording import Say, languages, words_in

_HOURS = re.compile(r"([01]?\d|2[0-3])-([01]?\d|2[0-3])")
ONLY_GROUPS = ("asks", "anonymous", "quiet", "log")
"""Settings that mean nothing in a private chat."""
MOST_OFFERED = 90
"""Collections that have a button: a message has 100 at most, and 7 are for other settings."""
NAMES = ("language", "quotes", "collection", *ONLY_GROUPS)


def changed(
    settings: ChatSettings, name: str, value: str, collections: Sequence[str]
) -> ChatSettings | None:
    """The settings with one changed; None where there is no such setting or value.

    `collections` are those that the chat may ask. A log chat is not checked here.
    """
    match name, value:
        case "language", _ if value in languages():
            return replace(settings, language=value)
        case "quotes", _ if value.isascii() and value.isdigit() and 1 <= int(value) <= MOST_QUOTES:
            return replace(settings, quotes=int(value))
        case "collection", _ if value in collections:
            return replace(settings, collection=value)
        case "asks", ("everyone" | "moderators"):
            return replace(settings, asks=EVERYONE if value == EVERYONE else MODERATORS)
        case "anonymous", ("on" | "off"):
            return replace(settings, trust_anonymous=value == "on")
        case "quiet", "off":
            return replace(settings, quiet_from=None, quiet_to=None)
        case "quiet", _ if (hours := _HOURS.fullmatch(value)) and int(hours[1]) != int(hours[2]):
            return replace(settings, quiet_from=int(hours[1]), quiet_to=int(hours[2]))
        case "log", "off":
            return replace(settings, log_chat=None)
        case "log", _ if CHAT_ID.fullmatch(value):
            return replace(settings, log_chat=int(value))
        case _:
            return None


def described(
    chat_id: int, settings: ChatSettings, say: Say, collections: Sequence[str], *, is_private: bool
) -> str:
    """All settings in words, with how to change those that have no button; and the chat's id, by
    which it is named elsewhere."""
    quiet = say("off")
    if settings.quiet_from is not None:
        quiet = f"{settings.quiet_from:02}-{settings.quiet_to:02} UTC"
    is_own = is_private and settings.language is None
    values = {
        "language": say("own" if is_own else "language_name"),
        "quotes": str(settings.quotes),
        "collection": settings.collection,
        "asks": say(f"asks_{settings.asks}"),
        "anonymous": say("on" if settings.trust_anonymous else "off"),
        "quiet": quiet,
        "log": str(settings.log_chat) if settings.log_chat else say("off"),
    }
    shown = [name for name in NAMES if not (is_private and name in ONLY_GROUPS)]
    lines = [
        say("settings", id=chat_id),
        *(f"{say(f'setting_{name}')}: {values[name]}" for name in shown),
    ]
    if more := len(collections[MOST_OFFERED:]):
        lines += ["", say("settings_more", count=more)]
    return "\n".join([*lines, "", say("settings_private" if is_private else "settings_by_word")])


def keyboard(
    settings: ChatSettings, say: Say, collections: Sequence[str], *, is_private: bool
) -> Keyboard:
    """Buttons for the settings that have few values."""
    rows = [
        [(words_in(code)("language_name"), "language", code) for code in languages()],
        [(say("quotes_of", count=n), "quotes", str(n)) for n in (1, 3, 5)],
    ]
    if len(collections) > 1:
        rows += [[(name, "collection", name)] for name in collections[:MOST_OFFERED]]
    if not is_private:
        asks = MODERATORS if settings.asks == EVERYONE else EVERYONE
        trust = "off" if settings.trust_anonymous else "on"
        rows += [
            [(say(f"button_asks_{asks}"), "asks", asks)],
            [(say(f"button_anonymous_{trust}"), "anonymous", trust)],
        ]
    return [[_button(*one) for one in row] for row in rows]


def _button(text: str, name: str, value: str) -> dict[str, str]:
    data = f"{SETTING}:{name}:{value}"
    assert len(data.encode()) <= MOST_BYTES  # noqa: S101 - names of collections are short
    return {"text": text, "callback_data": data}
