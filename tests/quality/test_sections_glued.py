"""How well the borders of articles glued into one file are found, held above floors.

The weights in `corpus.borders` were fitted on other articles (`benchmarks/border_weights.py`).
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.layout import segments
from corpus.sections import sections
from tests.quality.glued import Article, Counts, bare, encyclopedia, glue, snippets, web_pages

FILES = 40
"""Glued files a set; another forty differ by up to four points of F1."""
FLOORS = {
    "squad2-a": (0.94, 0.92),
    "conflicts": (0.96, 0.92),
    "xquad-en": (0.93, 0.91),
    "xquad-ru": (0.94, 0.91),
    "wice": (0.74, 0.55),
}
"""F1 of borders with titles, and without."""
ON_ONE_SUBJECT = (0.74, 0.51)
"""The same, where all articles of a file answer the same question (of conflicts)."""
PARTED = {"squad2-a": 6, "conflicts": 0, "xquad-en": 0, "xquad-ru": 0, "wice": 30}
"""How many of a set's articles, each a file of its own, may be parted."""


def articles(folder: Path, name: str) -> list[Article]:
    if name == "wice":
        return web_pages(folder / name / "claims.jsonl")
    if name == "conflicts":
        return snippets(folder / name / "questions.jsonl")
    return encyclopedia(folder / name)


def found(pieces: Sequence[Article], *, titled: bool, one_topic: bool = False) -> Counts:
    counts = Counts()
    for seed in range(FILES):
        glued = glue(pieces, seed, titled=titled, one_topic=one_topic)
        starts = [s.start for s in sections(glued.text, segments(glued.text))]
        counts.add(glued, starts)
    return counts


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_borders_of_articles_with_titles_are_found(evaluation_sets: Path, name: str) -> None:
    assert found(articles(evaluation_sets, name), titled=True).f1 >= FLOORS[name][0]


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_borders_of_articles_without_titles_are_found(evaluation_sets: Path, name: str) -> None:
    assert found(bare(articles(evaluation_sets, name)), titled=False).f1 >= FLOORS[name][1]


@pytest.mark.slow
def test_borders_of_articles_on_one_subject_are_found(evaluation_sets: Path) -> None:
    pieces = articles(evaluation_sets, "conflicts")
    assert found(pieces, titled=True, one_topic=True).f1 >= ON_ONE_SUBJECT[0]
    assert found(bare(pieces), titled=False, one_topic=True).f1 >= ON_ONE_SUBJECT[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", PARTED)
def test_single_articles_are_rarely_parted(evaluation_sets: Path, name: str) -> None:
    texts = ["\n\n".join((a.title, *a.paragraphs)) for a in articles(evaluation_sets, name)]
    assert sum(len(sections(text, segments(text))) > 1 for text in texts) <= PARTED[name]


def test_the_glued_files_know_their_borders(evaluation_sets: Path) -> None:
    glued = glue(articles(evaluation_sets, "xquad-en"), 1, titled=True)
    counts = Counts()
    counts.add(glued, [glued.paragraphs[i][0] for i in glued.firsts])
    assert (counts.right, counts.wrong, counts.missed) == (len(glued.firsts) - 1, 0, 0)
