import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.as_json import answer_json, error_json
from bot.render import Span, answer_lines, citation, plain, quote_lines
from corpus.model import Document, Section, Source
from retrieval.model import Answer, Copy, Place, Quote, Refusal, Slice, Speaker

TEXT = "The fair opened late. It closed at nine. Nobody complained."
SOURCE = Source(
    title="The fair",
    publisher="Town Paper",
    author="Ada Reed",
    published="2011-12-16",
    url="https://example.org/fair",
    kind="news",
)
DOCUMENT = Document("ab" * 32, "town/fair.md", SOURCE, len(TEXT), "utf-8", "en", "/t/fair.md")
SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "docs" / "answer.schema.json").read_text()
)


class Pages:
    """One document's text, as the library gives it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self, document_id: str, start: int = 0, end: int | None = None) -> str:
        return self._text[start:end]


def quote(text: str = TEXT, start: int = 0, end: int | None = None, **changes: Any) -> Quote:
    end = len(text) if end is None else end
    given: dict[str, Any] = {"key": (start, end), "place": Place("Evening", 3), "score": 0.87654}
    return Quote.cut(Pages(text), DOCUMENT, start, end, **(given | changes))


def answer(*quotes: Quote) -> Answer:
    return Answer("When did it close?", quotes or (quote(),), 0.91236)


def refusal(reason: str, *considered: Quote) -> Refusal:
    return Refusal("Who paid?", reason, considered, 0.04)


def errors(row: dict[str, Any], definition: str = "") -> list[str]:
    """What the schema has against an object that went through JSON."""
    schema = SCHEMA if not definition else {**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{definition}"}]}
    found: Iterator[Any] = Draft202012Validator(schema).iter_errors(json.loads(json.dumps(row)))
    return [error.message for error in found]


def test_a_quote_stands_between_marks_with_its_citation_and_place_under_it() -> None:
    shown = plain(list(answer_lines(answer(quote(start=22, end=40)))))
    assert shown == (
        "1  “It closed at nine.”\n"
        "   — The fair, Ada Reed, Town Paper, 2011-12-16\n"
        "     town/fair.md, Evening, line 3 [22-40]\n"
    )


def test_quotes_are_numbered_and_an_empty_line_parts_them() -> None:
    shown = plain(list(answer_lines(answer(quote(end=21), quote(start=22)))))
    first, second = shown.split("\n\n")
    assert first.startswith("1  “The fair opened late.”\n")
    assert second.startswith("2  “It closed at nine. Nobody complained.”\n")


def test_the_key_sentence_is_told_apart_from_the_words_around_it() -> None:
    line = next(iter(quote_lines(1, quote(key=(22, 40)))))
    assert [span for span in line if span.text] == [
        Span("1  “", "notice"),
        Span("The fair opened late. "),
        Span("It closed at nine.", "key"),
        Span(" Nobody complained."),
        Span("”", "notice"),
    ]


def test_a_quote_without_a_number_is_indented_as_if_it_had_one() -> None:
    assert next(iter(quote_lines(0, quote())))[0] == Span("   “", "notice")


def test_other_places_of_the_same_words_are_named_once_each() -> None:
    own = Copy("town/fair.md", 400, 459)  # of its own document, it is the place that tells
    copies = (Copy("a.md", 4, 9), Copy("a.md", 40, 45), own, Copy("b.md", 0, 5))
    place = plain(list(quote_lines(1, quote(copies=copies)))).splitlines()[-1]
    others = "a.md, town/fair.md [400-459], b.md"
    assert place == f"     town/fair.md, Evening, line 3 [0-59]; a copy also in {others}"


@given(st.text(min_size=1), st.data())
def test_a_quote_is_rendered_character_for_character(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    key_start = data.draw(st.integers(start, end - 1))
    key_end = data.draw(st.integers(key_start + 1, end))
    cut = quote(text, start, end, key=(key_start, key_end))
    shown = plain(list(quote_lines(1, cut)))
    assert shown.startswith(f"1  “{text[start:end]}”\n")
    row = json.loads(json.dumps(answer_json(answer(cut), 1.0), ensure_ascii=False))
    assert row["quotes"][0]["text"] == text[start:end]
    assert errors(row) == []


def test_a_refusal_says_that_nothing_is_about_it() -> None:
    assert plain(list(answer_lines(refusal("nothing_similar", quote())))) == (
        "No answer: nothing in the library is about this.\n"
    )


def test_a_refusal_shows_what_is_near_as_what_it_is() -> None:
    shown = plain(list(answer_lines(refusal("fact_not_found", quote(end=21), quote(start=22)))))
    assert shown == (
        "No answer: the library has something near, but not this.\n"
        "\n"
        "Nearest passage, which is not an answer:\n"
        "   “The fair opened late.”\n"
        "   — The fair, Ada Reed, Town Paper, 2011-12-16\n"
        "     town/fair.md, Evening, line 3 [0-21]\n"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (SOURCE, "The fair, Ada Reed, Town Paper, 2011-12-16"),
        (Source(), "town/fair.md"),
        (Source(publisher="Town Paper"), "town/fair.md, Town Paper"),
        (Source(title="Mayor", author="Mayor", published="2011"), "Mayor, 2011"),
    ],
)
def test_a_citation_says_what_is_known_and_nothing_twice(source: Source, expected: str) -> None:
    assert citation(source, DOCUMENT.name) == expected


def test_an_answer_in_json_has_every_field_of_the_format() -> None:
    row = answer_json(answer(quote(start=22, end=40, copies=(Copy("a.md", 4, 9),))), 12.345, "q7")
    assert errors(row) == []
    assert row == {
        "version": 1,
        "id": "q7",
        "question": "When did it close?",
        "outcome": "answer",
        "reason": None,
        "confidence": 0.9124,
        "disagreement": False,
        "quotes": [
            {
                "number": 1,
                "text": "It closed at nine.",
                "document": {
                    "id": "ab" * 32,
                    "name": "town/fair.md",
                    "title": "The fair",
                    "publisher": "Town Paper",
                    "author": "Ada Reed",
                    "published": "2011-12-16",
                    "url": "https://example.org/fair",
                    "kind": "news",
                    "fetched": None,
                },
                "source": {
                    "title": "The fair",
                    "publisher": "Town Paper",
                    "author": "Ada Reed",
                    "published": "2011-12-16",
                    "url": "https://example.org/fair",
                    "kind": "news",
                    "fetched": None,
                },
                "section": None,
                "start": 22,
                "end": 40,
                "place": "Evening, line 3",
                "landmark": None,
                "speaker": None,
                "origins": 1,
                "copies": [{"document": "a.md", "start": 4, "end": 9}],
                "score": 0.8765,
            }
        ],
        "figures": [],
        "elapsed_ms": 12.3,
    }


def test_a_quote_from_a_section_is_cited_by_what_the_section_says_of_itself() -> None:
    section = Section(22, 59, Source(title="Closing time", author="Jo Marsh", published=None))
    place = Place("Evening", 3, "page 12")
    cut = quote(start=22, end=40, section=section, place=place)
    assert plain(list(quote_lines(1, cut))) == (
        "1  “It closed at nine.”\n"
        "   — Closing time, Jo Marsh, Town Paper, 2011-12-16\n"
        "     town/fair.md, Evening, page 12, line 3 [22-40]\n"
    )
    row = answer_json(answer(cut), 1.0)
    assert errors(row) == []
    shown = row["quotes"][0]
    assert (shown["section"], shown["landmark"]) == ({"start": 22, "end": 59}, "page 12")
    assert (shown["source"]["title"], shown["document"]["title"]) == ("Closing time", "The fair")


def test_who_says_it_stands_before_where_it_is_written() -> None:
    text = "Who spoke?\nJo Marsh, the town\ncrier: It closed at nine."
    asked, name, role = (
        Slice(0, 10, text[:10]),
        Slice(11, 19, "Jo Marsh"),
        Slice(21, 35, text[21:35]),
    )
    cut = quote(text, 37, speaker=Speaker(name, role, asked))
    assert plain(list(quote_lines(1, cut))) == (
        "1  “It closed at nine.”\n"
        "   — said by Jo Marsh, the town crier; in The fair, Ada Reed, Town Paper, 2011-12-16\n"
        "     asked: “Who spoke?”\n"
        "     town/fair.md, Evening, line 3 [37-55]\n"
    )
    row = answer_json(answer(cut), 1.0)
    assert errors(row) == []
    assert row["quotes"][0]["speaker"] == {
        "name": "Jo Marsh",
        "role": "the town\ncrier",
        "asked": "Who spoke?",
        "start": 11,
        "end": 19,
    }


def test_whose_a_post_is_is_not_said_twice() -> None:
    section = Section(0, 40, Source(author="jo", kind="post"))
    cut = quote("jo: It closed at nine.", 4, section=section, speaker=Speaker(Slice(0, 2, "jo")))
    assert "   — The fair, jo, Town Paper, 2011-12-16\n" in plain(list(quote_lines(1, cut)))


def test_metadata_overrules_what_was_found_where_the_section_is_all_of_the_document() -> None:
    section = Section(0, len(TEXT), Source(title="Closing time", url="https://example.org/x"))
    whole = quote(section=section)
    assert whole.source == SOURCE
    untitled = Section(0, 40, Source(title="", author="Jo Marsh"))
    assert citation(quote(end=40, section=untitled).source, "fair.md").startswith("fair.md, Jo")


@pytest.mark.parametrize("reason", ["nothing_similar", "fact_not_found"])
def test_a_refusal_in_json_has_its_reason_and_no_quotes(reason: str) -> None:
    row = answer_json(refusal(reason, quote()), 3.0)
    assert errors(row) == []
    assert (row["outcome"], row["reason"], row["quotes"]) == ("refusal", reason, [])


def test_an_error_in_json_keeps_to_its_own_part_of_the_schema() -> None:
    row = error_json("?!", "The question is empty.", "q1")
    assert errors(row, "error") == []
    assert errors(row, "line") == []
    assert errors(row) != []


@pytest.mark.parametrize(
    "change",
    [
        {"surplus": 1},
        {"version": 2},
        {"outcome": "refusal"},
        {"outcome": "error"},
        {"reason": "fact_not_found"},
        {"confidence": 1.5},
        {"quotes": []},
        {"figures": None},
        {"elapsed_ms": "3"},
        {"id": 7},
    ],
)
def test_the_schema_rejects_what_is_no_answer(change: dict[str, Any]) -> None:
    assert errors(answer_json(answer(), 1.0) | change) != []


@pytest.mark.parametrize(
    "change",
    [{"surplus": 1}, {"text": ""}, {"start": -1}, {"number": 0}, {"document": {}}, {"copies": [1]}],
)
def test_the_schema_rejects_what_is_no_quote(change: dict[str, Any]) -> None:
    row = answer_json(answer(), 1.0)
    row["quotes"][0] |= change
    assert errors(row) != []


def test_every_field_of_the_format_is_required_and_no_other_is_allowed() -> None:
    objects = [part for part in SCHEMA["$defs"].values() if part.get("type") == "object"]
    assert len(objects) >= 6
    for part in objects:
        assert part["additionalProperties"] is False
        assert sorted(part["required"]) == sorted(part["properties"])
