import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reader.contract import CLIP, READINGS
from retrieval.reader.readings import END, NONE, SENTENCE, START, leads, sentence_readings
from retrieval.reader.tokens import Tokens


def tokens(owners: list[int]) -> Tokens:
    """[CLS], one word of a question, [SEP]; then a passage's tokens, by sentence; [SEP]."""
    sentence = np.array([-1, -1, -1, *owners, -1])
    ids = list(range(len(sentence)))
    segments = [0, 0, 0, *[1] * (len(owners) + 1)]
    return Tokens(ids, segments, sentence, [(i, i + 1) for i in range(len(owners))], 3)


def scores(count: int, **channels: dict[int, float]) -> np.ndarray:
    made = np.zeros((count, 4), np.float32)
    names = {"sentence": SENTENCE, "none": NONE, "start": START, "end": END}
    for name, values in channels.items():
        for token, value in values.items():
            made[token, names[name]] = value
    return made


def test_the_margin_is_the_mean_of_a_sentence_above_none() -> None:
    rows = scores(8, sentence={3: 1.0, 4: 3.0, 5: 5.0, 6: 5.0}, none={0: 1.5})
    made = sentence_readings(rows, tokens([0, 0, 1, 1]), 2)
    assert made[:, 0].tolist() == [0.5, 3.5]


def test_the_span_is_the_best_beginning_and_end_above_nowhere() -> None:
    rows = scores(8, start={0: 1.0, 3: 4.0, 5: 2.0}, end={0: 0.5, 4: 3.0, 6: -1.0})
    made = sentence_readings(rows, tokens([0, 0, 1, 1]), 2)
    assert made[:, 1].tolist() == [5.5, 0.5]


def test_what_stands_outside_the_window_gets_the_least() -> None:
    made = sentence_readings(scores(6), tokens([0, 0]), 3)
    assert made.shape == (3, len(READINGS))
    assert made[1:, :2].tolist() == [[-CLIP, -CLIP]] * 2


def test_a_lead_is_measured_against_the_best_other() -> None:
    assert leads(np.array([3.0, 5.0, 1.0], np.float32)).tolist() == [-2, 2, -4]
    assert leads(np.array([3.0], np.float32)).tolist() == [3 + CLIP]
    assert leads(np.array([], np.float32)).tolist() == []


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=4, max_size=40))
def test_readings_are_finite_and_bounded(values: list[float]) -> None:
    owners = [i % 3 for i in range(len(values))]
    rows = np.tile(np.array([0, 0, 0, *values, 0], np.float32)[:, None], (1, 4))
    made = sentence_readings(rows, tokens(owners), 3)
    assert np.isfinite(made).all()
    assert np.abs(made).max() <= CLIP


@pytest.mark.parametrize("count", [0, 1, 5])
def test_every_sentence_has_readings(count: int) -> None:
    assert sentence_readings(scores(6), tokens([0, 0]), count).shape == (count, len(READINGS))
