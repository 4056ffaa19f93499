"""Questions with known answers -> figures. What each means is in docs/quality.md."""

import json
import math
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.answering import Answerer
from retrieval.errors import BadEvaluationSet
from retrieval.model import Answer, Quote, Refusal

QUOTE_CHARACTERS = 350
"""Of a quote that count; a long quote must not win by length."""
KINDS = ("answerable", "disagreement", "unanswerable")
_NDCG_CUT = 10
_PASSAGES_FOR_DOCUMENTS = 50


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question whose answer is known."""

    id: str
    text: str
    kind: str
    """One of KINDS, or `documents` where only relevant documents are known."""
    answers: tuple[str, ...] = ()
    """Any of these strings answers, in `document` if that is given."""
    document: str | None = None
    versions: tuple[tuple[re.Pattern[str], ...], ...] = ()
    """Groups of expressions; each group is one version of the answer."""
    relevant: frozenset[str] = frozenset()
    """Names of documents."""

    def holds(self, quote: Quote) -> bool:
        """Tell whether the quote gives the answer, or any version of it."""
        text = quote.text[:QUOTE_CHARACTERS]
        if self.versions:
            return any(self.gives(version, quote) for version in self.versions)
        is_there = self.document is None or self.document in (
            quote.document.name,
            *quote.document.also,
        )
        return is_there and any(answer in text for answer in self.answers)

    def gives(self, version: Sequence[re.Pattern[str]], quote: Quote) -> bool:
        """Tell whether the quote gives this version."""
        return any(pattern.search(quote.text[:QUOTE_CHARACTERS]) for pattern in version)


def read_questions(path: Path) -> list[KnownQuestion]:
    """Read `questions.jsonl`; raises BadEvaluationSet with the line that cannot be understood."""
    questions = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadEvaluationSet(f"{path}: cannot be read ({error}).") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                questions.append(_question(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
                raise BadEvaluationSet(
                    f"{path}: line {number} is not a question with a known answer ({error!r})."
                ) from error
    if not questions:
        raise BadEvaluationSet(f"{path}: no questions in it.")
    return questions


def _question(row: dict[str, Any]) -> KnownQuestion:
    kind = "documents" if "relevant" in row else str(row["type"])
    if kind not in (*KINDS, "documents"):
        raise ValueError(f"type {kind!r}")
    known = KnownQuestion(
        id=str(row["id"]),
        text=str(row["question"]),
        kind=kind,
        answers=_strings(row.get("answers", [])),
        document=row.get("document"),
        versions=tuple(
            tuple(map(re.compile, _strings(group))) for group in _list(row.get("gold", []))
        ),
        relevant=frozenset(_strings(row.get("relevant", []))),
    )
    if kind in ("answerable", "disagreement") and not known.answers and not known.versions:
        raise ValueError("no answers and no gold")
    return known


def _strings(value: Any) -> tuple[str, ...]:
    if not all(isinstance(item, str) for item in _list(value)):
        raise TypeError(f"{value!r} should be a list of strings")
    return tuple(value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} should be a list")
    return value


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, asked."""

    question: KnownQuestion
    result: Answer | Refusal | None
    """None where documents were ranked."""
    quotes: tuple[Quote, ...]
    """Of the answer, or what it would have been had it not been refused."""
    documents: tuple[str, ...]
    """Names, best first."""
    seconds: float


def ask_all(answerer: Answerer, questions: Iterable[KnownQuestion]) -> Iterator[Outcome]:
    """Ask every question in turn."""
    for question in questions:
        started = time.perf_counter()
        if question.kind == "documents":
            hits = answerer.search(question.text, _PASSAGES_FOR_DOCUMENTS)
            names = (answerer.library.document(h.passage.document_id).name for h in hits)
            documents = tuple(dict.fromkeys(names))[:_NDCG_CUT]
            yield Outcome(question, None, (), documents, time.perf_counter() - started)
            continue
        result = answerer.answer(question.text)
        seconds = time.perf_counter() - started
        quotes = result.quotes if isinstance(result, Answer) else result.considered
        yield Outcome(question, result, quotes, (), seconds)


def measure(outcomes: Sequence[Outcome], is_slice: Callable[[Quote], bool]) -> dict[str, float]:
    """The figures by name; those that the questions say nothing about are left out."""
    by_kind = {kind: [o for o in outcomes if o.question.kind == kind] for kind in KINDS}
    answerable, disputed = by_kind["answerable"], by_kind["disagreement"]
    quotes = [quote for outcome in outcomes for quote in outcome.quotes]
    figures: dict[str, float] = {"questions": len(outcomes)}
    if answerable:
        for cut in (1, 3):
            hits = [any(map(o.question.holds, o.quotes[:cut])) for o in answerable]
            figures[f"quote@{cut}"] = _mean(hits)
    if quotes:
        figures["words_a_quote"] = _mean([len(quote.text.split()) for quote in quotes])
        figures["not_verbatim"] = sum(not is_slice(quote) for quote in quotes)
    if disputed:
        versions = [(v, o) for o in disputed for v in o.question.versions]
        found = [any(o.question.gives(v, q) for q in o.quotes) for v, o in versions]
        figures["disagreement_recall"] = _mean(found)
        figures["disagreement_flagged"] = _mean([_is_flagged(o) for o in disputed])
    if answerable:
        figures["disagreement_false_flags"] = _mean([_is_flagged(o) for o in answerable])
    for kind, some in by_kind.items():
        if some:
            refused = [isinstance(o.result, Refusal) for o in some]
            figures[f"{kind}_refused"] = _mean(refused)
    if answerable and by_kind["unanswerable"]:
        figures["auroc"] = _auroc(answerable, by_kind["unanswerable"])
        figures["ece"] = sum(
            share * abs(said - true)
            for share, said, true in reliability([*answerable, *by_kind["unanswerable"]])
        )
    ranked = [o for o in outcomes if o.question.kind == "documents"]
    if ranked:
        figures["ndcg@10"] = _mean([_ndcg(o) for o in ranked])
    times = sorted(outcome.seconds for outcome in outcomes)
    figures["p50_ms"] = times[len(times) // 2] * 1000
    figures["p95_ms"] = times[int(len(times) * 0.95)] * 1000
    return {name: round(value, 4) for name, value in figures.items()}


def _is_flagged(outcome: Outcome) -> bool:
    """Tell whether the answer says that sources disagree."""
    return isinstance(outcome.result, Answer) and outcome.result.disagreement


def _auroc(answerable: Sequence[Outcome], unanswerable: Sequence[Outcome]) -> float:
    """Probability that an answerable question is trusted more than an unanswerable one."""
    right, wrong = (
        [o.result.confidence for o in some if o.result is not None]
        for some in (answerable, unanswerable)
    )
    wins = sum((r > w) + (r == w) / 2 for r in right for w in wrong)
    return wins / (len(right) * len(wrong))


def reliability(outcomes: Iterable[Outcome]) -> list[tuple[float, float, float]]:
    """Tenths of the confidence that are not empty, lowest first, as (share of the questions, mean
    confidence, share of them that is answerable): Naeini, Cooper and Hauskrecht 2015, whose
    expected calibration error is the mean distance of the last two."""
    tenths: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for outcome in outcomes:
        if outcome.result is not None:
            certainty = outcome.result.confidence
            is_answerable = outcome.question.kind == "answerable"
            tenths[min(int(certainty * 10), 9)].append((certainty, is_answerable))
    total = sum(map(len, tenths))
    return [
        (len(some) / total, _mean([c for c, _ in some]), _mean([a for _, a in some]))
        for some in tenths
        if some
    ]


def _ndcg(outcome: Outcome) -> float:
    relevant = outcome.question.relevant
    gains = [
        1 / math.log2(rank + 2) for rank, name in enumerate(outcome.documents) if name in relevant
    ]
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(_NDCG_CUT, len(relevant))))
    return sum(gains) / ideal if ideal else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
