"""Fit the weights of `corpus.borders` on glued files, and print them as they stand there.

    python benchmarks/border_weights.py FOLDER        # the folder of the evaluation sets
    python benchmarks/border_weights.py FOLDER --held-out   # each set by weights of the others

The articles are none of those that `tests/quality/test_sections_glued.py` measures: the pages of
WiCE's training half, Wikipedia (squadshifts, kazqad, xquad-tr; clapnq and foolmetwice for short
pieces), abstracts of SciFact. Of each set as many files have titles as have none; whole articles,
one a file, weigh a fifth of these. Every set weighs the same.
"""

import argparse
import gzip
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus import borders
from corpus.blocks import blocks
from corpus.cohesion import CERTAIN, FORBIDDEN
from corpus.headers import read_lines
from corpus.layout import segments
from retrieval.training.fitting import fit_logistic
from tests.quality.glued import (
    Article,
    Counts,
    Glued,
    bare,
    cut,
    encyclopedia,
    glue,
    is_body,
    web_page,
    web_pages,
)

FILES, FIRST_SEED = 120, 2000
"""Glued files of each set, with titles and without."""
SINGLES, SINGLES_SHARE = 80, 0.2
"""Whole articles of each set, and what they weigh beside its glued files."""
TOPIC_SHARE = 0.1
"""What the set of files on one subject each weighs. All of these have titles, without which nobody
could tell its passages apart."""
RIDGE = 1e-5
TABLES = ("TITLED", "UNTITLED")
Example = tuple[borders.Candidate, bool, float]
"""A place, whether a border is there, and what it weighs."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    sets = dict(training_sets(options.folder))
    examples = {name: list(examples_of(articles)) for name, articles in sets.items()}
    if not options.held_out:
        fit([e for made in examples.values() for e in made])
        for name in TABLES:
            lines = "".join(f'    "{k}": {v:.2f},\n' for k, v in getattr(borders, name).items())
            print(f"{name} = {{\n{lines}}}")
        return
    for name, articles in sets.items():
        fit([e for other, made in examples.items() if other != name for e in made])
        figures = [f"{measure(articles, titled=titled).f1:.3f}" for titled in (True, False)]
        single = articles[:SINGLES]
        print(f"{name:12}", *figures, f"{sum(map(is_parted, single))} of {len(single)} parted")


def fit(examples: Sequence[Example]) -> None:
    """Sets the weights of `corpus.borders`."""
    for table in TABLES:
        names = tuple(getattr(borders, table))
        chosen = [e for e in examples if e[0].is_titled == (table == "TITLED")]
        signals = np.array([[place.signals[name] for name in names] for place, _, _ in chosen])
        is_border = np.array([holds for _, holds, _ in chosen])
        shares = np.array([weight for _, _, weight in chosen])
        found = fit_logistic(signals, is_border, shares / shares.sum(), np.full(len(names), RIDGE))
        weights = {name: round(float(w), 2) for name, w in zip(names, found, strict=True)}
        setattr(borders, table, weights)


def examples_of(articles: Sequence[Article]) -> Iterator[Example]:
    """The open places of a set's glued files and whole articles."""
    titled_only = _one_topic(articles)
    glued = [
        example
        for titled in ((True,) if titled_only else (True, False))
        for seed in range(FIRST_SEED, FIRST_SEED + FILES)
        for example in _places(_glued(articles, seed, titled=titled))
    ]
    single = [
        example
        for article in articles[:SINGLES]
        for example in _places(Glued(_text(article), (), frozenset()))
    ]
    weight = TOPIC_SHARE if titled_only else 1.0
    for made, share in ((glued, weight), (single, weight * SINGLES_SHARE)):
        yield from ((place, is_border, share / len(made)) for place, is_border in made)


def _glued(articles: Sequence[Article], seed: int, *, titled: bool) -> Glued:
    pool = articles if titled else bare(articles)
    return glue(pool, seed, titled=titled, one_topic=_one_topic(articles))


def _one_topic(articles: Sequence[Article]) -> bool:
    return len({article.topic for article in articles}) < len(articles) / 2


def _places(glued: Glued) -> Iterator[tuple[borders.Candidate, bool]]:
    lines = read_lines(glued.text, segments(glued.text))
    firsts = [start for start, _ in glued.paragraphs]
    for place in borders.candidates(lines, list(blocks(lines, ())), {}):
        if FORBIDDEN < place.evidence < CERTAIN:
            start = lines[place.begins].start
            after = bisect_left(firsts, start)
            is_inside = after > 0 and start < glued.paragraphs[after - 1][1]
            yield place, after in glued.firsts and after > 0 and not is_inside


def measure(articles: Sequence[Article], *, titled: bool) -> Counts:
    counts = Counts()
    for seed in range(FIRST_SEED, FIRST_SEED + FILES):
        glued = _glued(articles, seed, titled=titled)
        lines = read_lines(glued.text, segments(glued.text))
        counts.add(glued, [lines[i].start for i in borders.likely_borders(lines, {})])
    return counts


def is_parted(article: Article) -> bool:
    text = _text(article)
    return bool(borders.likely_borders(read_lines(text, segments(text)), {}))


def _text(article: Article) -> str:
    return "\n\n".join((article.title, *article.paragraphs))


def training_sets(folder: Path) -> Iterator[tuple[str, list[Article]]]:
    yield "wice-train", wice(folder)
    yield "new-wiki", contexts(folder, "squadshifts_new_wiki")
    yield "short", short(folder)
    yield "one-subject", one_subject(folder)
    yield "abstracts", abstracts(folder)
    yield "kazqad", [a for a in encyclopedia(folder / "kazqad") if len(a.paragraphs) > 2]
    yield "xquad-tr", encyclopedia(folder / "xquad-tr")


def wice(folder: Path) -> list[Article]:
    """Pages of the training half; a page that is measured too is left out."""
    measured = {page.title for page in web_pages(folder / "wice" / "claims.jsonl")}
    pages = {
        row["sentences"][0]: web_page(row["sentences"])
        for row in _rows(folder / "train" / "open" / "sents.jsonl.gz")
        if row["set"] == "wice_train_subset"
    }
    return [
        page
        for page in pages.values()
        if page.title not in measured and sum(map(is_body, page.paragraphs)) > 2
    ]


def contexts(folder: Path, name: str) -> list[Article]:
    """Articles put together from the contexts of their questions."""
    found: dict[str, dict[str, None]] = {}
    for row in _rows(folder / "train" / "open" / "spans.jsonl.gz"):
        if row["set"] == name:
            found.setdefault(row["title"].replace("_", " "), {})[row["context"].strip()] = None
    return [Article(title, tuple(made), title, stretches=True) for title, made in found.items()]


def short(folder: Path) -> list[Article]:
    """Passages of 120 words and more, one of each title."""
    found: dict[str, Article] = {}
    for row in _rows(folder / "train" / "open" / "sents.jsonl.gz"):
        text = " ".join(row["sentences"])
        if row["set"].startswith(("clapnq", "foolmetwice")) and len(text.split()) >= 120:
            found.setdefault(row["title"], Article(row["title"], tuple(cut(text)), row["title"]))
    return list(found.values())


def one_subject(folder: Path) -> list[Article]:
    """Passages on what others are on too, with the claims about them for titles."""
    found: dict[str, Article] = {}
    for row in _rows(folder / "train" / "open" / "sents.jsonl.gz"):
        text = " ".join(row["sentences"])
        if row["set"].startswith("foolmetwice") and len(text.split()) >= 120:
            title = row["question"].rstrip(". ")
            found.setdefault(text, Article(title, tuple(cut(text)), row["title"]))
    topics = Counter(article.topic for article in found.values())
    return [article for article in found.values() if topics[article.topic] > 2]


def abstracts(folder: Path) -> list[Article]:
    """Every eighth of those of 150 words and more."""
    return [
        Article(row["title"].rstrip("."), tuple(cut(row["text"])), row["_id"])
        for row in list(_rows(folder / "scifact-train" / "corpus.jsonl"))[::8]
        if len(row["text"].split()) >= 150
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    yield from map(json.loads, text.decode().split("\n")[:-1])


if __name__ == "__main__":
    main()
