"""Where the talk turns to something else, on texts of our own."""

from corpus.layout import segments
from corpus.sections import sections
from tests.corpus.test_sections import BEES, HARBOUR, page

HEADLINES = (
    ("Three lifts stand still in Corvane", "The company waits for a rope."),
    ("A school moves into the old mint", "Its first lessons begin in May."),
    ("Nobody wants the lighthouse of Arden", "The council lowers its price."),
    ("The ferry has found a captain", "She learnt her trade on ice-breakers."),
)


def test_a_list_of_headlines_is_one_section() -> None:
    teasers = [line for title, lead in HEADLINES for line in (f"{title}\nBy Jo Marsh", lead)]
    text = page("Cranes for the quay\nBy Anna Keller\n4 March 2015", *HARBOUR, *teasers)
    starts = [s.start for s in sections(text, segments(text))]
    assert starts == [0, text.index(HEADLINES[0][0])]


def test_articles_in_a_row_are_still_told_apart() -> None:
    text = page("Cranes for the quay\nBy Anna Keller", *HARBOUR, "Mites\nBy Jo Marsh", *BEES)
    assert [s.start for s in sections(text, segments(text))] == [0, text.index("Mites")]
