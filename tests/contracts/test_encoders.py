"""What every encoder promises, held against each of them; `tests/embeddings` has the rest."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import Encoder, FloatMatrix, PassageText
from embeddings.packaged import PackagedEncoder
from tests.contracts.golden import GOLDEN, TOLERANCE, numbers_of
from tests.embeddings.hashing import HashingEncoder
from tests.embeddings.prose import (
    paragraphs_of,
    sample_paragraphs,
    sentences_of,
    varied_paragraphs,
)
from tests.embeddings.published import open_sentence_transformer, open_transformer

SHORT = "Snow fell."
LONG = " ".join(["Every street of the old town is described in this letter."] * 40)
TEXT = "The harbour office counted forty boats. Two of them were new."
SPANS = ((0, 39), (40, 61))

MODELS = [
    pytest.param("packaged", marks=pytest.mark.model),
    pytest.param("transformer", marks=[pytest.mark.model, pytest.mark.slow]),
]


@pytest.fixture
def open_encoder(request: pytest.FixtureRequest) -> Callable[[str], Encoder]:
    """Open an encoder by the name it has in this file; the large ones once in a process."""

    def open_one(name: str) -> Encoder:
        if name == "packaged":
            packaged = request.getfixturevalue("encoder")
            assert isinstance(packaged, PackagedEncoder)
            return packaged
        return open_transformer() if name == "transformer" else HashingEncoder()

    return open_one


@pytest.fixture(params=["hashing", *MODELS])
def name(request: pytest.FixtureRequest) -> str:
    """Of the encoder under test."""
    return str(request.param)


@pytest.fixture
def any_encoder(name: str, open_encoder: Callable[[str], Encoder]) -> Encoder:
    """The encoder under test."""
    return open_encoder(name)


def passage_rows(encoder: Encoder, texts: list[str]) -> FloatMatrix:
    return np.array([v.passage for v in encoder.encode_passages(map(PassageText, texts))])


def assert_unit_rows(rows: FloatMatrix, count: int, encoder: Encoder) -> None:
    assert rows.shape == (count, encoder.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_questions_become_unit_rows(any_encoder: Encoder) -> None:
    assert_unit_rows(any_encoder.encode_questions([SHORT, LONG, TEXT]), 3, any_encoder)


def test_no_question_gives_no_row(any_encoder: Encoder) -> None:
    assert_unit_rows(any_encoder.encode_questions([]), 0, any_encoder)


def test_passages_and_their_sentences_become_unit_rows(any_encoder: Encoder) -> None:
    texts = [PassageText(TEXT, SPANS), PassageText(SHORT), PassageText(LONG, ((0, 58),))]
    made = list(any_encoder.encode_passages(texts))
    assert_unit_rows(np.array([vectors.passage for vectors in made]), 3, any_encoder)
    for vectors, text in zip(made, texts, strict=True):
        assert_unit_rows(vectors.sentences, len(text.sentences), any_encoder)


def test_no_passage_gives_no_result(any_encoder: Encoder) -> None:
    assert list(any_encoder.encode_passages([])) == []


@pytest.mark.parametrize("empty", ["", " ", "\n", "\u200b"])
def test_empty_text_has_a_vector(any_encoder: Encoder, empty: str) -> None:
    assert_unit_rows(any_encoder.encode_questions([empty]), 1, any_encoder)
    (vectors,) = any_encoder.encode_passages([PassageText(empty, ((0, len(empty)),))])
    assert_unit_rows(vectors.passage[None], 1, any_encoder)
    assert_unit_rows(vectors.sentences, 1, any_encoder)


def test_a_very_long_text_has_a_vector(any_encoder: Encoder) -> None:
    text = "Bread " * 50_000
    assert_unit_rows(any_encoder.encode_questions([text]), 1, any_encoder)
    (vectors,) = any_encoder.encode_passages([PassageText(text, ((0, 29), (299_000, 299_999)))])
    assert_unit_rows(vectors.sentences, 2, any_encoder)


def test_questions_keep_their_order(any_encoder: Encoder) -> None:
    texts = [LONG, SHORT, TEXT, "Rice is sown in May."]
    alone = np.concatenate([any_encoder.encode_questions([text]) for text in texts])
    together = any_encoder.encode_questions(texts)
    assert (together @ alone.T).argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_passages_keep_their_order(any_encoder: Encoder) -> None:
    texts = [f"Boat number {number} carried {'salt ' * (number % 7)}north." for number in range(80)]
    alone = np.concatenate([passage_rows(any_encoder, [text]) for text in texts[::9]])
    together = passage_rows(any_encoder, texts)[::9]
    assert (together @ alone.T).argmax(axis=1).tolist() == list(range(len(alone)))


def test_sentences_keep_their_order(any_encoder: Encoder) -> None:
    text = "Bakers rise before dawn. The glacier lost nine metres. Violins are tuned in fifths."
    spans = ((0, 24), (25, 54), (55, 83))
    (vectors,) = any_encoder.encode_passages([PassageText(text, spans)])
    alone = any_encoder.encode_questions([text[a:b] for a, b in spans])
    assert (vectors.sentences @ alone.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_the_same_call_gives_the_same_bits(any_encoder: Encoder) -> None:
    texts = [LONG, SHORT, TEXT]
    first, second = any_encoder.encode_questions(texts), any_encoder.encode_questions(texts)
    assert first.tobytes() == second.tobytes()
    assert passage_rows(any_encoder, texts).tobytes() == passage_rows(any_encoder, texts).tobytes()


@pytest.mark.parametrize("beside", [[SHORT], [LONG], [LONG, SHORT] * 20], ids=["1", "2", "40"])
def test_a_vector_does_not_depend_on_what_stands_beside_it(
    any_encoder: Encoder, name: str, beside: list[str]
) -> None:
    questions = [rows[-1] for rows in map(any_encoder.encode_questions, ([TEXT], [*beside, TEXT]))]
    passages = [passage_rows(any_encoder, texts)[-1] for texts in ([TEXT], [*beside, TEXT])]
    for alone, together in (questions, passages):
        if name == "transformer":  # torch adds up in another order in a batch of another size
            assert np.allclose(alone, together, atol=1e-6, rtol=0)
        else:
            assert alone.tobytes() == together.tobytes()


@pytest.mark.parametrize(
    ("position", "counts"), [(5, True), (150, True), (240, True), (280, False)]
)
def test_what_lies_beyond_256_tokens_does_not_count(
    any_encoder: Encoder, position: int, counts: bool
) -> None:
    water = ["water"] * 300
    music = [*water[:position], "music", *water[position + 1 :]]
    texts = [" ".join(water), " ".join(music)]
    for rows in (any_encoder.encode_questions(texts), passage_rows(any_encoder, texts)):
        assert np.allclose(rows[0], rows[1], atol=1e-6) != counts


def test_the_numbers_are_those_of_the_last_look(any_encoder: Encoder, name: str) -> None:
    assert np.abs(numbers_of(any_encoder) - np.array(GOLDEN[name])).max() < TOLERANCE


def test_the_golden_numbers_tell_8_bits_from_32() -> None:
    difference = np.abs(np.array(GOLDEN["packaged"]) - np.array(GOLDEN["transformer"]))
    assert difference.max(axis=1).min() > 5 * TOLERANCE


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_the_ranking_is_that_of_sentence_transformers(any_encoder: Encoder) -> None:
    sample = sample_paragraphs()
    passages, questions = sample + varied_paragraphs(), sentences_of(sample)
    assert len(passages) > 200
    assert len(questions) > 150
    assert top_10_overlap(any_encoder, questions, passages) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_the_ranking_is_that_of_sentence_transformers_on_encyclopaedia_articles(
    any_encoder: Encoder, evaluation_sets: Path
) -> None:
    articles = sorted((evaluation_sets / "squad2-a" / "corpus").glob("*.txt"))
    passages = paragraphs_of("\n\n".join(path.read_text() for path in articles))
    lines = (evaluation_sets / "squad2-a" / "questions.jsonl").read_text().splitlines()
    questions = [str(json.loads(line)["question"]) for line in lines[::20]]
    assert len(passages) > 500
    assert top_10_overlap(any_encoder, questions, passages) >= 0.9


def top_10_overlap(encoder: Encoder, questions: list[str], passages: list[str]) -> float:
    theirs = _ten_best(_exact_rows(tuple(questions)), _exact_rows(tuple(passages)))
    ours = _ten_best(encoder.encode_questions(questions), passage_rows(encoder, passages))
    shared = [len(set(a) & set(b)) / 10 for a, b in zip(theirs, ours, strict=True)]
    return sum(shared) / len(shared)


@cache
def _exact_rows(texts: tuple[str, ...]) -> FloatMatrix:
    model = open_sentence_transformer()
    return np.asarray(model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False))


def _ten_best(questions: FloatMatrix, passages: FloatMatrix) -> list[list[int]]:
    best: list[list[int]] = np.argsort(-(questions @ passages.T), axis=1)[:, :10].tolist()
    return best
