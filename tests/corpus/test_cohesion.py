"""What borders gain by the words of the blocks around them."""

import random

import numpy as np

from corpus.cohesion import CERTAIN, FORBIDDEN, STRETCH, gains

CRANES = "crane quay berth ship".split()
MITES = "mite hive queen honey".split()


def drawn(seed: int, topic: str) -> list[str]:
    choose = random.Random(seed)
    return [f"{topic}{choose.randrange(30)}" for _ in range(60)]


def test_a_border_gains_most_where_the_words_change() -> None:
    found = gains([CRANES * 10] * 4 + [MITES * 10] * 4, [0.0] * 8)
    for gained in (found.fine, found.coarse, found.shown):
        assert gained[4] > 0
        assert gained.argmax() == 4
        assert (np.delete(gained, [0, 4]) < 0).all()


def test_short_pieces_gain_by_the_fine_measure_only() -> None:
    around = [drawn(seed, "c") for seed in range(20)]
    piece = [drawn(seed, "m") for seed in range(20, 23)]
    found = gains([*around[:10], *piece, *around[10:]], [0.0] * 23)
    assert found.fine[10] > 0.5
    assert found.coarse[10] < -0.3


def test_words_that_one_block_alone_has_cost_the_same_everywhere() -> None:
    blocks = [CRANES * 10] * 4 + [MITES * 10] * 4
    odd = [[*block, f"only{i}"] for i, block in enumerate(blocks)]
    assert gains(odd, [0.0] * 8).fine.argmax() == 4


def test_no_border_is_where_none_may_be() -> None:
    evidence = [0.0, 0.0, FORBIDDEN, 0.0]
    found = gains([CRANES * 10] * 2 + [MITES * 10] * 2, evidence)
    assert found.fine[2] == 0


def test_evidence_counts_against_the_borders_beside_it() -> None:
    blocks = [CRANES * 10] * 3 + [[*CRANES, *MITES] * 5] + [MITES * 10] * 3
    plain = gains(blocks, [0.0] * 7).shown
    shown = gains(blocks, [0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0]).shown
    assert shown[3] > plain[3]
    assert shown[4] < plain[4]


def test_beyond_a_certain_border_nothing_is_compared() -> None:
    certain = [0.0, 0.0, CERTAIN, 0.0]
    alike = gains([CRANES * 10] * 4, certain)
    assert alike.fine[3] < 0
    assert alike.fine[1] < 0


def test_a_long_text_is_measured_to_its_end() -> None:
    count = 2 * STRETCH
    found = gains([CRANES * 10] * (count - 9) + [MITES * 10] * 9, [0.0] * count)
    assert found.fine.argmax() == count - 9


def test_a_text_without_words_gains_nothing() -> None:
    assert gains([[], []], [0.0, 0.0]).fine[0] == 0
    assert not len(gains([], []).fine)
