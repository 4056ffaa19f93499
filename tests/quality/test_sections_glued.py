"""How well the borders of articles glued into one file are found, held above floors.

The weights in `corpus.cohesion` were fitted on articles of squad2-a and conflicts, and on the
pages of WiCE's training half; xquad and the WiCE pages here were only measured.
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
    "squad2-a": (0.94, 0.86),
    "conflicts": (0.93, 0.73),
    "xquad-en": (0.88, 0.81),
    "xquad-ru": (0.94, 0.89),
    "wice": (0.73, 0.42),
}
"""F1 of borders with titles, and without."""


def articles(folder: Path, name: str) -> list[Article]:
    if name == "wice":
        return web_pages(folder / name / "claims.jsonl")
    if name == "conflicts":
        return snippets(folder / name / "questions.jsonl")
    return encyclopedia(folder / name)


def found(pieces: Sequence[Article], *, titled: bool) -> Counts:
    counts = Counts()
    for seed in range(FILES):
        glued = glue(pieces, seed, titled=titled)
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


def test_the_glued_files_know_their_borders(evaluation_sets: Path) -> None:
    glued = glue(articles(evaluation_sets, "xquad-en"), 1, titled=True)
    counts = Counts()
    counts.add(glued, [glued.paragraphs[i][0] for i in glued.firsts])
    assert (counts.right, counts.wrong, counts.missed) == (len(glued.firsts) - 1, 0, 0)
