import random

from hypothesis import given
from hypothesis import strategies as st

from corpus.origins import FEWEST_WORDS, is_copy, origins, signature

STORY = (
    "The ferry left the old harbour at seven with forty passengers, two horses and a crate of "
    "lemons for the hospital. Halfway across, the engine stopped, and the pilot rowed to the "
    "lighthouse for help while the horses were calmed by a schoolteacher from the north."
)
RETOLD = (
    "At seven the ferry sailed with about forty people on board. A schoolteacher kept the horses "
    "quiet after the engine failed, and help came from the lighthouse because the pilot had gone "
    "there in a rowing boat; nobody knows what became of the lemons."
)


def _found(*texts: str) -> dict[int, int]:
    return origins(((i, signature(text)) for i, text in enumerate(texts)), texts.__getitem__)


def _edited(text: str, share: float, seed: int) -> str:
    chance = random.Random(seed)
    words = text.split()
    for i in chance.sample(range(len(words)), int(len(words) * share)):
        words[i] = f"other{i}"
    return " ".join(words)


def test_a_copy_has_the_origin_of_the_first() -> None:
    assert _found(STORY, RETOLD, STORY) == {0: 0, 2: 0}


def test_a_copy_with_a_fifth_of_its_words_edited_is_found() -> None:
    copies = [_edited(STORY, 0.2, seed) for seed in range(20)]
    assert all(_found(STORY, copy) == {0: 0, 1: 0} for copy in copies)


def test_another_account_of_the_same_event_is_an_origin_of_its_own() -> None:
    assert _found(STORY, RETOLD) == {}
    assert not is_copy(STORY, RETOLD)


def test_a_quote_of_a_passage_within_a_longer_one_is_a_copy() -> None:
    post = f"Somebody wrote this yesterday, read it. {STORY} I do not believe a word of it."
    assert _found(post, RETOLD, STORY) == {0: 0, 2: 0}


def test_records_of_one_pattern_are_origins_of_their_own() -> None:
    records = [
        f"The {thing} of Arden was drawn by Olga Brandt and opened in {year}; it cost {cost} "
        "crowns, and the town paid half of them from its own purse within three years."
        for thing, year, cost in (("mill", 1807, 90), ("bridge", 1814, 103), ("school", 1821, 116))
    ]
    assert _found(*records) == {}


def test_short_passages_are_nobodys_copies() -> None:
    short = " ".join(STORY.split()[: FEWEST_WORDS - 1])
    assert signature(short) == b""
    assert _found(short, short) == {}


def test_many_copies_are_one_origin() -> None:
    assert set(_found(*[STORY] * 100).values()) == {0}


def test_case_and_punctuation_make_no_difference() -> None:
    assert _found(STORY, STORY.upper().replace(",", " -")) == {0: 0, 1: 0}


def test_russian_copies_are_found() -> None:
    text = (
        "Паром вышел из старой гавани в семь утра, на борту было сорок пассажиров, две лошади и "
        "ящик лимонов для больницы, а на полпути остановился мотор."
    )
    assert _found(text, RETOLD, text.replace("ящик", "мешок")) == {0: 0, 2: 0}


@given(st.permutations([STORY, STORY + " Nothing more is known.", RETOLD, RETOLD[:-1]]))
def test_the_order_of_passages_makes_no_difference(texts: list[str]) -> None:
    groups = _found(*texts)
    together = {frozenset(texts[i] for i in groups if groups[i] == o) for o in groups.values()}
    assert together == {
        frozenset({STORY, STORY + " Nothing more is known."}),
        frozenset({RETOLD, RETOLD[:-1]}),
    }
