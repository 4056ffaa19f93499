"""The picture of the versions of a value: what it is drawn from, and that it can be looked at."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot.plotting import draw, marks
from retrieval.model import Answer
from tests.bot.test_render import quote
from tests.bot.test_render_figures import LATE, NINE, NOBODY, answer, figure

TOLL = answer(
    figure(NINE, NOBODY, value="9", limits=(9.0, 9.0), dates=("2011", "2011-12-16")),
    figure(LATE, value="12 to 15", bound="range", limits=(12.0, 15.0), dates=("1980s",)),
    figure(quote(end=59), value="400", bound="at most", limits=(400.0, 400.0)),
    disputed=True,
)


def test_every_origin_of_every_version_has_a_mark() -> None:
    first, second, between, most = marks(TOLL.figures)
    assert [(m.low, m.high) for m in (first, second, between, most)] == [
        (9, 9),
        (9, 9),
        (12, 15),
        (400, 400),
    ]
    assert [m.value for m in (first, between, most)] == ["9", "12 to 15", "at most 400"]
    assert first.colour == second.colour != between.colour
    assert len({first.shape, between.shape, most.shape}) == 3


def test_a_mark_spans_the_days_that_its_date_may_mean() -> None:
    year, day, decade, undated = ((m.first, m.last) for m in marks(TOLL.figures))
    assert year == (date(2011, 1, 1), date(2011, 12, 31))
    assert day == (date(2011, 12, 16), date(2011, 12, 16))
    assert decade == (date(1980, 1, 1), date(1989, 12, 31))
    assert undated == (None, None)


@pytest.mark.parametrize(("written", "last"), [("2012-02", 29), ("2011-12", 31), ("2011-04", 30)])
def test_a_month_ends_on_its_last_day(written: str, last: int) -> None:
    (mark,) = marks([figure(dates=(written,))])
    assert mark.last is not None
    assert mark.last.day == last


@pytest.mark.parametrize("written", ["2011-02-30", "2011-13-01"])
def test_a_day_that_is_none_is_undated(written: str) -> None:
    (mark,) = marks([figure(dates=(written,))])
    assert (mark.first, mark.last) == (None, None)


def test_undated_origins_of_a_version_stand_side_by_side() -> None:
    assert [m.place for m in marks([figure(NINE, NOBODY), figure(LATE)])] == [0, 1, 0]


def test_versions_of_a_time_stand_one_under_another() -> None:
    one, other = marks([figure(limits=None), figure(LATE, limits=None)])
    assert one.low > other.low


def test_an_svg_says_the_question_each_version_who_gives_it_and_what_has_no_date(
    tmp_path: Path,
) -> None:
    draw(TOLL, tmp_path / "toll.svg")
    text = (tmp_path / "toll.svg").read_text()
    ET.fromstring(text)
    for said in ("When did it close?", "12 to 15 — Ada Reed", "at most 400 — Ada Reed", "undated"):
        assert f"<!-- {said} -->" in text


def test_the_same_answer_is_drawn_to_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        draw(TOLL, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


@pytest.mark.parametrize(
    "shown",
    [
        answer(figure()),
        answer(figure(dates=("2011",))),
        answer(figure(limits=None), figure(LATE, limits=None, dates=("2011-12-16",))),
        answer(figure(limits=(0.0, 0.0)), figure(LATE, limits=(-4.0, 1e6))),
        answer(figure(value="x" * 200, dates=("1980s",)), *([figure(NINE, NOBODY)] * 12)),
    ],
)
def test_whatever_the_versions_are_a_png_is_drawn(tmp_path: Path, shown: Answer) -> None:
    draw(shown, tmp_path / "x.png")
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")


def test_without_matplotlib_a_person_is_told_how_to_install_it(environment: dict[str, str]) -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from bot.cli.main import run; run(['figures', 'How many?', '--plot', 'x.png'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "pip install 'pincite[plot]'" in done.stderr
