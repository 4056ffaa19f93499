"""How versions of a value are shown, as text and in JSON."""

from typing import Any

import pytest

from bot.as_json import answer_json, comparison_json
from bot.render import agreement, figure_lines, plain, summary, value, version_rows, who
from retrieval.model import Answer, Figure, Quote, Slice, Speaker
from tests.bot.test_render import errors, quote

LATE = quote(end=21)
NINE = quote(start=22, end=40)
NOBODY = quote(start=41)


def figure(*quotes: Quote, **changes: Any) -> Figure:
    said = quotes or (NINE,)
    given: dict[str, Any] = {
        "value": "nine",
        "unit": None,
        "bound": "exact",
        "limits": (9.0, 9.0),
        "quotes": said,
        "dates": (None,) * len(said),
        "origins": len(said),
        "relations": (),
    }
    return Figure(**(given | changes))


def answer(*figures: Figure, quotes: tuple[Quote, ...] = (NINE,), disputed: bool = False) -> Answer:
    return Answer("When did it close?", quotes, 0.9, figures, disputed)


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, "nine"),
        ({"bound": "at least"}, "at least nine"),
        ({"bound": "range", "value": "9 to 12"}, "9 to 12"),
        ({"bound": "about", "value": "12 kilometres", "unit": "km"}, "about 12 kilometres"),
    ],
)
def test_a_value_is_shown_with_its_bound_and_unit(changes: dict[str, Any], shown: str) -> None:
    assert value(figure(**changes)) == shown


def test_a_row_has_the_number_of_its_quote_and_who_says_so_when_in_how_many_origins() -> None:
    late = figure(LATE, NOBODY, value="late", dates=("2012-03", None), relations=("later", "part"))
    assert list(version_rows([figure(), late], [NINE, LATE])) == [
        ("1", "nine", "Ada Reed", "", "1", ""),
        ("2", "late", "Ada Reed", "2012-03", "2", "later, part"),
    ]


def test_who_the_text_names_comes_before_the_author() -> None:
    named = quote(start=41, speaker=Speaker(Slice(41, 47, "Nobody")))
    assert who(named) == "Nobody"
    assert who(NINE) == "Ada Reed"


def test_sources_that_disagree_are_said_to() -> None:
    two = answer(figure(), figure(LATE), quotes=(NINE, LATE), disputed=True)
    assert summary(two) == "The sources disagree: 2 versions."


def test_sources_that_agree_are_counted() -> None:
    agreed = answer(figure(NINE, NOBODY))
    assert summary(agreed) == agreement(agreed) == "2 independent sources agree."


def test_one_source_agrees_with_nobody() -> None:
    assert agreement(answer(figure())) == ""
    assert summary(answer(figure())) == "One source gives this value."


def test_no_agreement_is_said_of_a_value_that_is_not_in_the_quotes() -> None:
    assert agreement(answer(figure(LATE, NOBODY))) == ""


def test_several_versions_may_all_be_right() -> None:
    assert summary(answer(figure(), figure(LATE))) == "2 versions, which may all be right."
    assert agreement(answer(figure(NINE, LATE), figure(NOBODY))) == ""


def test_each_version_has_its_quotes_under_it_numbered_throughout() -> None:
    late = figure(LATE, NOBODY, value="late")
    lines = plain(list(figure_lines(answer(figure(), late)))).splitlines()
    assert [line for line in lines if not line.startswith("   ")] == [
        "nine  1 independent origin",
        "1  “It closed at nine.”",
        "",
        "late  2 independent origins",
        "2  “The fair opened late.”",
        "3  “Nobody complained.”",
    ]


def test_an_answer_in_json_has_the_versions_that_its_quotes_give() -> None:
    range_of = figure(LATE, value="9 to 12 hours", bound="range", limits=(9.0, 12.0), unit="hour")
    row = answer_json(
        answer(figure(NINE, NOBODY), range_of, figure(NOBODY), quotes=(quote(), LATE)), 1.0
    )
    assert errors(row) == []
    assert [(f["value"], f["quotes"]) for f in row["figures"]] == [
        ("nine", [1]),
        ("9 to 12 hours", [1, 2]),
        ("nine", [1]),
    ]
    assert row["figures"][1] == {
        "value": "9 to 12 hours",
        "unit": "hour",
        "bound": "range",
        "low": 9.0,
        "high": 12.0,
        "date": None,
        "relations": [],
        "origins": 1,
        "quotes": [1, 2],
    }


def test_a_version_that_no_quote_gives_is_not_in_the_answer() -> None:
    assert answer_json(answer(figure(), figure(LATE)), 1.0)["figures"][0]["quotes"] == [1]
    assert len(answer_json(answer(figure(), figure(LATE)), 1.0)["figures"]) == 1


def test_a_time_has_no_limits_in_json() -> None:
    row = answer_json(answer(figure(limits=None)), 1.0)
    assert errors(row) == []
    assert (row["figures"][0]["low"], row["figures"][0]["high"]) == (None, None)


def test_all_quotes_of_every_version_are_in_a_comparison() -> None:
    shown = comparison_json(answer(figure(NINE, NOBODY), figure(LATE)))
    assert [f["quotes"] for f in shown["figures"]] == [[1, 2], [3]]
    assert [q["number"] for q in shown["quotes"]] == [1, 2, 3]
