"""The bytes of a text file -> its characters; the encoding is guessed only where it must be.

A byte order mark decides; then UTF-8, also with some damage; then chardet among the encodings
that people have files in. benchmarks/text_encodings.py compares this with the libraries alone.
"""

import codecs
import re
from dataclasses import dataclass
from unicodedata import category

from corpus.errors import UnreadableFile

_MARKS = (  # UTF-32 before UTF-16: its little-endian mark begins with the other's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FORMATS = {  # the first two may be all ASCII
    b"%PDF-": "a PDF document. Name it .pdf.",
    b"{\\rtf": "an RTF document. Save it as .docx or .txt.",
    b"PK\x03\x04": "a zip, or a document of an office program. Name it .zip, .docx, .odt or .epub; "
    "save a spreadsheet as .csv.",
    b"\xd0\xcf\x11\xe0": "a document of an old office program. Save it as .docx, a spreadsheet as "
    ".csv.",
}
"""The first bytes of what is not plain text -> what to say of it."""
_CANDIDATES = """
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 koi8-r koi8-u kz1048
    iso8859-1 iso8859-2 iso8859-5 iso8859-6 iso8859-7 iso8859-9 iso8859-15 mac-cyrillic mac-roman
    cp850 cp852 cp855 cp866 cp1125 cp932 euc-jp iso2022_jp_2 iso2022_jp_2004 iso2022_jp_ext gb18030
    hz big5hkscs cp949 johab iso2022_kr utf-16-le utf-16-be utf-32-le utf-32-be ascii""".split()
_OF_NAMES = ("punycode", "idna")  # a text of some MB takes them hours
_WESTERN = ("cp1252", "iso8859-1", "iso8859-15")
_FOREIGN_WORD = re.compile(rb"[\x80-\xff]{3}")  # Western words have their accents one by one
_CONTROL = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_MOST_ODD, _MOST_LOST = 0.002, 0.1
"""Shares of control and of undecodable characters; with more it is no text. Among 33,547 text
files of a Debian machine these refuse one, and accept 6 of 886 readings of binary files."""
_LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of a file, and how they were read."""

    text: str
    encoding: str
    damaged: int
    """Characters that are lost; U+FFFD stands in their place."""


def decode(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """Read bytes as text; raises UnreadableFile, naming the file, where they are none. What the
    format declares as their encoding counts where they are not UTF-8, mislabelled or not."""
    for head, advice in _OTHER_FORMATS.items():
        if data.startswith(head):
            raise UnreadableFile(f"{name}: not text but {advice}")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, name)
    encoding = "utf-8" if _is_nearly_utf8(data) else known_encoding(declared) or _guess(data, name)
    return _decoded(data, encoding, name)


def known_encoding(declared: str | None) -> str | None:
    """Python's name of an encoding that a file declares, where texts are in it; what calls itself
    Latin-1 is cp1252."""
    try:
        "".encode(declared or "")
    except (LookupError, ValueError):  # no such encoding, or none of text
        return None
    name = codecs.lookup(declared or "").name
    if name in _OF_NAMES:
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def encode_prefix(data: bytes, encoding: str, text: str, length: int) -> int:
    """Offset in `data` of the byte that begins character `length` of its decoded `text`."""
    mark = next((len(m) for m, e in _MARKS if e == encoding and data.startswith(m)), 0)
    if _LOST not in text:
        return mark + len(text[:length].encode(encoding))
    return _undamaged_offset(data[mark:], encoding, length) + mark


def _undamaged_offset(data: bytes, encoding: str, length: int) -> int:
    """As `encode_prefix` where some bytes could not be decoded: decode up to the place."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    reached = 0
    for offset in range(len(data)):
        if reached >= length:
            return offset - len(decoder.getstate()[0])
        reached += len(decoder.decode(data[offset : offset + 1]))
        if reached > length:  # broken bytes come out together with the character behind them
            return offset + 1 - len("x".encode(encoding))
    return len(data) - (len(decoder.getstate()[0]) if reached >= length else 0)


def _decoded(data: bytes, encoding: str, name: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    odd, lost = len(_CONTROL.findall(text)), text.count(_LOST)
    if encoding.startswith(("utf-16", "utf-32")):  # almost any bytes make characters in these
        odd += sum(category(character) == "Cn" for character in text)
    if odd > 2 + _MOST_ODD * len(text) or lost > 2 + _MOST_LOST * len(text):
        raise UnreadableFile(
            f"{name}: not text but binary data, whatever its name says. Save it as text."
        )
    return Decoded(text, encoding, lost)


def _is_nearly_utf8(data: bytes) -> bool:
    """True for good UTF-8, and while no more of its long characters are broken than whole."""
    if data.count(0) > _MOST_ODD * len(data) or (b"\x1b$" in data and data.isascii()):
        return False  # plain English in UTF-16, and Japanese in ISO-2022, are good UTF-8 too
    text = data.decode("utf-8", errors="replace")
    broken = text.count(_LOST) - data.count(_LOST.encode())
    return broken == 0 or broken <= sum(character > "\x7f" for character in text) - broken


def _guess(data: bytes, name: str) -> str:
    guess = _detect(data)
    if guess in _WESTERN:  # chardet overlooks a few Russian words in an English text
        guess = _detect(b" ".join(filter(_FOREIGN_WORD.search, data.split()))) or guess
    if guess is None:
        raise UnreadableFile(
            f"{name}: not text, or in an encoding that is not known. Save it as UTF-8."
        )
    return guess


def _detect(data: bytes) -> str | None:
    import chardet  # noqa: PLC0415 - 35 MiB, and most files are UTF-8

    found = chardet.detect(
        data,
        include_encodings=_CANDIDATES,
        no_match_encoding="ascii",
        empty_input_encoding="ascii",
        prefer_superset=False,  # True calls ISO-8859-5 a part of cp1251 and garbles every letter
        compat_names=False,
    )
    return None if found["encoding"] == "ascii" else found["encoding"]
