from pathlib import Path

import pytest

from embeddings.packaged import PackagedEncoder, ensure_tokenizer
from retrieval.reader.tokens import QUESTION_TOKENS, WINDOW, Cutter

pytestmark = pytest.mark.model

TEXT = "The ferry leaves at dawn. Forty people fit on it. Nobody knows why."
SENTENCES = ((0, 25), (26, 49), (50, 67))


@pytest.fixture
def cutter(cache_home: Path, encoder: PackagedEncoder) -> Cutter:
    return Cutter(ensure_tokenizer(cache_home / "pincite" / "models", lambda _: None))


def test_a_question_stands_before_its_passage(cutter: Cutter) -> None:
    made = cutter.tokens("When does the ferry leave?", TEXT, SENTENCES)
    assert (made.ids[0], made.ids[made.first - 1], made.ids[-1]) == (101, 102, 102)
    assert made.segments == [0] * made.first + [1] * (len(made.ids) - made.first)
    assert len(made.sentence) == len(made.ids) == made.first + len(made.offsets) + 1


def test_every_token_of_a_sentence_belongs_to_it(cutter: Cutter) -> None:
    made = cutter.tokens("When?", TEXT, SENTENCES)
    assert set(made.sentence[: made.first]) == {-1}
    for place, (start, _) in enumerate(made.offsets):
        owner = made.sentence[made.first + place]
        first, last = SENTENCES[owner]
        assert first <= start < last


def test_words_between_sentences_belong_to_none(cutter: Cutter) -> None:
    made = cutter.tokens("When?", TEXT, SENTENCES[::2])
    assert set(made.sentence.tolist()) == {-1, 0, 1}
    words = [TEXT[a:b] for a, b in made.offsets]
    assert made.sentence[made.first + words.index("Forty")] == -1


def test_what_is_too_long_is_cut(cutter: Cutter) -> None:
    made = cutter.tokens("why " * 300, "word " * 600, [(0, 1500), (1500, 3000)])
    assert len(made.ids) == WINDOW
    assert made.first == QUESTION_TOKENS + 2
    assert set(made.sentence.tolist()) == {-1, 0}
