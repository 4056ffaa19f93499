"""Which parts of a text Telegram would make live: a ping, a command, a link. Pure.

Telegram looks for these in every text, also in the words of others that a bot quotes (TDLib's
td/telegram/MessageEntity.cpp: `find_mentions` and its neighbours). Here more is found rather than
less: what is found is only shown in another typeface.
"""

import re
from collections.abc import Iterator, Sequence

Range = tuple[int, int]
"""Start and end, in code points."""

_WORD = re.compile(r"\S+")
_LINK = re.compile(
    r"""
      ://                        # any scheme
    | \.[^\W\d_]{2}              # a name with a dot, in any script: what is a domain changes
    | \.xn--
    | \d\.\d+\.\d+\.\d           # an address of numbers
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGN = re.compile(
    r"""
      @\w+ | \#[\w\u200c·]+(?:@\w+)? | \$[0-9A-Z]*[A-Z](?:@\w+)?
    | (?<![^\W_])/\w+(?:@\w+)?   # a command; `and/or` is none
    """,
    re.VERBOSE,
)


def live_ranges(text: str) -> Iterator[Range]:
    """Mentions, commands, links, addresses, hashtags and cashtags, in order, apart."""
    if not _LINK.search(text) and not _SIGN.search(text):  # most texts: no need to go word by word
        return
    for word in _WORD.finditer(text):
        if _LINK.search(word.group()):
            yield word.span()
        else:
            for sign in _SIGN.finditer(word.group()):
                yield word.start() + sign.start(), word.start() + sign.end()


def joined(ranges: Sequence[Range], limit: int) -> list[Range]:
    """The same ranges as at most `limit`, by closing the smallest gaps; `limit` is at least 1."""
    if len(ranges) <= limit:
        return list(ranges)
    gaps = [(ranges[i + 1][0] - ranges[i][1], i) for i in range(len(ranges) - 1)]
    closed = {i for _, i in sorted(gaps)[: len(ranges) - limit]}
    found = [ranges[0]]
    for i, (start, end) in enumerate(ranges[1:]):
        if i in closed:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
