"""What each constant of the search was chosen by: its values side by side, on known questions.

    python benchmarks/choices.py SETS            # every choice; SETS holds squad2-a, xquad-ru, ...
    python benchmarks/choices.py SETS --only join

A table a choice, in Markdown: quote@1, quote@3, words a quote and milliseconds a question, or what
the choice is about. At most `--questions` answerable questions of a set are asked.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from choosing import Choice, Patch, rows

import corpus.library
import corpus.passages
import corpus.words
import retrieval.answering
import retrieval.ordering
import retrieval.quoting
import retrieval.ranking
import retrieval.reading
import retrieval.search
from corpus.model import HashedPassage
from corpus.words import QuestionWord
from embeddings.encoder import FloatMatrix, PassageText, PassageVectors, unit_rows
from embeddings.packaged import PackagedEncoder
from retrieval.answering import Answerer
from retrieval.ranking import Sentence, ranked
from retrieval.reader.packaged import PackagedReader
from retrieval.reader.readings import leads
from retrieval.search import Question
from retrieval.weights import FEATURES, Weights


def _constant(module: Any, name: str, *values: float) -> dict[str, tuple[Patch, ...]]:
    return {f"{name} {value}": ((module, name, value),) for value in values}


def _only(kind: str, question: str, languages: Any) -> tuple[QuestionWord, ...]:
    """Question words with their stems or their beginnings taken away."""
    made = corpus.words.question_words(question, languages)
    nothing = "nowhere"
    if kind == "stems":
        return tuple(QuestionWord(word.stems, nothing) for word in made)
    return tuple(QuestionWord((nothing,), word.beginning) for word in made)


def _alone(self: PackagedEncoder, passage: PassageText) -> PassageVectors:
    """Every sentence encoded by itself, as other systems do."""
    states = [self._states(self._tokenizer.encode(passage.text)).mean(axis=0)]
    for start, end in passage.sentences:
        states.append(self._states(self._tokenizer.encode(passage.text[start:end])).mean(axis=0))
    rows: FloatMatrix = unit_rows(np.array(states, np.float32))
    return PassageVectors(rows[0], rows[1:])


def _unread(_: Answerer, __: Question, found: Sequence[Sentence]) -> list[Sentence]:
    return list(found)


def _by_hand(found: Sequence[Sentence], weights: Weights) -> list[Sentence]:
    """Shares of words and meaning, of passage and sentence, added up; no learnt weight."""
    used = {"words", "meaning", "sentence_meaning", "overlap"}
    by_hand = tuple(4.0 * (name in used) for name in FEATURES)
    return ranked(found, replace(weights, sentence_known=by_hand, sentence_unknown=by_hand))


def _reader_alone(sentence: Sentence, _: Weights) -> float:
    if sentence.readings is None:
        return sum(sentence.features[:4])
    return sum(sentence.readings[:2])


_read_passages = PackagedReader.read


def _one_by_one(
    self: PackagedReader, question: str, passages: Sequence[HashedPassage]
) -> list[FloatMatrix]:
    """Every sentence as a passage of its own."""
    made = []
    for passage in passages:
        pieces = [passage.text[a:b] for a, b in passage.sentences]
        alone = [HashedPassage("", piece, ((0, len(piece)),)) for piece in pieces]
        rows = np.concatenate(_read_passages(self, question, alone))
        made.append(np.column_stack([rows[:, :2], leads(rows[:, 0])]).astype(np.float32))
    return made


_WORDS = ("xquad-ru", "xquad-tr", "kazqad")
_CHOOSERS: dict[str, tuple[Patch, ...]] = {
    "hand formula": ((Answerer, "_read", _unread), (retrieval.answering, "ranked", _by_hand)),
    "learnt ranker": ((Answerer, "_read", _unread),),
    "reader alone": ((retrieval.ranking, "_score", _reader_alone),),
    "ranker and reader on single sentences": ((PackagedReader, "read", _one_by_one),),
    "ranker and reader on passages": (),
}
_READ = ((5, 5, 0), (10, 10, 0), (15, 15, 0), (2, 10, 0), (3, 10, 0), (3, 10, 0.02), (3, 10, 0.1))
_ORDERS = ((0.2, 0, 0), (0.2, 0.2, 0), (0.2, 0, 0.1), (0.2, 0.2, 0.1), (0.3, 0.2, 0.1))
_CLAIMS_READ: Patch = (retrieval.answering, "is_claim", lambda _: False)
"""The reader is not asked about claims: this table is why."""
CHOICES = {
    "join": Choice(
        ("squad2-a", "xquad-en", "xquad-ru"),
        _constant(retrieval.quoting, "JOIN_RATIO", 0.2, 0.1, 0.05, 0.02, 0.01, 0.003),
    ),
    "read": Choice(
        ("squad2-a", "zhanaozen"),
        {
            f"{first}, to {most} if {worth:g} as likely": (
                (retrieval.reading, "READ_FIRST", first),
                (retrieval.reading, "PASSAGES_READ", most),
                (retrieval.reading, "WORTH_READING", worth),
            )
            for first, most, worth in _READ
        },
    ),
    "compared": Choice(
        ("squad2-a", "zhanaozen"),
        _constant(retrieval.answering, "PASSAGES_COMPARED", 10, 15, 30, 60),
    ),
    "reader": Choice(("zhanaozen", "squad2-a", "xquad-en"), _CHOOSERS),
    "claims": Choice(
        ("wice",), {name: (*patches, _CLAIMS_READ) for name, patches in _CHOOSERS.items()}
    ),
    "common": Choice(
        ("squad2-a", "xquad-ru"),
        _constant(retrieval.search, "COMMON_SHARE", 0.05, 0.1, 0.25, 1.0),
    ),
    "scored": Choice(
        ("scifact-train", "squad2-a"), _constant(retrieval.search, "WORDS_SCORED", 60, 200)
    ),
    "order": Choice(
        ("scifact-train", "squad2-a", "xquad-en", "xquad-ru"),
        {
            "words and meaning, as found": (
                (retrieval.answering, "by_sentences", lambda hits, _: hits),
            ),
            **{
                f"{words} words, {sentence} sentence, {passage} passage": (
                    (retrieval.ordering, "WORDS", words),
                    (retrieval.ordering, "MEANING", 1 - words),
                    (retrieval.ordering, "SENTENCE", sentence),
                    (retrieval.ordering, "PASSAGE", passage),
                )
                for words, sentence, passage in _ORDERS
            },
        },
        by="search",
    ),
    "title": Choice(
        ("scifact-train", "squad2-a"),
        _constant(corpus.library, "TITLE_WEIGHT", 0.0, 0.3, 0.5, 1.0),
    ),
    "passage": Choice(
        ("squad2-a", "zhanaozen"),
        _constant(corpus.passages, "MAX_WORDS", 60, 90, 120, 140),
        anew=True,
    ),
    "words": Choice(
        _WORDS,
        {
            "stems and beginnings": (),
            **{
                f"{kind} alone": ((retrieval.search, "question_words", partial(_only, kind)),)
                for kind in ("stems", "beginnings")
            },
        },
        by="words",
    ),
    "sentences": Choice(
        ("squad2-a", "zhanaozen"),
        {
            "from their passage": (),
            "each alone": ((PackagedEncoder, "_encode_passage", _alone),),
        },
        anew=True,
    ),
}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--only", choices=CHOICES, action="append")
    parser.add_argument("--questions", type=int, default=1000, help="of a set, at most")
    arguments = parser.parse_args()
    for name in arguments.only or CHOICES:
        found = list(rows(CHOICES[name], arguments.sets, arguments.questions))
        figures = list(dict.fromkeys(figure for *_, row in found for figure in row))
        print(f"\n### {name}\n\n| set | option | {' | '.join(figures)} |")
        print("|---" * (len(figures) + 2) + "|")
        for set_name, label, row in found:
            cells = (f"{row[figure]:.4g}" if figure in row else "" for figure in figures)
            print(f"| {set_name} | {label} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
