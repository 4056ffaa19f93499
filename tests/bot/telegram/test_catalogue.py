"""The bot's words: every language says everything, and everything that is said is there."""

import re
import string
import tomllib
from pathlib import Path

import pytest

import bot.telegram
from bot.telegram.buttons import MOST_BYTES
from bot.telegram.desk import TOAST
from bot.telegram.menus import menus
from bot.telegram.wording import DEFAULT, languages, words_in

FOLDER = Path(bot.telegram.__file__).parent
CATALOGUES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in (FOLDER / "catalogue").glob("*.toml")
}


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_are_english_and_russian() -> None:
    assert languages()[0] == DEFAULT == "en"
    assert {"en", "ru"} <= set(CATALOGUES) == set(languages())


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_language_has_the_same_keys_and_places(language: str) -> None:
    english, other = CATALOGUES["en"], CATALOGUES[language]
    assert list(other) == list(english)
    assert {k: _places(v) for k, v in other.items()} == {k: _places(v) for k, v in english.items()}


@pytest.mark.parametrize("language", CATALOGUES)
def test_words_fit_where_they_are_shown(language: str) -> None:
    texts = CATALOGUES[language]
    for key, text in texts.items():
        if key.startswith("command_"):
            assert 1 <= len(text) <= 256
        if key.startswith("button_"):
            assert len(text) <= MOST_BYTES
    for key in _TOASTS:
        assert len(texts[key]) <= TOAST, key


_TOASTS = (
    "too_old", "collection_taken", "changed_since", "pinned_stays", "not_yours", "unpin_first",
    "dismissed", "pinning", "pinned_already", "unpinning", "you_may_not", "anonymous_may_not",
    "bot_may_not", "anonymous_unknown",
    "bot_may_not_group", "settings_changed", "settings_unknown", "only_moderators", "refreshing",
    "nothing_left", "only_moderators_ask", "log_not_yours", "not_an_answer",
)  # fmt: skip


def test_every_key_is_said_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    named = set(re.findall(r'"([a-z_]+)"', code))
    made = {match[:-1] for match in re.findall(r"""f["']([a-z_]+_\{)""", code)}
    unused = [
        key
        for key in CATALOGUES["en"]
        if key not in named and not any(key.startswith(beginning) for beginning in made)
    ]
    assert unused == []


def test_every_literal_key_is_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    said = set(re.findall(r'say\(\s*"([a-z_]+)"', code))
    assert len(said) > 60
    assert said <= set(CATALOGUES["en"])


@pytest.mark.parametrize(
    ("asked", "spoken"), [("ru", "ru"), ("ru-RU", "ru"), ("pt-br", "en"), (None, "en"), ("", "en")]
)
def test_a_language_that_is_missing_is_english(asked: str | None, spoken: str) -> None:
    assert words_in(asked).language == spoken


def test_menus_differ_by_chat_and_rank_and_owners_have_more() -> None:
    found = {
        (menu["scope"]["type"], menu.get("language_code")): {
            command["command"] for command in menu["commands"]
        }
        for menu in menus([7])
    }
    assert "pin" in found["all_chat_administrators", "ru"]
    assert "pin" not in found["all_group_chats", None]
    assert "forget" in found["all_private_chats", None]
    assert "collections" in found["chat", None]
    assert len(found) == 4 * len(languages())
