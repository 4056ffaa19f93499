"""What is written to standard input: JSON objects among plain lines."""

import json
import re
from contextlib import suppress
from typing import Any

_BLANK = re.compile(r"\s*")


def object_at(text: str, at: int) -> tuple[dict[str, Any] | None, int]:
    """The JSON object that begins at an offset, or behind blank space there, and where it ends;
    None, and the offset, where none does."""
    blank = _BLANK.match(text, at)
    first = blank.end() if blank else at
    if text.startswith("{", first):
        with suppress(ValueError, RecursionError):
            row, end = json.JSONDecoder().raw_decode(text, first)
            return row, end
    return None, at
