"""What the packaged model says of texts, beyond the contract of every encoder."""

import numpy as np
import pytest

from embeddings.encoder import PassageText, PassageVectors
from embeddings.packaged import PackagedEncoder

pytestmark = pytest.mark.model

PARAGRAPH = (
    "The ferry to the island leaves at dawn. Bees were kept behind the monastery. "
    "The court fined the quarry for its dust."
)
SPANS = ((0, 39), (40, 76), (77, 117))


def encode(encoder: PackagedEncoder, passage: PassageText) -> PassageVectors:
    (vectors,) = encoder.encode_passages([passage])
    return vectors


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("When does the boat depart?", 0),
        ("Where did the monks have their hives?", 1),
        ("Who was punished for polluting the air?", 2),
    ],
)
def test_a_sentence_is_found_by_its_meaning(
    encoder: PackagedEncoder, question: str, answers: int
) -> None:
    sentences = encode(encoder, PassageText(PARAGRAPH, SPANS)).sentences
    (asked,) = encoder.encode_questions([question])
    assert int(np.argmax(sentences @ asked)) == answers


def test_a_sentence_knows_its_passage(encoder: PackagedEncoder) -> None:
    about = {
        thing: f"{thing} stood on the hill above the bay. It was sold in spring."
        for thing in ("The lighthouse", "The piano factory")
    }
    vectors = []
    for text in about.values():
        start = text.index("It was")
        vectors.append(encode(encoder, PassageText(text, ((start, len(text)),))).sentences[0])
    lighthouse, factory = vectors
    assert float(lighthouse @ factory) < 0.9
    (asked,) = encoder.encode_questions(["When was the lighthouse sold?"])
    assert float(lighthouse @ asked) > float(factory @ asked) + 0.1


def test_a_sentence_that_is_the_passage_is_near_to_it(encoder: PackagedEncoder) -> None:
    text = PARAGRAPH[:39]
    vectors = encode(encoder, PassageText(text, ((0, 39),)))
    assert float(vectors.sentences[0] @ vectors.passage) > 0.95


@pytest.mark.parametrize("span", [(39, 40), (5, 5)], ids=["a space", "nothing"])
def test_a_sentence_without_words_has_the_passages_vector(
    encoder: PackagedEncoder, span: tuple[int, int]
) -> None:
    vectors = encode(encoder, PassageText(PARAGRAPH, (span,)))
    assert vectors.sentences[0].tobytes() == vectors.passage.tobytes()


def test_a_sentence_beyond_the_window_has_the_passages_vector(encoder: PackagedEncoder) -> None:
    text = "water " * 300 + "Music played."
    vectors = encode(encoder, PassageText(text, ((1800, 1813),)))
    assert vectors.sentences[0].tobytes() == vectors.passage.tobytes()


def test_the_tokenizers_own_limit_of_128_tokens_is_not_in_force(encoder: PackagedEncoder) -> None:
    last_word = {n: " ".join(["water"] * (n - 1) + ["music"]) for n in (128, 200, 254, 255)}
    changes = {
        n: not np.array_equal(*encoder.encode_questions([text, text.replace("music", "stone")]))
        for n, text in last_word.items()
    }
    assert changes == {128: True, 200: True, 254: True, 255: False}


def test_many_passages_in_parallel_are_as_one_after_the_other(encoder: PackagedEncoder) -> None:
    passages = [PassageText(f"{PARAGRAPH} Note {number}.", SPANS) for number in range(40)]
    together = list(encoder.encode_passages(passages))
    alone = [encode(encoder, passage) for passage in passages]
    for first, second in zip(together, alone, strict=True):
        assert first.passage.tobytes() == second.passage.tobytes()
        assert first.sentences.tobytes() == second.sentences.tobytes()


def test_it_says_that_it_knows_english_only() -> None:
    assert PackagedEncoder.languages == frozenset({"en"})
