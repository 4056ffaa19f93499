"""What the bot writes down of its own work: one line of JSON an event, never anybody's words."""

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path


class Logbook:
    """A module's events: what happened, and its facts (ids, numbers, Telegram's own words)."""

    def __init__(self, name: str) -> None:
        self._log = logging.getLogger(name)

    def info(self, what: str, **facts: object) -> None:
        """Note what goes as it should."""
        self._log.info(what, extra={"facts": facts})

    def warning(self, what: str, **facts: object) -> None:
        """Note what went wrong and mends itself."""
        self._log.warning(what, extra={"facts": facts})

    def error(self, what: str, **facts: object) -> None:
        """Note what somebody should look at."""
        self._log.error(what, extra={"facts": facts})


class OneLine(logging.Formatter):
    """A record as one line of JSON: when, how grave, what, and its facts."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "what": record.getMessage()}
        line |= getattr(record, "facts", {})
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            line["traceback"] = record.exc_text
        return json.dumps(line, ensure_ascii=False, default=str)


def where(error: BaseException) -> str:
    """An error's kind and place; its message is left out, people's words could stand in it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
