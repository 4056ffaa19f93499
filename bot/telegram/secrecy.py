"""The bot's token, and keeping it out of everything that is written.

Whoever has the token is the bot. It stands in the address of every call, so HTTP libraries log it.
"""

import logging
import re
import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import IO

from bot.telegram.errors import BadToken
from bot.telegram.logbook import OneLine

_TOKEN = re.compile(r"\d{5,16}:[A-Za-z0-9_-]{30,64}")
_WHOLE = re.compile(r"\d{1,16}:[A-Za-z0-9_-]{1,64}")
_HIDDEN = "<token>"


def take_token(environment: MutableMapping[str, str], arguments: Sequence[str]) -> str:
    """The token from TELEGRAM_BOT_TOKEN, or from the file that TELEGRAM_BOT_TOKEN_FILE names.

    It is removed from the environment, so that no child process inherits it. Raises BadToken,
    also where a token stands among the command's arguments: all users of a machine see those.
    """
    if any(_TOKEN.search(argument) for argument in arguments):
        raise BadToken(
            "A token stands on the command line, where every user of this machine can read it. "
            "Revoke it with @BotFather (/revoke), and put the new one into TELEGRAM_BOT_TOKEN."
        )
    token = environment.pop("TELEGRAM_BOT_TOKEN", "").strip()
    if not token and (name := environment.get("TELEGRAM_BOT_TOKEN_FILE")):
        token = _from_file(Path(name))
    if not token:
        raise BadToken(
            "There is no token. @BotFather in Telegram gives one (/newbot); put it into "
            "TELEGRAM_BOT_TOKEN, or into a file that TELEGRAM_BOT_TOKEN_FILE names."
        )
    if not _WHOLE.fullmatch(token):
        raise BadToken(
            "What TELEGRAM_BOT_TOKEN has is no token: digits, a colon, then letters and digits. "
            "Copy it again from @BotFather."
        )
    return token


def _from_file(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise BadToken(f"The token's file {path} cannot be read: {error.strerror}.") from error
    if mode & 0o077:
        raise BadToken(
            f"The token's file {path} can be read by others (mode {mode & 0o777:o}). "
            f"Make it yours alone: chmod 600 {path}"
        )
    return text


class Redaction(logging.Filter):
    """Takes the token out of a record's message, arguments and traceback."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self.redact(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_info = None
        if record.exc_text:
            record.exc_text = self.redact(record.exc_text)
        if record.stack_info:
            record.stack_info = self.redact(record.stack_info)
        return True

    def redact(self, text: str) -> str:
        """The text without the token, or anything that looks like one."""
        return _TOKEN.sub(_HIDDEN, text.replace(self._token, _HIDDEN))


class _RedactingHandler(logging.StreamHandler[IO[str]]):
    """The last word: a line is redacted as a whole, whatever it was made from."""

    def __init__(self, redaction: Redaction, stream: IO[str]) -> None:
        super().__init__(stream)
        self._redaction = redaction
        self.addFilter(redaction)
        self.setFormatter(OneLine())

    def format(self, record: logging.LogRecord) -> str:
        return self._redaction.redact(super().format(record))


def log_to(token: str, stream: IO[str] | None = None, level: int = logging.INFO) -> logging.Handler:
    """Log everything of this process as one-line JSON without the token; returns the handler.

    HTTP libraries are heard from WARNING on: below, they log addresses, and the token is in each.
    """
    handler = _RedactingHandler(Redaction(token), stream or sys.stderr)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in ("httpx", "httpcore", "telegram", "tornado.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler
