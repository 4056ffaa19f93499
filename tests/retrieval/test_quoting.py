"""Ranked sentences -> runs that become quotes. Probabilities are set by hand; texts are stored."""

from dataclasses import replace
from itertools import pairwise

import pytest

from retrieval.quoting import MAX_CHARACTERS, Run, choose_runs
from retrieval.ranking import Sentence, ranked, sentences
from retrieval.search import Searcher
from retrieval.weights import load_weights
from tests.retrieval.homes import Home

FIVE = (
    "The mill stood by the river. It burned down in March. Nobody was hurt by it. "
    "The baker built it again. He used stone this time."
)


def stored(home: Home, texts: dict[str, str]) -> list[Sentence]:
    """All sentences of these documents, in the order of names and offsets."""
    home.ingest(texts)
    library, indexing = home.library(), home.indexing()
    index = indexing.current(library, None, home.said.append)
    searcher = Searcher(library, home.encoder, index, 0.5)
    question = searcher.question("When did the mill burn down?")
    found = sentences(question, searcher.search(question, 60), library, indexing.vectors)
    order = [document.id for document in library.documents()]
    scored = ranked(found, load_weights())
    return sorted(scored, key=lambda s: (order.index(s.hit.passage.document_id), s.start))


def runs_of(home: Home, texts: dict[str, str], probabilities: list[float], limit: int) -> list[Run]:
    """The runs when the sentences of these documents are as likely as said."""
    found = stored(home, texts)
    likely = [
        replace(sentence, score=probability, probability=probability)
        for sentence, probability in zip(found, probabilities, strict=True)
    ]
    return choose_runs(sorted(likely, key=lambda s: -s.score), limit, {})


def words_of(home: Home, run: Run) -> str:
    return home.library().text(run.best.hit.passage.document_id, run.start, run.end)


def quoted(home: Home, text: str, *probabilities: float, limit: int = 1) -> list[str]:
    runs = runs_of(home, {"a.md": text}, list(probabilities), limit)
    return [words_of(home, run) for run in runs]


def test_a_sentence_far_likelier_than_its_neighbours_stands_alone(shelf: Home) -> None:
    assert quoted(shelf, FIVE, 0.004, 0.9, 0.004, 0.004, 0.004) == ["It burned down in March."]


def test_a_likely_neighbour_joins(shelf: Home) -> None:
    assert quoted(shelf, FIVE, 0.004, 0.5, 0.4, 0.004, 0.004) == [
        "It burned down in March. Nobody was hurt by it."
    ]


def test_a_neighbour_joins_on_either_side(shelf: Home) -> None:
    assert quoted(shelf, FIVE, 0.3, 0.5, 0.004, 0.004, 0.004) == [
        "The mill stood by the river. It burned down in March."
    ]


def test_at_most_three_sentences_join(shelf: Home) -> None:
    assert quoted(shelf, FIVE, 0.2, 0.2, 0.21, 0.2, 0.19) == [
        "The mill stood by the river. It burned down in March. Nobody was hurt by it."
    ]


def test_the_likelier_neighbour_joins_first(shelf: Home) -> None:
    assert quoted(shelf, FIVE, 0.1, 0.2, 0.3, 0.25, 0.15) == [
        "It burned down in March. Nobody was hurt by it. The baker built it again."
    ]


def test_an_unlikely_sentence_is_no_bridge_to_a_likely_one(shelf: Home) -> None:
    assert quoted(shelf, FIVE, 0.004, 0.5, 0.004, 0.4, 0.08) == ["It burned down in March."]


def test_a_run_of_several_sentences_has_at_most_350_characters(shelf: Home) -> None:
    long = f"The mill stood by {'a wide and cold river and ' * 7}a road. "
    text = long + long.replace("mill", "inn") + "Nobody was hurt."
    (run,) = quoted(shelf, text, 0.4, 0.35, 0.25)
    assert run == long.strip()
    (run,) = quoted(shelf, text, 0.3, 0.4, 0.3)
    assert run == text[len(long) :]
    assert len(run) <= MAX_CHARACTERS < len(text)


def test_a_longer_sentence_stays_whole(shelf: Home) -> None:
    long = f"The mill stood by {'a wide and cold river and ' * 20}a road."
    assert quoted(shelf, f"{long} Nobody was hurt.", 0.6, 0.4) == [long]
    assert len(long) > MAX_CHARACTERS


def test_a_run_stays_in_its_paragraph(shelf: Home) -> None:
    text = "The mill burned down in March.\n\nNobody was hurt by the fire."
    assert quoted(shelf, text, 0.5, 0.5, limit=2) == text.split("\n\n")


def test_a_run_may_go_over_a_line_break(shelf: Home) -> None:
    text = "The mill burned down in March.\nNobody was hurt by the fire."
    assert quoted(shelf, text, 0.5, 0.5, limit=2) == [text]


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_at_most_as_many_runs_as_asked_for(shelf: Home, limit: int) -> None:
    runs = quoted(shelf, FIVE.replace(". ", ".\n\n"), 0.3, 0.25, 0.2, 0.15, 0.1, limit=limit)
    assert runs == FIVE.replace(". ", ".\n\n").split("\n\n")[:limit]


def test_no_sentence_is_quoted_twice(shelf: Home) -> None:
    runs = runs_of(shelf, {"a.md": FIVE}, [0.1, 0.4, 0.3, 0.1, 0.1], 5)
    spans = sorted((run.start, run.end) for run in runs)
    assert len(spans) > 1
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_the_best_sentence_stands_in_its_run(shelf: Home) -> None:
    for run in runs_of(shelf, {"a.md": FIVE}, [0.1, 0.4, 0.3, 0.1, 0.1], 5):
        assert run.start <= run.best.start < run.best.end <= run.end


def test_the_same_words_are_quoted_once_with_their_copy(shelf: Home) -> None:
    one, other = "The mill burned down in March.", "THE MILL burned down, in March!"
    texts = {"a.md": one, "b.md": f"A letter says more. {other}"}
    (run, rest) = runs_of(shelf, texts, [0.5, 0.004, 0.4], 3)
    assert words_of(shelf, run) == one
    (copy,) = run.copies
    assert copy.text == other
    assert words_of(shelf, rest) == "A letter says more."
    assert rest.copies == []


def test_words_within_a_longer_quote_are_a_copy_of_it(shelf: Home) -> None:
    texts = {"a.md": "The mill burned down in March. Nobody was hurt.", "b.md": "Nobody was hurt."}
    (run,) = runs_of(shelf, texts, [0.5, 0.4, 0.1], 3)
    assert [copy.text for copy in run.copies] == ["Nobody was hurt."]


def test_words_that_hold_a_shorter_quote_are_a_copy_of_it(shelf: Home) -> None:
    texts = {"a.md": "Nobody was hurt.", "b.md": "It is said that nobody was hurt in the mill."}
    (run,) = runs_of(shelf, texts, [0.6, 0.4], 3)
    assert [copy.text for copy in run.copies] == ["It is said that nobody was hurt in the mill."]


def test_a_part_of_a_word_is_no_copy(shelf: Home) -> None:
    texts = {"a.md": "The mill was old then.", "b.md": "The mill was old, thence sold."}
    assert len(runs_of(shelf, texts, [0.6, 0.4], 3)) == 2


def test_copies_are_found_beyond_the_limit(shelf: Home) -> None:
    texts = {
        "a.md": "The mill burned down.",
        "b.md": "The bees flew.",
        "c.md": "The mill burned down!",
    }
    (run,) = runs_of(shelf, texts, [0.5, 0.3, 0.2], 1)
    assert [copy.text for copy in run.copies] == ["The mill burned down!"]


def test_of_nothing_there_are_no_runs(shelf: Home) -> None:
    shelf.ingest({"a.md": FIVE})
    assert choose_runs([], 3, {}) == []


def test_a_sentence_beside_a_repeated_one_is_no_copy(shelf: Home) -> None:
    mill = "The mill burned down in March."
    texts = {"a.md": mill, "b.md": f"The baker died that day. {mill}"}
    runs = runs_of(shelf, texts, [0.45, 0.35, 0.2], 3)
    assert [words_of(shelf, run) for run in runs] == [mill, "The baker died that day."]
    assert [copy.text for run in runs for copy in run.copies] == [mill]
