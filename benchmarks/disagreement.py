"""Where sources give a value differently, is it said, and is every version shown?

    python benchmarks/disagreement.py SETS [--questions 150]

SETS is a folder of evaluation sets. Four tables, in Markdown:
- zhanaozen: the versions of values that its sources dispute, among the quotes of the answer;
- answerable questions, at most so many of a set: how many are flagged, which is wrong;
- planted: the answering sentence with another number, added as a document of its own: how many of
  these questions are flagged, and how many answers quote both numbers;
- conflicts: each question asked of its own snippets, by what people say of these.
"""

import argparse
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import read_settings
from bot.wiring import open_encoder
from embeddings.encoder import Encoder
from retrieval.answering import Answerer
from retrieval.evaluation import KnownQuestion, Outcome, ask_all, measure, read_questions
from retrieval.figures.wanted import wanted
from retrieval.home import open_answerer
from retrieval.model import Answer
from retrieval.updating import Update

ANSWERABLE = ("zhanaozen", "squad2-a", "xquad-en", "xquad-ru")
PLANTED = ("squad2-a", "xquad-ru")
_YEARS = 1000


@contextmanager
def library_of(encoder: Encoder, *paths: Path) -> Iterator[Answerer]:
    """Files and folders in a throw-away library."""
    with tempfile.TemporaryDirectory(prefix="pincite-disagreement-") as home:
        update = Update(Path(home), encoder)
        try:
            for _ in update.ingest(update.scan(list(paths)), lambda _: None):
                pass
            update.finish()
        finally:
            update.close()
        answerer = open_answerer(Path(home), encoder)
        yield answerer
        answerer.close()


def spread(found: Sequence[KnownQuestion], most: int) -> list[KnownQuestion]:
    """At most so many, from all over the set."""
    return list(found[:: -(-len(found) // most)])


def print_disputed(folder: Path, encoder: Encoder) -> None:
    """The versions of the disputed values of a set, and how many of them are found."""
    known = read_questions(folder / "questions.jsonl")
    disputed = [question for question in known if question.kind == "disagreement"]
    with library_of(encoder, folder / "corpus") as answerer:
        figures = measure(list(ask_all(answerer, disputed)), lambda _: True)
    versions = sum(len(question.versions) for question in disputed)
    print("| set | disputed values | versions | found | flagged |\n|---|---|---|---|---|")
    print(
        f"| {folder.name} | {len(disputed)} | {versions} | {figures['disagreement_recall']:.3f} "
        f"| {figures['disagreement_flagged']:.2f} |\n"
    )


def print_false_flags(folders: Iterable[Path], encoder: Encoder, most: int) -> None:
    """How many answerable questions are flagged, and how long those that ask for a value take."""
    print("| set | answerable | ask for a value | flagged | p50, ms: value | other |")
    print("|---|---|---|---|---|---|")
    for folder in folders:
        known = [q for q in read_questions(folder / "questions.jsonl") if q.kind == "answerable"]
        with library_of(encoder, folder / "corpus") as answerer:
            outcomes = list(ask_all(answerer, spread(known, most)))
        asking = [outcome for outcome in outcomes if wanted(outcome.question.text)]
        other = [outcome for outcome in outcomes if not wanted(outcome.question.text)]
        flags = measure(outcomes, lambda _: True)["disagreement_false_flags"]
        print(
            f"| {folder.name} | {len(outcomes)} | {len(asking)} | {flags:.3f} "
            f"| {_median_ms(asking):.0f} | {_median_ms(other):.0f} |",
            flush=True,
        )
    print()


def _median_ms(outcomes: Sequence[Outcome]) -> float:
    times = sorted(outcome.seconds for outcome in outcomes)
    return times[len(times) // 2] * 1000 if times else 0.0


@dataclass(frozen=True)
class Planted:
    """An answering sentence with another number."""

    question: str
    text: str
    number: str
    other: str


def planted_in(question: KnownQuestion, sentence: str) -> Planted | None:
    """The sentence with another number where the answer is; None where that has no digits."""
    answer = next((answer for answer in question.answers if answer in sentence), "")
    if not (found := re.findall(r"\d+", answer)):
        return None
    number = found[-1]
    other = str(int(number) + (7 if int(number) < _YEARS else 1700))
    text = sentence.replace(answer, answer.replace(number, other))
    return Planted(question.text, text, number, other)


def plant(folder: Path, encoder: Encoder, most: int) -> Iterator[Planted]:
    """From the first quotes that answer questions about values."""
    known = [q for q in read_questions(folder / "questions.jsonl") if q.kind == "answerable"]
    asking = [q for q in known if wanted(q.text) and re.search(r"\d", " ".join(q.answers))]
    with library_of(encoder, folder / "corpus") as answerer:
        for question in spread(asking, most):
            result = answerer.answer(question.text)
            if isinstance(result, Answer) and question.holds(quote := result.quotes[0]):
                key = quote.text[quote.key[0] - quote.start : quote.key[1] - quote.start]
                if made := planted_in(question, key):
                    yield made


def print_planted(folders: Iterable[Path], encoder: Encoder, most: int) -> None:
    """How many questions are flagged once another document gives another number."""
    print("| set | planted | flagged | both quoted |\n|---|---|---|---|")
    for folder in folders:
        planted = list(plant(folder, encoder, most))
        flagged = both = 0
        with tempfile.TemporaryDirectory(prefix="pincite-planted-") as more:
            records = _records(Path(more), [one.text for one in planted])
            with library_of(encoder, folder / "corpus", records) as answerer:
                for one in planted:
                    result = answerer.answer(one.question)
                    quotes = result.quotes if isinstance(result, Answer) else ()
                    said = " ".join(quote.text for quote in quotes)
                    flagged += isinstance(result, Answer) and result.disagreement
                    both += one.number in said and one.other in said
        shares = f"{flagged / len(planted):.2f} | {both / len(planted):.2f}"
        print(f"| {folder.name} | {len(planted)} | {shares} |", flush=True)
    print()


def _records(folder: Path, texts: Sequence[str], **fields: Sequence[Any]) -> Path:
    path = folder / "records.jsonl"
    rows = ({"_id": f"{i}", "text": text} for i, text in enumerate(texts))
    extra = ({name: values[i] for name, values in fields.items()} for i in range(len(texts)))
    path.write_text("".join(json.dumps(a | b) + "\n" for a, b in zip(rows, extra, strict=True)))
    return path


def print_conflicts(path: Path, encoder: Encoder) -> None:
    """How many questions are flagged, by what people say of their snippets."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counts: dict[str, list[int]] = {}
    for row in rows:
        texts = [snippet["text"] for snippet in row["docs"]]
        dates = [snippet["date"] for snippet in row["docs"]]
        with tempfile.TemporaryDirectory(prefix="pincite-conflict-") as folder:
            records = _records(Path(folder), texts, published=dates)
            with library_of(encoder, records) as answerer:
                result = answerer.answer(row["question"])
        count = counts.setdefault(row["conflict_type"], [0, 0, 0])
        count[0] += 1
        count[1] += wanted(row["question"]) is not None
        count[2] += isinstance(result, Answer) and result.disagreement
    print("| conflicts | questions | ask for a value | flagged |\n|---|---|---|---|")
    for kind, count in sorted(counts.items()):
        print(f"| {kind} | {' | '.join(map(str, count))} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--questions", type=int, default=150)
    arguments = parser.parse_args()
    encoder = open_encoder(read_settings(None), print)
    print_disputed(arguments.sets / "zhanaozen", encoder)
    print_false_flags([arguments.sets / n for n in ANSWERABLE], encoder, arguments.questions)
    print_planted([arguments.sets / name for name in PLANTED], encoder, arguments.questions)
    print_conflicts(arguments.sets / "conflicts" / "questions.jsonl", encoder)


if __name__ == "__main__":
    main()
