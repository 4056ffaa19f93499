"""Figures, against values worked out by hand."""

import json
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import BadEvaluationSet
from retrieval.evaluation import KnownQuestion, Outcome, ask_all, measure, read_questions
from retrieval.model import FACT_NOT_FOUND, Answer, Quote, Refusal
from tests.retrieval.homes import Home
from tests.retrieval.notes import notes, records
from tests.retrieval.pages import quote_of

MILL = KnownQuestion("1", "When did the mill burn?", "answerable", answers=("1907", "in March"))
BEES = KnownQuestion("2", "Who kept the bees?", "unanswerable")
TOLL = KnownQuestion(
    "3",
    "How many were hurt?",
    "disagreement",
    versions=((re.compile(r"\bten\b"),), (re.compile(r"\b1[45]\b"), re.compile("fourteen"))),
)


def outcome(
    question: KnownQuestion,
    *texts: str,
    refused: bool = False,
    confidence: float = 0.5,
    seconds: float = 0.01,
) -> Outcome:
    quotes = tuple(map(quote_of, texts))
    result: Answer | Refusal = (
        Refusal(question.text, FACT_NOT_FOUND, quotes, confidence)
        if refused
        else Answer(question.text, quotes, confidence)
    )
    return Outcome(question, result, quotes, (), seconds)


def figures(*outcomes: Outcome) -> dict[str, float]:
    return measure(outcomes, lambda quote: True)


def write(folder: Path, rows: Sequence[dict[str, Any] | str]) -> Path:
    path = folder / "questions.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_first_quote_and_the_first_three_count() -> None:
    asked = [
        outcome(MILL, "It burned in March.", "No."),
        outcome(MILL, "No.", "Not so.", "It was 1907."),
        outcome(MILL, "No.", "Not so.", "Never.", "It was 1907."),
        outcome(MILL, "No."),
    ]
    made = figures(*asked)
    assert (made["quote@1"], made["quote@3"]) == (0.25, 0.5)


def test_a_refused_question_counts_by_what_it_considered() -> None:
    assert figures(outcome(MILL, "It was 1907.", refused=True))["quote@1"] == 1


@pytest.mark.parametrize(("before", "counts"), [(346, 1.0), (347, 0.0)])
def test_350_characters_of_a_quote_count(before: int, counts: float) -> None:
    assert figures(outcome(MILL, "x" * before + "1907 and more"))["quote@1"] == counts


@pytest.mark.parametrize(
    ("document", "holds"), [(None, True), ("d.md", True), ("copy.md", True), ("other.md", False)]
)
def test_the_answer_stands_in_the_right_document(document: str | None, holds: bool) -> None:
    question = KnownQuestion("1", "When?", "answerable", ("1907",), document)
    assert question.holds(quote_of("It was 1907.", also=("copy.md",))) is holds


def test_an_answer_is_compared_letter_by_letter() -> None:
    assert not MILL.holds(quote_of("It was In March"))
    assert not MILL.holds(quote_of("It was 1 907"))


def test_expressions_give_versions() -> None:
    ten, fourteen = TOLL.versions
    assert TOLL.gives(ten, quote_of("There were ten."))
    assert not TOLL.gives(ten, quote_of("They went often."))
    assert TOLL.gives(fourteen, quote_of("There were fourteen."))
    assert TOLL.holds(quote_of("There were 15."))
    assert not TOLL.holds(quote_of("x" * 350 + " ten"))


def test_each_version_of_a_disputed_value_is_looked_for() -> None:
    made = figures(
        outcome(TOLL, "There were ten.", "There were 14."), outcome(TOLL, "There were ten.", "No.")
    )
    assert made["disagreement_recall"] == 0.75
    assert made["disagreement_flagged"] == 0
    assert made["disagreement_refused"] == 0


def test_flags_count_where_they_are_right_and_where_they_are_wrong() -> None:
    def flagged(question: KnownQuestion) -> Outcome:
        quotes = (quote_of("There were ten."),)
        return Outcome(
            question, Answer(question.text, quotes, 0.5, disagreement=True), quotes, (), 0.01
        )

    made = figures(flagged(TOLL), outcome(TOLL, "Ten."), flagged(MILL), outcome(MILL, "No."))
    assert made["disagreement_flagged"] == 0.5
    assert made["disagreement_false_flags"] == 0.5


def test_false_flags_are_counted_where_no_value_is_disputed() -> None:
    assert figures(outcome(MILL, "No."))["disagreement_false_flags"] == 0


def test_refusals_are_counted_by_kind() -> None:
    made = figures(
        *(outcome(MILL, "No.", refused=refused) for refused in (True, False, False, False)),
        *(outcome(BEES, "No.", refused=refused) for refused in (True, True, False)),
    )
    assert made["answerable_refused"] == 0.25
    assert made["unanswerable_refused"] == round(2 / 3, 4)


def test_auroc_is_the_share_of_pairs_in_the_right_order() -> None:
    right = [outcome(MILL, "No.", confidence=value) for value in (0.9, 0.6, 0.3)]
    wrong = [outcome(BEES, "No.", confidence=value) for value in (0.6, 0.1)]
    assert figures(*right, *wrong)["auroc"] == 0.75  # 0.9: 2 of 2, 0.6: 1.5, 0.3: 1; of 6


@pytest.mark.parametrize(
    ("documents", "gain"),
    [
        (("a", "b"), 1.0),
        (("x", "a", "b"), (1 / math.log2(3) + 1 / 2) / (1 + 1 / math.log2(3))),
        (("a", "x", "y"), 1 / (1 + 1 / math.log2(3))),
        (("x", "y"), 0.0),
        ((), 0.0),
    ],
)
def test_ndcg_discounts_by_rank(documents: tuple[str, ...], gain: float) -> None:
    question = KnownQuestion("1", "a claim", "documents", relevant=frozenset({"a", "b"}))
    made = figures(Outcome(question, None, (), documents, 0.01))
    assert made["ndcg@10"] == round(gain, 4)


def test_ndcg_counts_ten_of_many_relevant_documents() -> None:
    many = [f"d{number}" for number in range(12)]
    question = KnownQuestion("1", "a claim", "documents", relevant=frozenset(many))
    assert figures(Outcome(question, None, (), tuple(many[:10]), 0.01))["ndcg@10"] == 1


def test_words_of_a_quote_are_averaged() -> None:
    assert figures(outcome(MILL, "one two three", "one"))["words_a_quote"] == 2


def test_quotes_that_are_no_slices_are_counted() -> None:
    def is_slice(quote: Quote) -> bool:
        return "March" in quote.text

    made = measure([outcome(MILL, "In March.", "In May."), outcome(BEES, "In June.")], is_slice)
    assert made["not_verbatim"] == 2


def test_times_are_medians_and_percentiles() -> None:
    asked = [outcome(MILL, "No.", seconds=number / 1000) for number in range(100, 0, -1)]
    made = figures(*asked)
    assert (made["p50_ms"], made["p95_ms"]) == (51, 96)


def test_figures_that_say_nothing_are_left_out() -> None:
    made = figures(outcome(BEES, "No."))
    assert set(made) == {
        "questions", "words_a_quote", "not_verbatim", "unanswerable_refused", "p50_ms", "p95_ms",
    }  # fmt: skip


def test_questions_are_read_with_what_is_known(tmp_path: Path) -> None:
    rows: list[dict[str, Any] | str] = [
        {"id": 1, "question": "When?", "type": "answerable", "answers": ["1907"], "document": "a"},
        "",
        {"id": "b", "question": "Кто?", "type": "unanswerable"},
        {"id": "c", "question": "How many?", "type": "disagreement", "gold": [["ten"], ["1[45]"]]},
        {"id": "d", "question": "A claim.", "relevant": ["x", "y"]},
    ]
    first, second, third, fourth = read_questions(write(tmp_path, rows))
    assert first == KnownQuestion("1", "When?", "answerable", ("1907",), "a")
    assert second == KnownQuestion("b", "Кто?", "unanswerable")
    assert [[p.pattern for p in version] for version in third.versions] == [["ten"], ["1[45]"]]
    assert fourth.relevant == frozenset({"x", "y"})


@pytest.mark.parametrize(
    "line",
    [
        "{not json",
        "[]",
        '"text"',
        '{"id": "1", "question": "When?"}',
        '{"question": "When?", "type": "answerable"}',
        '{"id": "1", "question": "When?", "type": "guess"}',
        '{"id": "1", "question": "When?", "type": "disagreement", "gold": [["("]]}',
        '{"id": "1", "question": "When?", "type": "answerable", "answers": 7}',
        '{"id": "1", "question": "When?", "type": "answerable", "answers": "1907"}',
        '{"id": "1", "question": "When?", "type": "answerable", "answers": [1907]}',
        '{"id": "1", "question": "When?", "type": "answerable", "gold": ["1907"]}',
        '{"id": "1", "question": "When?", "type": "answerable"}',
        '{"id": "1", "question": "When?", "type": "disagreement", "gold": []}',
        '{"id": "1", "question": "A claim.", "relevant": "x"}',
    ],
)
def test_a_bad_line_is_named_with_its_file(tmp_path: Path, line: str) -> None:
    path = write(tmp_path, [{"id": "1", "question": "When?", "type": "unanswerable"}, "", line])
    with pytest.raises(BadEvaluationSet, match=rf"^{re.escape(str(path))}: line 3 "):
        read_questions(path)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00"])
def test_a_file_without_questions_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadEvaluationSet, match=re.escape(str(path))):
        read_questions(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadEvaluationSet, match="nowhere"):
        read_questions(tmp_path / "nowhere")


def test_a_library_is_asked_every_question_in_turn(shelf: Home) -> None:
    shelf.ingest({"notes.jsonl": records(notes(40))})
    ranking = KnownQuestion("r", "the mill of Brask", "documents", relevant=frozenset({"n1"}))
    asked = [KnownQuestion("a", "Who drew the mill of Arden?", "answerable", ("Olga",)), ranking]
    first, second = ask_all(shelf.answerer(), asked)
    assert first.question.holds(first.quotes[0])
    assert second.documents[0] == "n1"
    assert len(set(second.documents)) == 10
    assert min(first.seconds, second.seconds) > 0
    made = measure([first, second], lambda quote: True)
    assert (made["quote@1"], made["ndcg@10"]) == (1, 1)


def test_calibration_error_is_the_mean_distance_in_tenths() -> None:
    right = [outcome(MILL, "No.", confidence=c) for c in (0.95, 0.95, 0.25)]
    wrong = [outcome(BEES, "No.", confidence=c) for c in (0.95, 0.21)]
    # 0.9..1: 3 questions at 0.95, 2/3 answerable; 0.2..0.3: 2 at 0.23, one of them answerable
    assert figures(*right, *wrong)["ece"] == pytest.approx(
        3 / 5 * (0.95 - 2 / 3) + 2 / 5 * (0.5 - 0.23), abs=1e-4
    )
