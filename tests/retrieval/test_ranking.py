from dataclasses import replace

import pytest

from retrieval.ranking import Sentence, is_question, ranked, same_paragraph, sentences
from retrieval.search import Question, Searcher
from retrieval.weights import FEATURES, Weights, load_weights
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.homes import Home

TEXT = (
    "Who burned the mill down? It burned down in March 1907, when Olga Brandt was away. "
    "The baker built it again.\n\nBees flew over the river then."
)


def found_in(home: Home, question: str, *, lost: bool = False) -> tuple[Question, list[Sentence]]:
    """The sentences of the whole library in the order of the text; `lost`: without vectors."""
    library, indexing = home.library(), home.indexing()
    searcher = Searcher(library, home.encoder, indexing.current(library, None, print), 0.5)
    asked = searcher.question(question)
    if lost:
        indexing.vectors.forget_all_but([])
    found = sentences(asked, searcher.search(asked, 60), library, indexing.vectors)
    return asked, sorted(found, key=lambda s: (s.hit.passage.document_id, s.start))


def feature(sentence: Sentence, name: str) -> float:
    return sentence.features[FEATURES.index(name)]


def features_of(home: Home, question: str, name: str) -> list[float]:
    return [feature(sentence, name) for sentence in found_in(home, question)[1]]


def by(**weights: float) -> Weights:
    """Weights that look at these features only, in passages of known language."""
    learnt = tuple(weights.get(name, 0.0) for name in FEATURES)
    return replace(load_weights(), sentence_known=learnt, sentence_unknown=(0.0,) * len(learnt))


def test_every_sentence_is_a_slice_with_every_feature(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    _, found = found_in(shelf, "When did the mill burn down?")
    assert [sentence.text for sentence in found] == [
        "Who burned the mill down?",
        "It burned down in March 1907, when Olga Brandt was away.",
        "The baker built it again.",
        "Bees flew over the river then.",
    ]
    assert [sentence.text for sentence in found] == [TEXT[s.start : s.end] for s in found]
    assert {len(sentence.features) for sentence in found} == {len(FEATURES)}


def test_features_lie_about_between_0_and_1(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    for question in ("When did the mill burn down?", "Zebras?", "bees bees bees"):
        _, found = found_in(shelf, question)
        values = [value for sentence in found for value in sentence.features]
        assert min(values) >= -1
        assert max(values) <= 1.01


def test_probabilities_add_up_to_1_and_fall(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    _, found = found_in(shelf, "When did the mill burn down?")
    probabilities = [sentence.probability for sentence in ranked(found, load_weights())]
    assert sum(probabilities) == pytest.approx(1)
    assert probabilities == sorted(probabilities, reverse=True)


def test_odds_are_the_exponents_of_scores(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    _, found = found_in(shelf, "Who burned the mill?")
    best = ranked(found, by(is_question=3.0))
    assert best[0].text == "Who burned the mill down?"
    assert [sentence.score for sentence in best] == [3, 0, 0, 0]
    assert best[0].probability / best[1].probability == pytest.approx(20.0855, abs=1e-3)


def test_very_large_scores_stay_finite(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    _, found = found_in(shelf, "Who burned the mill?")
    assert [s.probability for s in ranked(found, by(is_question=1e5))] == [1, 0, 0, 0]


def test_of_nothing_nothing_is_ranked() -> None:
    assert ranked([], load_weights()) == []


def test_question_words_are_weighed(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    question, found = found_in(shelf, "bees zebra")
    bees, zebra = (word.weight for word in question.words)
    assert feature(found[3], "overlap") == pytest.approx(bees / (bees + zebra))
    assert [feature(sentence, "overlap") for sentence in found[:3]] == [0, 0, 0]


def test_words_count_whatever_their_ending(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    assert features_of(shelf, "burning", "overlap") == [1, 1, 0, 0]


def test_neighbours_count_within_the_paragraph(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    assert features_of(shelf, "baker", "overlap_before") == [0, 0, 0, 0]
    assert features_of(shelf, "baker", "overlap_after") == [0, 1, 0, 0]
    assert features_of(shelf, "mill", "overlap_before") == [0, 1, 0, 0]
    assert features_of(shelf, "bees", "overlap_after") == [0, 0, 0, 0]


def test_the_whole_passage_counts_for_each_sentence(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    assert set(features_of(shelf, "bees baker", "overlap_of_passage")) == {1}


def test_a_sentence_that_asks_is_told(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    assert features_of(shelf, "Who burned the mill?", "is_question") == [1, 0, 0, 0]


def test_a_sentence_without_the_number_or_name_asked_for_is_told(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    assert features_of(shelf, "When did the mill burn?", "lacks_number") == [1, 0, 1, 1]
    assert features_of(shelf, "Who was away?", "lacks_name") == [1, 0, 1, 1]
    assert features_of(shelf, "Why did it burn?", "lacks_name") == [0, 0, 0, 0]


def test_the_sentences_own_meaning_is_its_product(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    question, found = found_in(shelf, "bees over the river")
    vectors = shelf.encoder.encode_questions([sentence.text for sentence in found])
    products = [float(vector @ question.vector) for vector in vectors]
    assert features_of(shelf, "bees over the river", "sentence_meaning") == pytest.approx(
        products, abs=0.02
    )


def test_without_vectors_a_sentence_has_no_meaning_of_its_own(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    _, found = found_in(shelf, "bees over the river", lost=True)
    assert [feature(sentence, "sentence_meaning") for sentence in found] == [0, 0, 0, 0]
    assert feature(found[3], "overlap") == 1


def test_an_unknown_language_has_weights_of_its_own(shelf: Home) -> None:
    shelf.encoder = HashingEncoder(languages=frozenset({"en"}))
    shelf.ingest({"ru.md": "Старая мельница у реки сгорела дотла весной."})
    _, found = found_in(shelf, "Когда сгорела мельница?")
    unknown = tuple(float(name == "overlap") for name in FEATURES)
    weights = replace(by(overlap=100.0), sentence_unknown=unknown)
    (best,) = ranked(found, weights)
    assert best.score == pytest.approx(feature(best, "overlap"))
    assert 0 < best.score < 1
    assert feature(best, "meaning") == feature(best, "sentence_meaning") == 0


@pytest.mark.parametrize(
    "sentence",
    ["Who did it?", "“Who did it?”", "(Who did it?)", "他是谁？", "من هو؟", 'He asked: "Who?"]'],
)
def test_these_are_questions(sentence: str) -> None:
    assert is_question(sentence)


@pytest.mark.parametrize("sentence", ["He did it.", "Who knows. He does.", "“Who?” he asked.", ""])
def test_these_are_none(sentence: str) -> None:
    assert not is_question(sentence)


@pytest.mark.parametrize(
    ("gap", "same"),
    [(" ", True), ("\n", True), (" \n  ", True), ("", True), ("\n\n", False), ("\n \n", False)],
)
def test_a_blank_line_parts_paragraphs(gap: str, same: bool) -> None:
    text = f"One.{gap}Two."
    assert same_paragraph(text, 4, 4 + len(gap)) is same


def test_words_between_part_paragraphs() -> None:
    assert not same_paragraph("One. Menu Two.", 4, 10)
