"""Lines that say whose the text below is: titles, by-lines, dates, publishers, speakers.

The rules look at one line, in the languages whose news sites have fixed words for it. Spans are
offsets into the line; a name is taken only from where a name is announced.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.furniture import is_furniture
from corpus.model import Segment
from corpus.people import Span, name_at, speaker

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    r"январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|"
    r"октябр[ья]|ноябр[ья]|декабр[ья]|"
    r"січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|"
    r"қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан|"
    r"ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|"
    r"januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    r"janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre)\.?"
)
_YEAR = r"(?:19|20)\d\d"
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+|of\s+)?{_MONTH},?\s+(?:de\s+)?{_YEAR}\b"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR}\b"
    rf"|\b{_YEAR}\s+(?:жылғы\s+)?\d{{1,2}}\s+{_MONTH}"
    rf"|\b{_YEAR}[-./](?:0?[1-9]|1[0-2])[-./]\d{{1,2}}\b"
    rf"|\b\d{{1,2}}[./-]\d{{1,2}}[./-](?:{_YEAR}|\d\d)\b"
    rf"|\b{_YEAR}年\d{{1,2}}月\d{{1,2}}日"
    rf"|\b{_MONTH}\s+{_YEAR}\b",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]m\b", re.I)
AGO = re.compile(
    r"\b(?:yesterday|today)(?:,? at)?|\b\d+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago\b"
    r"|\b(?:вчера|сегодня)(?: в)?|\b\d+ \w+ назад\b|\bvor \d+ \w+|\bhace \d+ \w+",
    re.IGNORECASE,
)
DATE_WORDS = re.compile(
    r"\b(?:posted|published|updated|last|modified|created|date|added|on|at|in|the|from|gmt|utc|msk|"
    r"am|pm|et|est|cet|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"опубликовано|обновлено|дата|добавлено|размещено|в|от|года?|г|мск|понедельник|вторник|среда|"
    r"четверг|пятница|суббота|воскресенье|опубліковано|оновлено|року|р|жарияланды|жылғы|жыл|"
    r"yayınlanma|yayın|güncelleme|tarihi|veröffentlicht|am|um|uhr|stand|publicado|actualizado|el|"
    r"publié|mis à jour|le|à)\b",
    re.IGNORECASE,
)
LONGEST_DATELINE = 14
"""Words."""

_BY = re.compile(
    r"^\W{0,3}(?:(?:written |posted |reported |text |words |story |interview(?:ed)? )?by\b:?|"
    r"authors?:|автор(?:ы|и)?(?: статьи| текста)?:|текст:|беседовала?:?|подготовила?:?|записала?:?|"
    r"сұхбаттасқан:?|розмовляла?:?|спілкува(?:вся|лася):?|"
    r"yazan:?|haber:|von\b|autor(?:in|en)?:|text:|por\b|par\b|auteure?:|мақала авторы:)\s+",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"^\W{0,3}(?:(?:original )?source|publisher|published (?:by|in)|"
    r"originally (?:published|appeared) (?:in|at|on|by)|источник|джерело|дереккөз|kaynak|quelle|"
    r"fuente|origen)\s?:?\s+(?P<name>.{2,60})$|^(?:https?://)?(?P<site>(?:www\.)?(?:[\w-]+\.)+"
    r"(?:com|org|net|info|ru|kz|ua|by|uz|kg|tr|de|es|fr|uk|eu|su|io|tv|news|media|press))/?$",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^[^\W\d_a-zа-яё]{3,}[^.()\n]{0,40}?\s?\((?P<name>[^()\d]{2,40})\)\s?[-–—]{1,2}\s"
)
_LIST = re.compile(r"^\W{0,2}(?:[-*+•–—]|\d{1,3}[.)]|[a-zа-я][.)])\s")
ENDED = re.compile(r"[.,;:…।。–—-]\W*$")
_PICTURE = re.compile(r"^\S+\.(?:jpe?g|png|gif|webp|svg)$", re.IGNORECASE)
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
_ARTICLES = frozenset("The Der Die Das".split())
_LONGEST_TITLE, _TITLE_WORDS = 160, 22
_UNSAID = ("furniture", "listing")


@dataclass(slots=True)
class Line:
    """A segment, or its first lines where they are a header that layout took for wrapped text."""

    start: int
    text: str
    role: str
    """`rule`, `furniture`, `byline`, `date`, `publisher`, `signature`, `label` (a speaker, a
    list's head), `title` (it may be one, or a sub-heading) or `body`."""
    opens: bool
    """Whether a blank line is above."""
    inner: bool = False
    """Whether it is a later part of its segment."""

    def span(self, within: Span) -> Span:
        """Offsets into the document, from offsets into the line."""
        return self.start + within[0], self.start + within[1]


def read_lines(text: str, segments: Sequence[Segment]) -> list[Line]:
    """The lines of a text with their roles, some of which hang on the line above."""
    menus = Counter(text[s.start : s.end] for s in segments if s.kind in _UNSAID)
    made: list[Line] = []
    for segment in segments:
        for start, end in _parts(text, segment):
            line = text[start:end]
            role = role_of(line, is_menu=segment.kind in _UNSAID or menus[line] > 2)
            opens = segment.opens_paragraph and start == segment.start
            above = made[-1] if made else None
            if segment.kind == "heading" and role == "body" and not ENDED.search(line):
                role = "title"
            if role in ("title", "date") and above and _PICTURE.search(above.text):
                role = "furniture"  # its caption
            elif role == "title" and above and above.role == "body" and not opens:
                role = "body" if line.endswith("?") else role  # a question in an interview
            elif role == "date" and len(made) > 1 and above and above.role == "title":
                above.role = "byline" if bare_name(above.text) else "title"
            made.append(Line(start, line, role, opens, inner=start > segment.start))
    _settle_turns(made)
    return made


def _settle_turns(lines: Sequence[Line]) -> None:
    """A question that a speaker asks, who speaks again, is no title."""
    names = [line.text[slice(*span)] if (span := speaker(line.text)) else "" for line in lines]
    times = Counter(names)
    for line, name in zip(lines, names, strict=True):
        if line.role == "title" and name and times[name] > 1 and line.text.endswith("?"):
            line.role = "body"


def _parts(text: str, segment: Segment) -> Iterator[Span]:
    """A segment whole, but a title, by-line or date at its head by itself: where the next word
    would have stood on the same line if the text were only wrapped, or a date follows."""
    start = segment.start
    rows = text[segment.start : segment.end].split("\n")
    width = max(map(len, rows))
    for row, below in pairwise(rows[:4]):
        ends = len(row) + 1 + len(below.split(" ", 1)[0]) <= width or _is_dateline(below)
        if not ends or role_of(row, is_menu=False) not in ("title", "byline", "date"):
            break
        yield start, start + len(row)
        start += len(row) + 1
    yield start, segment.end


def role_of(line: str, *, is_menu: bool) -> str:
    """What a line does on its page; `is_menu`: its neighbours make it furniture."""
    if not _LETTER.search(line) and not _DIGIT.search(line):
        return "rule"
    if len(line) > _LONGEST_TITLE:
        return "body"
    if _PUBLISHER.match(line):
        return "publisher"
    if is_furniture(line):
        return "furniture"
    if author_in(line):
        return "byline"
    if _is_dateline(line):
        return "date"
    if signature(line):
        return "signature"
    words = line.split()
    if is_menu and len(words) < 4:
        return "furniture"
    if line.endswith(":"):
        return "label"
    return "title" if _is_title(line, len(words)) else "body"


def is_nick(line: Line) -> bool:
    """Whether a line may be the name above a post's number and date."""
    return len(line.text.split()) <= 3 and "\n" not in line.text and line.role in ("title", "body")


def author_of(line: Line) -> Span | None:
    """The name on a line that is a by-line or has a date."""
    if line.role == "byline":
        return author_in(line.text) or bare_name(line.text)
    return bare_name(line.text) if line.role == "date" else None


def date_of(line: Line) -> Span | None:
    """The first date, as written, of a line of a header."""
    match = DATE.search(line.text) if line.role in ("byline", "date", "publisher") else None
    return match.span() if match else None


def author_in(line: str) -> Span | None:
    """The name in a by-line that announces itself: "By Anna Keller, staff writer"."""
    opening = _BY.match(line)
    if opening is None or len(line.split()) > LONGEST_DATELINE:
        return None
    return name_at(line, opening.end())


def publisher_in(line: str) -> Span | None:
    """The publisher of a source line, a lone web address, or an agency's dateline."""
    match = _PUBLISHER.match(line) or _AGENCY.match(line)
    return match.span(match.lastgroup or 0) if match else None


def bare_name(line: str) -> Span | None:
    """The name on a line that holds two to four capitalised words, and perhaps a date, alone."""
    found = name_at(line, len(line) - len(line.lstrip("*_")))
    words = line[slice(*found)].split() if found else []
    if found is None or not 1 < len(words) < 5 or words[0] in _ARTICLES:
        return None  # "The Valley Post" writes nothing
    rest = DATE.sub("", line[found[1] :])
    rest = DATE_WORDS.sub("", CLOCK.sub("", rest))
    return None if _LETTER.search(rest) else found


def signature(line: str) -> Span | None:
    """The names that end an article of the Russian press: "Anna KELLER, Oleg SEROV, Samara"."""
    one = r"[^\W\d_]\S* [^\W\d_](?:[^\W\d_a-zа-яёә-ӿ]|-){2,}"
    match = re.match(rf"{one}(?:, {one})*(?=,|\.?$)", line)
    if match is None or len(line.split()) > LONGEST_DATELINE:
        return None
    return match.span() if match[0][0].isupper() and match[0][-1].isupper() else None


def split_title(line: str) -> tuple[Span, Span | None]:
    """A title, and the publisher after a bar at its end: "A storm is coming | The Ledger"."""
    match = re.search(r"(?<=\S)\s[|·]\s(?P<name>[^|·]{2,40})$", line)
    if match is None:
        return (0, len(line)), None
    return (0, match.start()), match.span("name")


def when(line: str) -> re.Match[str] | None:
    """The date on a line, or the time of a post such as "2 hours ago"."""
    return (DATE.search(line) or AGO.search(line)) if _DIGIT.search(line) else None


def _is_dateline(line: str) -> bool:
    if len(line.split()) > LONGEST_DATELINE or not when(line):
        return False
    rest = DATE_WORDS.sub(" ", CLOCK.sub(" ", AGO.sub(" ", DATE.sub(" ", line))))
    names = re.findall(r"[^\W_]+", rest)
    return len(names) <= 3 and not ENDED.search(line)


def _is_title(line: str, words: int) -> bool:
    first = re.sub(r"^\W+", "", line)[:1]
    if words > _TITLE_WORDS or first.islower() or ENDED.search(line) or _LIST.match(line):
        return False
    return len(_LETTER.findall(line)) > len(line) / 3
