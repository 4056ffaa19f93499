"""How well the speakers of quotes are named, held above floors that only go up."""

from pathlib import Path

import pytest

from tests.quality.said import Counts, measured

FLOORS = {"written on": (0.97, 0.84), "held out": (0.95, 0.86)}
"""Precision and recall; less than what was reached by two speakers or so."""


@pytest.fixture(scope="module", params=FLOORS)
def half(request: pytest.FixtureRequest, evaluation_sets: Path) -> tuple[str, Counts]:
    return request.param, measured(evaluation_sets, tuning=request.param == "written on")


def test_the_sentences_are_those_that_were_labelled(half: tuple[str, Counts]) -> None:
    assert half[1].sentences > 130
    assert half[1].not_verbatim == 0


def test_speakers_are_named_rightly_or_not_at_all(half: tuple[str, Counts]) -> None:
    name, counts = half
    assert counts.precision >= FLOORS[name][0]
    assert counts.recall >= FLOORS[name][1]


def test_roles_are_what_the_text_says(half: tuple[str, Counts]) -> None:
    counts = half[1]
    assert counts.roles_right >= 8
    assert counts.roles_right >= 0.9 * (counts.roles_right + counts.roles_wrong)
