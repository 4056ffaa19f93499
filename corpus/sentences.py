"""Sentences by offset: sentencex proposes boundaries, a few general rules correct them."""

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries

# sentencex never cuts between two such marks, however far apart ("it's ... don't"), rejects lone
# surrogates, and panics where a wide space stands before a full stop; so it is shown other
# characters: a letter for a mark right after a word, else a space.
_MARKS = "\"'`“”„‟‘’«»‹›()（）[]{}<>•●▪"
_MARK = f"[{re.escape(_MARKS)}]"
_MARK_AFTER_WORD = re.compile(rf"(?<=\w){_MARK}")
_MARK_ELSEWHERE = re.compile(_MARK)
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE_SPACE = re.compile(r"[^\S\n]")

_LINE_END = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\\s*")

# Boundaries that sentencex leaves out.
_MISSED = re.compile(
    rf"(?<![!?.…])(?:[!?…]++|\.{{3}}\.*+){_MARK}*+\s++(?=\w)"  # Nobody told me!!! I would
    r"|(?<=[^\W\d_]{2})[.!?]++[\"”’»)\]]*+(?:\[\d+\])*+(?=[^\W\d_])"  # It was confirmed.The next
    r"|[.!?](?:\s?\[\d{1,3}\])++\s++(?=[^\W\d_])"  # It burned down.[4] Nobody
    r"|(?:(?<=[^\W\d_]{4})|(?<=[가-힣]))\.\s++(?=\d)"  # The bridge opened. 2004 brought
)
# Abbreviations (and words that sentencex takes for some) that end a sentence before a capital.
_CAN_END = re.compile(
    r"\b(?:\d[\d\s–-]{0,20}(?:гг?|рр?|вв?|руб|грн|чел|млн|[ксм]?м|кг|т|га|л|мин|сек|m|م)"
    r"|т\.\s?[бдп]|др|ін|etc|usw|vb|me|art|ill|id|ok)\.\s++(?=[^\W\d_])"
)
# Abbreviations that no sentence ends with, but sentencex cuts after.
_GOES_ON = frozenset(
    "approx capt cf col dr gen gov hon lt mr mrs ms mt prof rev sept sgt sr "
    "akad av bd ca cad doç dra ee env frl mah mio mrd núm sok sra srta vgl z.b d.h m.ö m.s "
    "акад вул гр див дж доц ім корп наб пер пл пос просп проф св табл тов ул "
    "т.е т.к т.н т.ч млн млрд тыс тис б.з.б б.з.д даң көш обл".split()
)
# What stays with the sentence before it: closing marks, footnote marks, emoji.
_TRAIL = re.compile(
    r"(?:[\"'”’“»›)）\]}>]|\s»(?!\w)|\s?\[\d{1,3}\]|\[[^\][]{1,40}\]|[¹²³⁰⁴-⁹]|:\d[\d:–-]*"
    "|[ \t]?[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d])*"
)
_LEAD = " \t\u00a0–—-" + _MARKS  # what may stand before a sentence's first word

# How a text ends that goes on after its full stop.
_INITIAL = re.compile(rf"(?:^|[\s,.-]|{_MARK})[^\W\d_]\.$")
_INDIC_ABBREVIATION = re.compile(r"(?:^|[\s.(])[\u0900-\u0dff]{1,2}\.$")
_LIST_MARK = re.compile(r"(?:^|[:;]\s)\s*\(?(?:\d{1,3}|[^\W\d_]|[ivxIVX]+)[.)]$")
_SHORT_WORD = re.compile(r"\b[^\W\d_가-힣]{1,3}\.$")
_WORD = re.compile(r"[^\s\"'“”„«»()\[\]]{1,12}\.$")
_ORDINAL = re.compile(r"\b(?:\d{1,2}|[IVX]+)\.$")
_ORDINAL_LANGUAGES = frozenset("cs da de et fi hr hu is lv nb nn no sk sl sr tr".split())


def sentence_spans(text: str, language: str) -> list[tuple[int, int]]:
    """Trimmed spans in order that hold every character of the text other than white space."""
    language = language.partition("-")[0].lower()
    spans = []
    for start, end in _blocks(text):
        cuts = [start, *(start + cut for cut in _cuts(text[start:end], language)), end]
        for left, right in pairwise(cuts):
            piece = text[left:right]
            if body := piece.strip():
                left += len(piece) - len(piece.lstrip())
                spans.append((left, left + len(body)))
    return spans


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Lines; a line that goes on in lower case on the next one is wrapped and not cut."""
    start = 0
    for gap in _LINE_END.finditer(text):
        before = text[max(start, gap.start() - 40) : gap.start()].rstrip()[-1:]
        after = text[gap.end() : gap.end() + 1]
        ended = not (before.isalnum() or before in tuple(",;-–—"))
        if ended or not after.islower() or gap.group().count("\n") > 1:
            yield start, gap.start()
            start = gap.end()
    yield start, len(text)


def _cuts(block: str, language: str) -> list[int]:
    """Where the sentences of one block end, except the last."""
    seen = _MARK_AFTER_WORD.sub("x", _SURROGATE.sub("\ufffd", block))
    seen = _WIDE_SPACE.sub(" ", _MARK_ELSEWHERE.sub(" ", seen))
    found = {row["end_index"] for row in get_sentence_boundaries(language, seen)}
    found |= {match.end() for match in _MISSED.finditer(block)}
    certain = set()
    for match in _CAN_END.finditer(block):
        words = block[max(0, match.start() - 60) : match.start()].split()
        if len(words) > 2 and not block[match.end()].islower():  # not just a date
            certain.add(match.end())
    informal = block.lstrip(_LEAD)[:1].islower()
    cuts = [0]
    for proposed in sorted(found | certain):
        end = proposed
        while end > 0 and (block[end - 1].isspace() or block[end - 1] in _LEAD):
            end -= 1
        trail = _TRAIL.match(block, end)
        cut = trail.end() if trail else end
        if cuts[-1] < end and cut < len(block):
            before, after = block[max(cuts[-1], end - 40) : end], block[cut : cut + 40]
            if proposed in certain or not _goes_on(
                before, block[end:cut], after, language, informal
            ):
                cuts.append(cut)
    return cuts[1:]


def _goes_on(before: str, trail: str, after: str, language: str, informal: bool) -> bool:
    """Whether a sentence goes on after a proposed boundary and its trail of closing marks."""
    if not after[0].isspace() and not _starts_glued(before, after):
        return True
    first = after.lstrip(_LEAD)[:2]
    if first[:1].islower() and not first[1:].isupper():  # but iPhone starts one
        return not informal or bool(trail) or after.lstrip()[0] in "–—-"
    if trail:  # in a script without case only a question is taken as reported
        return first[:1].isalpha() and not first[:1].isupper() and before[-1] in "?!？！؟"
    if _INDIC_ABBREVIATION.search(before) or (language != "en" and _INITIAL.search(before)):
        return True
    if _LIST_MARK.search(before) or (first[:1].isdigit() and _SHORT_WORD.search(before)):
        return True
    if language in _ORDINAL_LANGUAGES and _ORDINAL.search(before):
        return True
    word = _WORD.search(before)
    return word is not None and word[0][:-1].lower() in _GOES_ON


def _starts_glued(before: str, after: str) -> bool:
    """Whether text right after a stop, with no space between, starts a sentence."""
    if before[-1] in "。！？।؟" or after[0] in "*•":
        return True
    word = re.match(r"[^\W\d_]+[\s,'’-]", after)
    return word is not None and after[0].isupper() and not before[-2:-1].isupper()
