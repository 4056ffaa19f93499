"""What Telegram does to a text: clean_input_string and is_empty_string of TDLib, ported."""

import re

MOST_CHARACTERS = 4096
"""Of a message, in code points as TDLib counts; we never send more UTF-16 units than this."""
MOST_BYTES = 1 << 15
"""Of a text as it is handed in."""

_DROPPED = frozenset("\r\u0333\u033f\u030a") | {chr(code) for code in range(0x2028, 0x202F)}
_SPACED = frozenset(chr(code) for code in range(0x20)) - {"\n", "\r"}
_DIRECTION_RUN = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
_INVISIBLE = re.compile(
    "[ \n\xa0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc"
    "\U000e0000-\U000e007f]*"
)


def is_dropped(character: str) -> bool:
    """Say whether a character vanishes."""
    return character in _DROPPED


def cleaned(text: str) -> str:
    """Clean a text as TDLib does before anything else: the T() of the tests."""
    kept = (" " if c in _SPACED else c for c in text if c not in _DROPPED)
    return _DIRECTION_RUN.sub(lambda run: "\u200c" * len(run.group()), "".join(kept))


def is_blank(text: str) -> bool:
    """Say whether nothing of a text would be seen."""
    return _INVISIBLE.fullmatch(text) is not None


def utf16_length(text: str) -> int:
    """Units of UTF-16, in which entities are measured."""
    return len(text) + sum(c > "\uffff" for c in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")
