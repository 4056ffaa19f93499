"""Score sentence splitters on the hand-written gold paragraphs and print a Markdown table.

    python benchmarks/sentences.py                      # every installed candidate
    python benchmarks/sentences.py --split test --by language
    python benchmarks/sentences.py --only sentencex --errors
    python benchmarks/sentences.py --answers FOLDER     # FOLDER/corpus/*.txt, questions.jsonl

What counts as a sentence in the gold file:

- A reporting clause belongs to the sentence it reports: “Was it shut?” I asked.
- Full sentences inside quotation marks or brackets are sentences of their own; closing marks,
  footnote marks and emoji stay with the sentence before them.
- A newline ends a sentence, unless the next line goes on in lower case (wrapped text).
- A list number or bullet belongs to its item. A colon or semicolon ends nothing.
- Every turn of a dialogue starts a sentence.

`joiner` (one string, or one per gap) stands between the sentences; a single space by default.
A boundary is the number of characters other than white space before a sentence's start.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from sentence_splitters import CANDIDATES, Splitter

GOLD = Path(__file__).resolve().parents[1] / "tests" / "quality" / "sentences.jsonl"


@dataclass(frozen=True)
class Paragraph:
    language: str
    split: str
    tags: tuple[str, ...]
    text: str
    boundaries: frozenset[int]


@dataclass
class Score:
    hit: int = 0
    missed: int = 0
    wrong: int = 0
    exact: int = 0
    paragraphs: int = 0

    def add(self, gold: frozenset[int], found: frozenset[int]) -> None:
        self.hit += len(gold & found)
        self.missed += len(gold - found)
        self.wrong += len(found - gold)
        self.exact += gold == found
        self.paragraphs += 1

    @property
    def precision(self) -> float:
        return self.hit / max(1, self.hit + self.wrong)

    @property
    def recall(self) -> float:
        return self.hit / max(1, self.hit + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.hit / max(1, 2 * self.hit + self.missed + self.wrong)


@dataclass
class Result:
    name: str
    overall: Score = field(default_factory=Score)
    groups: dict[str, Score] = field(default_factory=dict)
    altered: int = 0
    """Paragraphs whose pieces do not all occur in the text, in order."""
    load_ms: float = 0.0
    sentences_per_second: float = 0.0
    cut: str = ""
    errors: list[str] = field(default_factory=list)


def read_gold(path: Path, split: str) -> list[Paragraph]:
    paragraphs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if split not in ("all", row["split"]):
            continue
        sentences: list[str] = row["sentences"]
        joiner: str | list[str] = row.get("joiner", " ")
        gaps = [joiner] * (len(sentences) - 1) if isinstance(joiner, str) else joiner
        text = sentences[0] + "".join(
            gap + sentence for gap, sentence in zip(gaps, sentences[1:], strict=True)
        )
        paragraphs.append(
            Paragraph(row["lang"], row["split"], tuple(row["tags"]), text, boundaries(sentences))
        )
    return paragraphs


def boundaries(pieces: Iterable[str]) -> frozenset[int]:
    """Where the second and later pieces start, counted without white space."""
    lengths = [length for piece in pieces if (length := len("".join(piece.split())))]
    return frozenset(sum(lengths[:count]) for count in range(1, len(lengths)))


def occurs_in_order(text: str, pieces: Iterable[str]) -> bool:
    """Whether the pieces are slices of the text, in order, that leave out white space only."""
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0 or text[at:found].strip():
            return False
        at = found + len(piece)
    return not text[at:].strip()


def score(name: str, paragraphs: list[Paragraph], by: str) -> Result:
    result = Result(name)
    start = time.perf_counter()
    split = CANDIDATES[name][1]()
    list(split("One. Two.", "en"))
    result.load_ms = (time.perf_counter() - start) * 1000
    for paragraph in paragraphs:
        pieces = list(split(paragraph.text, paragraph.language))
        found = boundaries(pieces)
        result.altered += not occurs_in_order(paragraph.text, pieces)
        result.overall.add(paragraph.boundaries, found)
        groups = {"language": (paragraph.language,), "tag": paragraph.tags}.get(by, ())
        for group in groups:
            result.groups.setdefault(group, Score()).add(paragraph.boundaries, found)
        if found != paragraph.boundaries:
            shown = " ¶ ".join(piece.strip() for piece in pieces)
            tags = ",".join(paragraph.tags)
            result.errors.append(f"{paragraph.language} {tags} | {shown!r}")
    result.sentences_per_second = speed(split, paragraphs)
    return result


def speed(split: Splitter, paragraphs: list[Paragraph], seconds: float = 0.5) -> float:
    """Gold sentences per second on one core, over the gold paragraphs."""
    done = 0
    start = time.perf_counter()
    while True:
        for paragraph in paragraphs:
            for _ in split(paragraph.text, paragraph.language):
                pass
            done += len(paragraph.boundaries) + 1
            elapsed = time.perf_counter() - start
            if elapsed > seconds:
                return done / elapsed


def cut_answers(name: str, folder: Path, language: str) -> str:
    """The share of answers that no sentence of their paragraph holds whole, and words a sentence.

    Only questions of the file's own paragraphs count: the answer has to stand in the paragraph
    that the question names (`paragraph` is how that paragraph begins).
    """
    split = CANDIDATES[name][1]()
    corpus = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("corpus/*.txt")}
    pieces: dict[str, list[str]] = {}
    for text in corpus.values():
        for paragraph in filter(None, map(str.strip, text.split("\n"))):
            pieces[paragraph] = list(split(paragraph, language))
    answers = cut = 0
    for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["type"] != "answerable":
            continue
        lines = corpus[row["document"]].split("\n")
        holders = [p for p in map(str.strip, lines) if p.startswith(row.get("paragraph", ""))]
        whole = [(p, a) for p in holders for a in row["answers"] if a in p]
        if whole:
            answers += 1
            cut += not any(a in piece for p, a in whole for piece in pieces[p])
    counts = [len(piece.split()) for found in pieces.values() for piece in found]
    mean = sum(counts) / max(1, len(counts))
    return f"{cut / max(1, answers):.2%} of {answers}, {mean:.1f} words"


def package_facts(package: str) -> str:
    """Version, licence and installed size of a package without its dependencies."""
    try:
        found = distribution(package)
    except (PackageNotFoundError, ValueError):  # none, or imported from a source folder
        return "—"
    files = (Path(str(found.locate_file(file))) for file in found.files or [])
    size = sum(file.stat().st_size for file in files if file.exists()) / 1e6
    licence = found.metadata["License-Expression"] or found.metadata["License"] or "?"
    return f"{found.version}, {licence.splitlines()[0][:30]}, {size:.1f} MB"


def percent(value: float) -> str:
    return f"{value * 100:.1f}"


def table(results: list[Result], answers: bool) -> str:
    head = ["candidate", "package", "P", "R", "F1", "exact %", "altered", "load ms", "sent/s"]
    head += ["answers cut"] if answers else []
    rows = [head, ["---"] * len(head)]
    for result in results:
        total = result.overall
        row = [result.name, package_facts(CANDIDATES[result.name][0])]
        row += [percent(total.precision), percent(total.recall), percent(total.f1)]
        row += [percent(total.exact / max(1, total.paragraphs)), str(result.altered)]
        row += [f"{result.load_ms:.0f}", f"{result.sentences_per_second:,.0f}"]
        rows.append(row + ([result.cut] if answers else []))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def group_table(results: list[Result]) -> str:
    """F1 and, in brackets, the share of exact paragraphs for each language or tag."""
    names = sorted({name for result in results for name in result.groups})
    rows = [["group", "paragraphs", *(result.name for result in results)]]
    rows.append(["---"] * len(rows[0]))
    for name in names:
        scores = [result.groups[name] for result in results]
        cells = [f"{percent(s.f1)} ({s.exact / s.paragraphs:.0%})" for s in scores]
        rows.append([name, str(scores[0].paragraphs), *cells])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, default=GOLD, help="the gold JSON Lines file")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="all")
    parser.add_argument(
        "--only", nargs="+", choices=CANDIDATES, metavar="NAME", help=f"of: {', '.join(CANDIDATES)}"
    )
    parser.add_argument("--by", choices=("language", "tag"), help="also print a table by group")
    parser.add_argument("--errors", action="store_true", help="print paragraphs that are not exact")
    parser.add_argument("--answers", type=Path, help="folder to count cut answers in")
    parser.add_argument("--answers-language", default="en", help="language of that folder")
    options = parser.parse_args()

    paragraphs = read_gold(options.gold, options.split)
    results, skipped = [], []
    for name in options.only or CANDIDATES:
        try:
            result = score(name, paragraphs, options.by or "")
        except ImportError:
            skipped.append(name)
            continue
        if options.answers:
            result.cut = cut_answers(name, options.answers, options.answers_language)
        results.append(result)
    results.sort(key=lambda result: -result.overall.f1)
    total = sum(len(paragraph.boundaries) for paragraph in paragraphs)
    print(f"{len(paragraphs)} paragraphs, {total} boundaries ({options.split})\n")
    print(table(results, options.answers is not None))
    if options.by:
        print(f"\n{group_table(results)}")
    if skipped:
        print(f"\nNot installed, skipped: {', '.join(skipped)}")
    if options.errors:
        for result in results:
            print(f"\n{result.name}", *result.errors, sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
