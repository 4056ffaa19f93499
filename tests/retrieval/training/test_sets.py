import json
from pathlib import Path

from retrieval.training.sets import DOCUMENTS, KNOWN, QUESTIONS, UNKNOWN, TrainingSet, read_sets
from tests.retrieval.training.spans import row, write


def read(folder: Path, rows: list[dict[str, object]], *names: str) -> list[TrainingSet]:
    return list(read_sets(write(folder / "spans.jsonl.gz", rows), names))


def test_questions_are_read_with_passage_and_answers(tmp_path: Path) -> None:
    (made,) = read(tmp_path, [row("a", 0)], "a")
    ((question, answers, document),) = made.questions
    assert question == "Who drew the mill of arden?"
    assert answers == ("Olga Brandt",)
    assert made.documents == {row("a", 0)["context"]: document}


def test_sets_come_by_name_in_the_order_asked_for(tmp_path: Path) -> None:
    rows = [row(name, number) for name in ("a", "b", "c") for number in range(3)]
    made = read(tmp_path, rows, "c", "a")
    assert [(s.name, len(s.questions)) for s in made] == [("c", 3), ("a", 3)]


def test_questions_without_answer_are_left_out(tmp_path: Path) -> None:
    rows = [row("a", 0), row("a", 1, impossible=True), row("a", 2, answers=[])]
    (made,) = read(tmp_path, rows, "a")
    assert [question for question, _, _ in made.questions] == ["Who drew the mill of arden?"]
    assert len(made.documents) == 1


def test_a_passage_with_several_questions_is_one_document(tmp_path: Path) -> None:
    rows = [row("a", 0), row("a", 0, question="Whose mill is it?"), row("a", 1)]
    (made,) = read(tmp_path, rows, "a")
    assert len(made.documents) == 2
    assert sorted(made.documents.values()) == ["00000", "00001"]
    assert len(made.questions) == 3


def test_answers_come_sorted_and_each_once(tmp_path: Path) -> None:
    answers = [{"text": text, "start": 0} for text in ("b", "a", "b")]
    (made,) = read(tmp_path, [row("a", 0, answers=answers)], "a")
    assert made.questions[0][1] == ("a", "b")


def test_the_sample_is_the_same_every_time(tmp_path: Path) -> None:
    rows = [row("a", number) for number in range(50)]
    first, second = (read(tmp_path, rows, "a")[0] for _ in range(2))
    assert first == second
    assert [question for question, _, _ in first.questions] != [r["question"] for r in rows]


def test_a_set_is_no_larger_than_said(tmp_path: Path) -> None:
    size = max(DOCUMENTS, QUESTIONS) + 40
    rows = [row("a", 0, context=f"Note {n}.", question=f"What is {n}?") for n in range(size)]
    (made,) = read(tmp_path, rows, "a")
    assert (len(made.documents), len(made.questions)) == (DOCUMENTS, min(DOCUMENTS, QUESTIONS))
    assert {document for _, _, document in made.questions} <= set(made.documents.values())


def test_documents_are_written_as_ingest_reads_them(tmp_path: Path) -> None:
    (made,) = read(tmp_path, [row("a", 0), row("a", 1)], "a")
    made.write_documents(tmp_path / "documents.jsonl")
    rows = map(json.loads, (tmp_path / "documents.jsonl").read_text().splitlines())
    assert {r["text"]: r["id"] for r in rows} == made.documents


def test_no_set_is_in_both_groups() -> None:
    assert not set(KNOWN) & set(UNKNOWN)
    assert len({*KNOWN, *UNKNOWN}) == len(KNOWN) + len(UNKNOWN) > 10
