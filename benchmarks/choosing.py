"""Values of a constant side by side, on known questions."""

import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from claims import made_set

import retrieval.search
from bot.settings import read_settings
from bot.wiring import open_encoder, open_reader
from corpus.model import Passage
from retrieval.answering import Answerer
from retrieval.evaluation import KnownQuestion, ask_all, measure, read_questions
from retrieval.home import open_answerer
from retrieval.updating import Update

Patch = tuple[Any, str, Any]
"""(module or class, name, value)."""


@dataclass(frozen=True)
class Choice:
    """One constant or rule, and what it was compared with."""

    sets: tuple[str, ...]
    options: dict[str, tuple[Patch, ...]]
    anew: bool = False
    """The library depends on it."""
    by: Literal["quotes", "words", "search"] = "quotes"
    """Measured by what is quoted, or by the rank of the answering passage among those found by
    words or by `search`."""


@contextmanager
def _patched(patches: Sequence[Patch]) -> Iterator[None]:
    before = [(module, name, getattr(module, name)) for module, name, _ in patches]
    for module, name, value in patches:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def _library(folder: Path, home: Path) -> Answerer:
    settings = read_settings(home)
    encoder = open_encoder(settings, print)
    corpus_path = next(p for p in (folder / "corpus", folder / "corpus.jsonl") if p.exists())
    update = Update(home, encoder)
    for _ in update.ingest(update.scan([corpus_path]), lambda _: None):
        pass
    update.finish()
    update.close()
    return open_answerer(home, encoder, print, open_reader(settings, print))


def _quotes(answerer: Answerer, questions: Sequence[KnownQuestion]) -> dict[str, float]:
    outcomes = list(ask_all(answerer, questions))
    figures = measure(outcomes, lambda _: True)
    shown = ("quote@1", "quote@3", "ndcg@10", "words_a_quote", "p50_ms")
    return {name: figures[name] for name in shown if name in figures}


def _by_words(answerer: Answerer, question: str) -> list[Passage]:
    library = answerer.library
    words = vars(retrieval.search)["question_words"](question, library.languages())
    numbers = [number for number, _ in library.search_words(words, 10)]
    passages = library.passages(numbers)
    return [passages[number][0] for number in numbers]


def _by_search(answerer: Answerer, question: str) -> list[Passage]:
    return [hit.passage for hit in answerer.search(question, 10)]


def _ranks(
    search: Callable[[Answerer, str], list[Passage]],
    answerer: Answerer,
    questions: Sequence[KnownQuestion],
) -> dict[str, float]:
    """Recall of a passage that holds an answer; nDCG where relevant documents are known."""
    if questions[0].relevant:
        return _quotes(answerer, questions)
    library, found = answerer.library, []
    for known in questions:
        holds = []
        for passage in search(answerer, known.text):
            text = library.text(passage.document_id, passage.start, passage.end)
            is_there = library.document(passage.document_id).name == known.document
            holds.append(is_there and any(answer in text for answer in known.answers))
        found.append(holds)
    return {f"passage@{k}": statistics.mean(any(h[:k]) for h in found) for k in (1, 3, 10)}


_MEASURES: dict[str, Callable[[Answerer, Sequence[KnownQuestion]], dict[str, float]]] = {
    "quotes": _quotes,
    "words": partial(_ranks, _by_words),
    "search": partial(_ranks, _by_search),
}


def rows(choice: Choice, sets: Path, most: int) -> Iterator[tuple[str, str, dict[str, float]]]:
    ask = _MEASURES[choice.by]
    for name in choice.sets:
        with tempfile.TemporaryDirectory(prefix="pincite-choices-") as temporary:
            folder = sets / name
            if (folder / "claims.jsonl").exists():
                folder = made_set(folder / "claims.jsonl", Path(temporary) / "set")
            known = read_questions(folder / "questions.jsonl")
            asked = [q for q in known if q.kind in ("answerable", "documents")]
            asked = asked[:: max(1, len(asked) // most)]
            for i, (label, patches) in enumerate(choice.options.items()):
                home = Path(temporary) / (str(i) if choice.anew else "home")
                with _patched(patches):
                    answerer = _library(folder, home)
                    yield name, label, ask(answerer, asked)
                    answerer.library.close()
