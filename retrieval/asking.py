"""What kind of thing a question asks for, and whether a sentence has one.

Question words of the languages that the first users write in; a question in another language,
or of another kind, asks for nothing in particular, and every sentence has it.
"""

import re
from collections.abc import Container, Sequence
from functools import lru_cache

from corpus.words import beginning, words

NUMBER = "number"
NAME = "name"

_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|old|long|far|large|big|tall|high|often|deep|wide|fast|heavy)\b"
    r"|\bwhat (?:percent(?:age)?|number|amount|year|date|age|time|share|proportion)\b"
    r"|\bwhen\b|\b(?:which|what) (?:year|day|month|date|century|hours?)\b"
    r"|\bсколько\b|\bкогда\b|\bв каком году\b|\bскільки\b|\bколи\b|\bқанша|\bқашан|\bнеше"
    r"|\bkaç|\bne zaman\b|\bhangi (?:yıl|tarih)|\bwie (?:viel|alt|lange|hoch)|\bwann\b"
    r"|\bcu[aá]nt[oa]s?\b|\bcu[aá]ndo\b|\bcombien\b|\bquand\b",
    re.IGNORECASE,
)
_ASKS_NAME = re.compile(
    r"\b(?:who|whom|whose|where)\b|\bwhat\b.*\b(?:called|named|names?|nicknamed?)\b"
    r"|\bкто\b|\bкем\b|\bкого\b|\bкому\b|\bгде\b|\bхто\b|\bде\b"
    r"|\bкім|\bқайда\b|\bkim\b|\bnerede\b|\bwer\b|\bwo\b|\bqui[eé]n(?:es)?\b|\bd[oó]nde\b"
    r"|\bqui\b|\boù\b|\bкак (?:называ|зовут|звали)|\bяк (?:назива|звуть|звали)|\bқалай ата"
    r"|\bwie hei(?:ß|ss)|\bcómo se llam|\bcomment s'appel|\bad(?:ı|ları) ne",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|twice|once"
    r"|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|двадцать|тридцать|сорок"
    r"|сто|двести|тысяч\w*|миллион\w*|десятк\w*|сотн\w*)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
# Shorter ones are names and heaps of words with a full stop ("J. R. Smith.").
_STATED = re.compile(r"[^?？؟]{20,}[.!…][\"'”’»)\]]*")
_ASKS = re.compile(
    r"\W*(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|can|could|has"
    r"|have|had|will|would|should|tell|show|list|name|explain|describe|find)\b",
    re.IGNORECASE,
)


def is_claim(text: str) -> bool:
    """Tell whether a text states something instead of asking: it ends as a sentence does, has no
    question mark and begins with none of the English words that ask or request."""
    return _STATED.fullmatch(text) is not None and not _ASKS.match(text)


@lru_cache(maxsize=64)
def asks_for(question: str) -> str:
    """NUMBER (a quantity or a time), NAME (a person or a place), or "" for anything else."""
    if _ASKS_NUMBER.search(question):
        return NUMBER
    return NAME if _ASKS_NAME.search(question) else ""


def lacks_number(question: str, sentence: str) -> bool:
    """Tell whether a number is asked for and the sentence has none, in digits or in words."""
    return asks_for(question) == NUMBER and not _NUMBER.search(sentence)


def lacks_name(question: str, sentence: str) -> bool:
    """Tell whether a name is asked for and the sentence has none that the question has not.

    A name is a capitalised word after the first; scripts without capitals have no names.
    """
    if asks_for(question) != NAME or sentence.lower() == sentence.upper():
        return False
    asked = set(words(question))
    return not any(
        word[0].isupper() and len(word) > 1 and word.lower() not in asked
        for word in _WORD.findall(sentence)[1:]
    )


def missing(question: str, passage: str) -> tuple[float, float]:
    """The share of the question's names, and of its numbers, that stand nowhere in the passage,
    0..1; 0 where it has none. A name is a capitalised word after the first."""
    said = {beginning(word) for word in words(passage)}
    asked = _WORD.findall(question)
    names = [word for word in asked[1:] if word[0].isupper() and len(word) > 1]
    numbers = [word for word in asked if any(map(str.isdigit, word))]
    return _absent(names, said), _absent(numbers, said)


def _absent(asked: Sequence[str], said: Container[str]) -> float:
    forms = [beginning(word) for one in asked for word in words(one)]
    return sum(form not in said for form in forms) / len(forms) if forms else 0.0
