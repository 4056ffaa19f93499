"""How likely each value in a sentence is the one that a question asks for.

A weighted sum of comparisons, made a probability. Two look at the clause that a value stands in:
what it says, without names and digits, beside what the question says; and the words after the
number that the question has not ("16 were killed" for "people died", not "100 were injured").
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.words import beginnings
from embeddings.encoder import FloatMatrix
from retrieval.figures.counted import FUNCTION_WORDS
from retrieval.figures.dates import agree, find_dates
from retrieval.figures.mentions import WORDS_AFTER, Mention, dates_in, words_after
from retrieval.figures.wanted import COUNT, DATE, Wanted
from retrieval.ranking import Sentence

Encode = Callable[[Sequence[str]], FloatMatrix]
"""Texts -> unit vectors, as `Encoder.encode_questions` does."""

_BORDER = re.compile(
    r"[;:()\[\]«»“”\"—–?!]|[,.]\s|\s(?:and|but|while|whereas|although|и|а|но|хотя)\s", re.I
)
_LEAST_WORDS = 3
"""A shorter clause takes in its neighbour: "14 dead" alone says too little."""
_SHORT = 3
"""Letters of a word that says nothing on its own, mostly."""
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[^\W\da-zа-яё_][\w'’-]+")
_NAME_OR_DIGITS = re.compile(r"\b(?:[^\W\da-zа-яё_][\w'’-]*|\d[\w.,]*)\s*")

FEATURES = (
    "product", "words", "beginnings", "before", "says", "says_after", "says_less",
    "says_after_less", "counted", "counts", "names", "other_date", "same_date", "date", "crowd",
    "one", "count", "small",
)  # fmt: skip
WEIGHTS_KNOWN: tuple[float, ...] = (
    10.45, 1.79, 1.06, -0.9, 0.54, 0.26, 1.13, 0.79, 1.03,
    -0.09, 0.71, -1.98, 0.76, -0.18, -0.71, -2.23, -0.54, -0.14,
)  # fmt: skip
BIAS_KNOWN = -9.38
WEIGHTS_UNKNOWN: tuple[float, ...] = (
    0.0, 1.93, 2.22, 1.25, 0.0, 0.0, 0.0, 0.0, 1.64,
    0.22, 0.71, -1.44, 0.59, -0.61, -0.83, -2.21, -0.87, -0.28,
)  # fmt: skip
BIAS_UNKNOWN = -4.29
"""Learnt by logistic regression, one set for passages whose language the model knows and one of
words alone for the rest, on 11,138 values (517 right) in the sentences found for 560 number and
date questions of afriqa_en, multispanqa, nq_open, qed, squadshifts_new_wiki and tydiqa_en, each
value right if the answer gives it. Held-out AUC .90 and .82. Learnt as a set: do not change one.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A mention, judged."""

    mention: Mention
    probability: float
    """That it answers, 0..1."""
    says: float
    """How much its clause, or the words after the number, say what the question says, -1..1."""
    says_clause: float
    """The same of the clause alone."""
    says_less: float
    """How much less than the value of the same sentence that says it best; 0 or below."""
    vector: FloatMatrix
    """Of its clause without names and digits."""

    def likeness(self, other: "Judged") -> float:
        """How much both clauses say the same, -1..1."""
        return float(self.vector @ other.vector)


def judge(
    question: str,
    want: Wanted,
    mentions: Sequence[Mention],
    sentences: Sequence[Sentence],
    encode: Encode,
) -> list[Judged]:
    """Judge every mention, in order."""
    if not mentions:
        return []
    said = frozenset(beginnings(want.about))
    clauses, afters = [], []
    for mention in mentions:
        text = sentences[mention.sentence].text
        clauses.append(_core(clause_around(text, mention.start, mention.end)))
        after = "" if mention.kind == DATE else _phrase_after(text, mention.end)
        afters.append(_without(after, said, clauses[-1]))
    texts = list(dict.fromkeys([_core(want.about), *clauses, *filter(None, afters)]))
    vectors = encode(texts)
    alike = dict(zip(texts, (vectors @ vectors[0]).tolist(), strict=True)) | {"": 1.0}
    rows = dict(zip(texts, vectors, strict=True))
    whole, part = [alike[clause] for clause in clauses], [alike[after] for after in afters]
    whole_less, part_less = _less(mentions, whole), _less(mentions, part)
    asked = _Asked(
        frozenset(beginnings(" ".join(_NAME.findall(question)))),
        frozenset(beginnings(want.counted)),
        tuple(date.key for date in find_dates(question)),
    )
    judged = []
    for i, mention in enumerate(mentions):
        sentence = sentences[mention.sentence]
        crowd = sum(other.sentence == mention.sentence for other in mentions)
        meanings = (whole[i], part[i], whole_less[i], part_less[i])
        features = _features(asked, mention, sentence, meanings, crowd)
        says = whole[i] if mention.kind == DATE else max(whole[i], part[i])
        probability = _probability(features, known=sentence.hit.meaning is not None)
        rest = (says, whole[i], part_less[i], rows[clauses[i]])
        judged.append(Judged(mention, probability, *rest))
    return judged


@dataclass(frozen=True, slots=True)
class _Asked:
    names: frozenset[str]
    counted: frozenset[str]
    dates: tuple[str, ...]


def _features(
    asked: _Asked,
    mention: Mention,
    sentence: Sentence,
    meanings: tuple[float, float, float, float],
    crowd: int,
) -> tuple[float, ...]:
    """In the order of FEATURES."""
    after = frozenset(words_after(sentence.text, mention.end))
    dates = [d.key for d in dates_in(sentence.text) if d.start != mention.start]
    same = any(agree(one, other) for one in asked.dates for other in dates)
    is_count = mention.kind == COUNT
    return (
        sentence.features[2],
        sentence.features[3],
        sentence.features[4],
        sentence.features[5],
        *meanings,
        _share(asked.counted, after, empty=0.0),
        float(bool(asked.counted)),
        _share(asked.names, frozenset(beginnings(sentence.text)), empty=1.0),
        float(bool(asked.dates and dates) and not same),
        float(same),
        float(mention.kind == DATE),
        min(crowd, 4) / 4,
        float(is_count and mention.low == 1),
        float(is_count),
        float(is_count and mention.high < 13),  # small numbers count all sorts of things
    )


def _probability(features: tuple[float, ...], *, known: bool) -> float:
    weights = WEIGHTS_KNOWN if known else WEIGHTS_UNKNOWN
    score = sum(w * f for w, f in zip(weights, features, strict=True))
    return 1 / (1 + math.exp(-(score + (BIAS_KNOWN if known else BIAS_UNKNOWN))))


def clause_around(text: str, start: int, end: int) -> str:
    """The words around a value up to the borders of its clause."""
    borders = [match.span() for match in _BORDER.finditer(text)]
    left = [(0, 0), *(b for b in borders if b[1] <= start)]
    right = [*(b for b in borders if b[0] >= end), (len(text), len(text))]
    while True:
        clause = text[left[-1][1] : right[0][0]].strip()
        if len(clause.split()) >= _LEAST_WORDS or len(left) == len(right) == 1:
            return clause
        if len(left) > 1:
            left.pop()
        else:
            right.pop(0)


def _phrase_after(text: str, end: int) -> str:
    border = _BORDER.search(text, end)
    return " ".join(text[end : border.start() if border else len(text)].split()[:WORDS_AFTER])


def _core(text: str) -> str:
    """A text without its names and digits: what is said, of whomever."""
    return " ".join(_NAME_OR_DIGITS.sub("", text).split()) or text


def _without(phrase: str, said: frozenset[str], clause: str) -> str:
    """The phrase without the words that are said; empty where it says no more than they do, and
    the clause where it says nothing on its own."""
    words = _core(phrase).split()
    left = [word for word in words if said.isdisjoint(beginnings(word))]
    if any(len(word) > _SHORT and word.lower() not in FUNCTION_WORDS for word in left):
        return " ".join(left)
    return "" if any(len(word) > _SHORT for word in words if word not in left) else clause


def _less(mentions: Sequence[Mention], values: Sequence[float]) -> list[float]:
    """How much lower each is than the highest of its sentence; 0 or below."""
    most: dict[int, float] = {}
    for mention, value in zip(mentions, values, strict=True):
        most[mention.sentence] = max(value, most.get(mention.sentence, value))
    return [value - most[m.sentence] for m, value in zip(mentions, values, strict=True)]


def _share(some: frozenset[str], among: frozenset[str], *, empty: float) -> float:
    return len(some & among) / len(some) if some else empty
