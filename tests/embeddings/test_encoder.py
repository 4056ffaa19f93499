import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from embeddings.encoder import unit_rows

ROWS = arrays.arrays(np.float32, (3, 5), elements=st.floats(-1000, 1000, width=16))


@given(ROWS)
def test_every_row_gets_length_one(rows: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    made = unit_rows(rows)
    assert made.dtype == np.float32
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)


def test_directions_stay() -> None:
    made = unit_rows(np.array([[3, 4], [0, -2]], np.float32))
    assert np.allclose(made, np.array([[0.6, 0.8], [0, -1]]))


def test_a_row_of_zeros_becomes_the_first_axis() -> None:
    made = unit_rows(np.array([[0, 0, 0], [0, 5, 0]], np.float32))
    assert made.tolist() == [[1, 0, 0], [0, 1, 0]]


def test_no_rows_stay_no_rows() -> None:
    assert unit_rows(np.empty((0, 7), np.float32)).shape == (0, 7)


def test_the_input_is_left_alone() -> None:
    rows = np.array([[3, 4]], np.float32)
    unit_rows(rows)
    assert rows.tolist() == [[3, 4]]
