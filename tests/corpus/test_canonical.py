import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import NEWLINE, byte_range, canonical_text
from tests.corpus.making import texts

# Each begins with a character that joins nothing before it, so that each stands for itself.
PIECES = (
    "a", "1", "é", "e\u0301", "1\u0301", "q\u0323\u0301", "x\u030a", "A\u030a", "\u212b",
    "y\u202c", "и\u0306", "\u1100\u1161\u11a8", "가\u11a8", "क\u093c", "\u09c7\u09be", "か\u3099",
    "z\u200e\u200f\u200e", "\u200b\u200f", "🙂", "👩", "\u200d", "\0", "\t", "\x9b", "\ufffd", "中",
    "\n", "\r\n", "\rw", "\x85", "\f", "\u2029", " ",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "cp1251")
MARKS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def as_telegram_sends(text: str) -> str:
    """What TDLib's `clean_input_string` leaves of a message, by its own order of steps."""
    text = re.sub("[\x00-\x09\x0b\x0c\x0e-\x1f]", " ", text).replace("\r", "")
    text = re.sub("[\u2028-\u202e\u030a\u0333\u033f]", "", text)
    return re.sub("[\u200e\u200f](?=[\u200e\u200f])", "\u200c", text)


def encodable(text: str, encoding: str) -> bool:
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeEncodeError:
        return False


@given(texts)
def test_made_again_it_stays_as_it_is(text: str) -> None:
    canonical = canonical_text(text)
    assert canonical_text(canonical) == canonical


@given(texts)
def test_it_is_composed(text: str) -> None:
    assert unicodedata.is_normalized("NFC", canonical_text(text))


@given(texts)
def test_its_only_control_character_is_lf(text: str) -> None:
    controls = {c for c in canonical_text(text) if unicodedata.category(c) in ("Cc", "Cs")}
    assert controls <= {"\n"}


@given(texts)
def test_telegram_would_alter_nothing_in_it(text: str) -> None:
    canonical = canonical_text(text)
    assert as_telegram_sends(canonical) == canonical


@given(st.lists(texts.map(lambda text: NEWLINE.sub("", text)), min_size=1, max_size=4))
def test_each_line_depends_on_itself_alone(lines: list[str]) -> None:
    assert canonical_text("\n".join(lines)) == "\n".join(map(canonical_text, lines))


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\r\nb\rc\fd\x85e\u2028f\u2029g\n", "a\nb\nc\nd\ne\nf\ng\n"),
        ("tab\there\0and\x1b[31m\x7f\x9b", "tab here and [31m  "),
        ("\u202ahidden\u202e order\u202c", "hidden order"),
        ("A\u030a stays, x\u030a does not", "Å stays, x does not"),
        ("a\u0333\u0301", "á"),  # what stood between them goes, so they compose
        ("\u200e\u200f\u200e one \u200f", "\u200c\u200c\u200e one \u200f"),
        ("\u200e\u0333\u200e", "\u200c\u200e"),
        ("\u00e5\u0333\u0323", "\u1ea1"),  # and what it hid goes, too
        ("\u1112\u1161\u11ab", "한"),
        ("lone \ud83d half", "lone \ufffd half"),
        ("\ufeffa zero\u200dwidth joiner", "\ufeffa zero\u200dwidth joiner"),
        ("", ""),
    ],
)
def test_what_changes_and_what_stays(given_text: str, expected: str) -> None:
    assert canonical_text(given_text) == expected


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, str, list[str]]:
    """A file's bytes, the encoding they are in, and its text in pieces."""
    encoding = draw(st.sampled_from(ENCODINGS))
    usable = [piece for piece in PIECES if encodable(piece, encoding)]
    pieces = draw(st.lists(st.sampled_from(usable), min_size=1, max_size=12))
    mark = MARKS.get(encoding, b"") if draw(st.booleans()) else b""
    return mark + "".join(pieces).encode(encoding), encoding, pieces


@given(files(), st.data())
def test_the_bytes_of_a_slice_are_those_it_was_made_from(
    file: tuple[bytes, str, list[str]], data: st.DataObject
) -> None:
    content, encoding, pieces = file
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first + 1, len(pieces)))
    start = len(canonical_text("".join(pieces[:first])))
    end = len(canonical_text("".join(pieces[:last])))

    begin, stop = byte_range(content, encoding, "".join(pieces), start, end)

    assert content[begin:stop].decode(encoding) == "".join(pieces[first:last])
    assert (
        canonical_text(content[begin:stop].decode(encoding))
        == canonical_text("".join(pieces))[start:end]
    )


@given(texts, st.data())
def test_a_slice_within_what_composes_is_still_covered(text: str, data: st.DataObject) -> None:
    text = text.encode(errors="replace").decode().lstrip("\ufeff")  # a mark is no character
    canonical = canonical_text(text)
    start = data.draw(st.integers(0, len(canonical)))
    end = data.draw(st.integers(start, len(canonical)))
    begin, stop = byte_range(text.encode(), "utf-8", text, start, end)
    assert canonical[start:end] in canonical_text(text.encode()[begin:stop].decode())


def test_an_empty_slice_has_no_bytes() -> None:
    assert byte_range("á1".encode(), "utf-8", "á1", 1, 1) == (2, 2)


def test_the_way_back_passes_bytes_that_were_damaged() -> None:
    content = "Вес".encode() + b"\xff\xfe" + "на.\r\nДа".encode()
    text = content.decode("utf-8", errors="replace")
    start = canonical_text(text).index("на")
    begin, stop = byte_range(content, "utf-8", text, start, start + 6)
    assert content[begin:stop] == "на.\r\nДа".encode()
