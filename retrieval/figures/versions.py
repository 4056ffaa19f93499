"""One version of a value, and what the text says it is beside another: earlier or later, official
or not, a part or the whole, a limit."""

import math
import re
from dataclasses import dataclass

from retrieval.figures.dates import agree, own_dates
from retrieval.figures.mentions import Mention
from retrieval.figures.units import in_base_unit
from retrieval.figures.values import ABOUT, AT_LEAST, AT_MOST

EARLIER = "earlier"
LATER = "later"
OFFICIAL = "official"
UNOFFICIAL = "unofficial"
PART = "part"
WHOLE = "whole"
BOUND = "bound"

_ABOUT = 0.1
SAID_BY = re.compile(
    r"\b(?:according|sa(?:ys?|id)|told|speaks?|report\w*|announce\w*|claim\w*|estimate\w*"
    r"|maintain(?:s|ed)?|по (?:данным|словам|подсч[её]там|оценк\w+|информации|сведениям)|сообщ\w+"
    r"|заяв\w+|сказал\w*|утвержда\w+|говор\w+)\b",
    re.IGNORECASE,
)
"""Words beside whoever gives a value."""
_LOCALS = r"(?:relatives|residents|locals|organi[sz]ers|neighbou?rs)"
_LOCALS_RU = r"(?:родственник|жител|организатор|сосед)\w*"
_UNOFFICIAL = re.compile(
    r"\bunofficial|\bindependent(?:ly)?\b|\b(?:eye)?witness|\bactivists?\b|\bopposition|\brumou?r"
    r"|\bнеофициальн|\bнезависим|\bочевид|\bсвидетел|\bактивист|\bоппозиц|\bслух"
    rf"|\b{_LOCALS}\b(?: \w+){{0,3}}? (?:sa(?:y|id)|speak|claim|believe|insist|estimate|put)"
    rf"|\b(?:say|said|according to)(?: \w+)? {_LOCALS}\b"
    rf"|\b{_LOCALS_RU}(?: \w+){{0,3}}? (?:говор|утвержд|счита|сообщ|насчит|заяв)"
    rf"|\bпо (?:словам|данным|подсч[её]там|оценк\w+)(?: \w+)? {_LOCALS_RU}",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"\bofficial|\bauthorit|\bgovernment|\bprosecutor|\bministr|\bpolice (?:said|say|report)"
    r"|\bофициальн|\bвласт[иья]|\bправительств|\bпрокур|\bминистер|\bминистр",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:\b(?:including|among (?:them|whom|these)|of (?:them|whom|which)|в том числе|включая"
    r"|из них|среди них|из которых)\b)\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Version:
    """One value, and who gives it."""

    kind: str
    """A kind of retrieval.figures.values, or DATE."""
    low: float
    high: float
    """Equal, but for a range; 0 for a date."""
    unit: str
    bound: str
    date: str
    """The key of a date (retrieval.figures.dates); empty for a quantity."""
    sentences: tuple[int, ...]
    """Indices of the sentences that give it, best first."""
    span: tuple[int, int]
    """Where it stands in the text of the first of them."""
    probability: float
    """That the best of its sentences answers the question with it, 0..1."""
    standing: str
    """OFFICIAL or UNOFFICIAL where the best sentence says so; else empty."""
    as_of: str
    """The date that the best sentence gives with it, or that its document was published; a key
    of retrieval.figures.dates, or empty."""
    is_part: bool
    """The text says that it counts some of a larger number."""


def relations(one: Version, other: Version) -> tuple[str, ...]:
    """What the text says that `one` is beside `other`: EARLIER or LATER, OFFICIAL or UNOFFICIAL,
    PART or WHOLE, and BOUND where it is no more than a limit."""
    found = []
    if one.as_of and other.as_of and not agree(one.as_of, other.as_of):
        found.append(EARLIER if one.as_of < other.as_of else LATER)
    if one.standing and one.standing != other.standing:
        found.append(one.standing)
    if one.is_part != other.is_part:
        found.append(PART if one.is_part else WHOLE)
    if one.bound in (AT_LEAST, AT_MOST):
        found.append(BOUND)
    return tuple(found)


def may_both_be_right(one: Version | Mention, other: Version | Mention) -> bool:
    """Tell whether two values of one kind leave room for each other: 991 and about 1,000 do."""
    if not measure_the_same(one, other):
        return True
    if one.date or other.date:
        return agree(one.date, other.date)
    is_rounded = one.unit != other.unit
    (low, high) = _span(one, is_rounded=is_rounded)
    other_low, other_high = _span(other, is_rounded=is_rounded)
    return low <= other_high and other_low <= high


def measure_the_same(one: Version | Mention, other: Version | Mention) -> bool:
    """Tell whether two values can be compared: hours and days can, dollars and euros cannot."""
    return (one.kind, in_base_unit(one.unit)[0]) == (other.kind, in_base_unit(other.unit)[0])


def in_base(value: Version | Mention) -> tuple[str, float, float]:
    """The unit that values are compared in, and the value in it."""
    unit, factor = in_base_unit(value.unit)
    return unit, round(value.low * factor, 6), round(value.high * factor, 6)


def _span(value: Version | Mention, *, is_rounded: bool) -> tuple[float, float]:
    """What a value leaves room for, in the base unit; "three days" for 70 hours, if it is rounded
    to its own unit."""
    _, low, high = in_base(value)
    if value.bound == AT_LEAST:
        return low, math.inf
    if value.bound == AT_MOST:
        return -math.inf, high
    if value.bound == ABOUT:
        return low * (1 - _ABOUT), high * (1 + _ABOUT)
    half = in_base_unit(value.unit)[1] / 2 if is_rounded else 0.0
    return low - half, high + half


def standing(text: str) -> str:
    """Who is said to give a value; empty where both kinds are named, or none."""
    unofficial = _UNOFFICIAL.search(text)
    official = _OFFICIAL.search(text)
    if bool(unofficial) == bool(official):
        return ""
    return UNOFFICIAL if unofficial else OFFICIAL


def first_date(text: str | None) -> str:
    """The first date of a text that has a year and may be its own: none that it only begins or ends
    with, "until 1992"; a key of retrieval.figures.dates, or empty."""
    return next((key for key in own_dates(text or "") if key[:1].isdigit()), "")


def is_part(mention: Mention, text: str) -> bool:
    """Tell whether a sentence says that a quantity is some of a larger one."""
    return not mention.date and bool(_PART.search(text[: mention.start]))
