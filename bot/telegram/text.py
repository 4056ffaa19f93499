"""Text as Telegram keeps it: what its servers alter, and how they count. Pure.

Telegram counts UTF-16 code units: a character beyond U+FFFF is two.
"""

import re

_TO_SPACE = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_DROPPED = re.compile("[\r\u2028-\u202e\u030a\u0333\u033f]")
_MARKS_BEFORE_A_MARK = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")


def cleaned(text: str) -> str:
    """What Telegram makes of the text of a message (`clean_input_string` in TDLib's
    td/telegram/misc.cpp, then the trimming of `fix_formatted_text`); idempotent."""
    text = _DROPPED.sub("", _TO_SPACE.sub(" ", text))
    text = _MARKS_BEFORE_A_MARK.sub(lambda run: "\u200c" * len(run.group()), text)
    return text.strip(" \n")


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The slice at an offset in UTF-16 units; half a character comes back as U+FFFD."""
    wide = text.encode("utf-16-le", "surrogatepass")
    return wide[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def shortened(text: str, limit: int) -> str:
    """One line of at most `limit` UTF-16 units, for the program's own words and for titles;
    never for a quote."""
    line = " ".join(cleaned(text).split())
    if units(line) <= limit:
        return line
    kept = line[: limit - 1]
    while units(kept) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"
