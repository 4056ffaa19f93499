"""What a file of text is by its first bytes, whatever its name says.

People keep web pages as .txt, programs export them as .csv, and browsers have called MHTML .html.
"""

import re
from pathlib import Path

_HEAD = 4096
"""Bytes by which a file is told."""
_TAKE_ANY_TEXT = frozenset(
    {"plain_text", "markdown", "restructured", "table", "json_lines", "web_page", "mhtml"}
)
"""The readers that would make something else of it, or nothing; the others refuse it."""
_MARKS = b"\xef\xbb\xbf\xff\xfe"
_PAGE = re.compile(
    rb"(?>\s+|<!--.*?-->|<\?xml.*?\?>)*+<(?:!doctype\s+html|html|head|body)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
"""The tags by which browsers know a page and no other text begins (mimesniff.spec.whatwg.org)."""
_SAVED_PAGE = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related\b", re.IGNORECASE
)
"""In the head of a message (RFC 2557), after any other lines of it."""


def told_by_beginning(path: Path, module: str) -> str:
    """The reader for a file that its name gives to the one in `module`; raises OSError."""
    if module not in _TAKE_ANY_TEXT:
        return module
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"%PDF-"):
        return "pdf"
    head = head.lstrip(_MARKS).replace(b"\0", b"")  # UTF-16 too
    if _PAGE.match(head):
        return "web_page"
    return "mhtml" if _SAVED_PAGE.match(head) else module
