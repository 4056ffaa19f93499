"""The words that the bot says, one file a language: adding a language is adding a file."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

DEFAULT = "en"
_FOLDER = files("bot").joinpath("telegram", "catalogue")


class Say:
    """The bot's words in one language."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, **values: object) -> str:
        """The text of this key, with the values in its places."""
        return self._texts[key].format(**values)


@cache
def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages there are, the default first."""
    names = (file.name for file in _FOLDER.iterdir() if file.name.endswith(".toml"))
    codes = {name.removesuffix(".toml") for name in names}
    return (DEFAULT, *sorted(codes - {DEFAULT}))


@cache
def words_in(language: str | None) -> Say:
    """The bot's words in a language, given as Telegram gives it: `ru`, `pt-br`; in the default
    where there is no such file."""
    code = (language or DEFAULT).partition("-")[0].lower()
    chosen = code if code in languages() else DEFAULT
    text = _FOLDER.joinpath(f"{chosen}.toml").read_text(encoding="utf-8")
    return Say(chosen, tomllib.loads(text))
