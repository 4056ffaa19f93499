"""Where the talk turns to something else, on texts of our own."""

import random

from corpus.layout import segments
from corpus.sections import sections
from tests.corpus.test_sections import BEES, GLACIER, HARBOUR, TALK, page

CRANES, MITES, ICE, CLOCK = (
    sorted({word for paragraph in article for word in paragraph.split()})
    for article in (HARBOUR, BEES, GLACIER, TALK)
)

HEADLINES = (
    (
        "Three lifts stand still in Corvane",
        "The company waits for a rope, and the rope waits for a ship.",
    ),
    (
        "A school moves into the old mint",
        "Its first lessons begin in May, if the windows come in time.",
    ),
    (
        "Nobody wants the lighthouse of Arden",
        "The council lowers its price, and asks for less paper.",
    ),
    (
        "The ferry has found a captain",
        "She learnt her trade on ice-breakers and has never been late.",
    ),
)


def drawn(seed: int, words: list[str], count: int, size: int = 90) -> list[str]:
    """Paragraphs that say no more than these words."""
    choose = random.Random(seed)
    return [" ".join(choose.choices(words, k=size)).capitalize() + "." for _ in range(count)]


def starts(text: str) -> list[int]:
    return [section.start for section in sections(text, segments(text))]


def test_a_border_that_is_only_likely_does_not_part_a_text() -> None:
    cranes = drawn(3, CRANES, 5)
    clear = page(*cranes, *drawn(4, MITES, 5))
    assert len(starts(clear)) == 2
    unclear = page(*cranes, *drawn(4, MITES[44:] + CRANES[:44], 5))
    assert len(starts(unclear)) == 1


def test_a_single_paragraph_without_a_title_is_no_section_between_two_others() -> None:
    bridge = drawn(2, ICE, 1, size=110)
    text = page(*drawn(1, CRANES, 5), *bridge, *drawn(3, MITES, 5), *drawn(4, CLOCK, 5))
    assert len(starts(text)) == 3


def test_a_page_begins_where_its_title_stands_first() -> None:
    notice = "We keep a file on your device that says which of our pages you have read so far."
    head = "Mites empty the hives of the valley | The Morning Ledger"
    page_of_mites = (head, notice, "Mites empty the hives of the valley", *drawn(3, MITES, 5))
    clock = drawn(4, CLOCK, 5)
    text = page(*drawn(1, CRANES, 5), *page_of_mites, *clock)
    assert starts(text) == [0, text.index(head), text.index(clock[0])]


def test_a_section_begins_far_down_a_long_text() -> None:
    bees = drawn(2, MITES, 30)
    text = page(*drawn(1, CRANES, 130), *bees)
    assert starts(text) == [0, text.index(bees[0])]


def test_a_list_of_headlines_is_one_section() -> None:
    teasers = [line for title, lead in HEADLINES for line in (f"{title}\nBy Jo Marsh", lead)]
    text = page("Cranes for the quay\nBy Anna Keller\n4 March 2015", *HARBOUR, *teasers)
    assert starts(text) == [0, text.index(HEADLINES[0][0])]


def test_articles_in_a_row_are_still_told_apart() -> None:
    text = page("Cranes for the quay\nBy Anna Keller", *HARBOUR, "Mites\nBy Jo Marsh", *BEES)
    assert starts(text) == [0, text.index("Mites")]
