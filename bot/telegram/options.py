"""What the surroundings decide about the bot, beside its token."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.settings import BadSetting
from bot.telegram.client import API


@dataclass(frozen=True, slots=True)
class Options:
    """Which Bot API is spoken to, and who owns the bot."""

    api: str = API
    owners: frozenset[int] = frozenset()
    """Ids of the people who may put files into the libraries."""


def read_options(environment: Mapping[str, str]) -> Options:
    """From PINCITE_TELEGRAM_API and PINCITE_TELEGRAM_OWNERS. Raises BadSetting."""
    api = (environment.get("PINCITE_TELEGRAM_API") or API).rstrip("/")
    if urlsplit(api).scheme not in ("http", "https") or not urlsplit(api).netloc:
        raise BadSetting(
            "PINCITE_TELEGRAM_API is no address of a Bot API server; for a local one it is "
            "http://127.0.0.1:8081"
        )
    names = environment.get("PINCITE_TELEGRAM_OWNERS", "").replace(",", " ").split()
    if not all(name.isascii() and name.isdigit() for name in names):
        raise BadSetting(
            "PINCITE_TELEGRAM_OWNERS has something else than ids. An id is a number; the bot says "
            "yours when you send it /start."
        )
    return Options(api, frozenset(map(int, names)))
