from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import Library
from corpus.words import QuestionWord, question_words
from corpus.writer import LibraryWriter
from tests.corpus.making import AWKWARD, BARN, KOLODEZ, QUDYQ, WELL, keep, reading

BARN_ALONE = QuestionWord(("barn",), "zzzz")
Search = Callable[[str], list[str]]


@pytest.fixture
def library(writer: LibraryWriter, open_library: Callable[[], Library]) -> Library:
    keep(writer, reading(WELL, title="Village water"), "well")
    keep(writer, reading(BARN), "barn")
    keep(writer, reading(KOLODEZ), "kolodez")
    keep(writer, reading(QUDYQ), "qudyq")
    keep(writer, reading("水很深，去年没有人下去过那口井。"), "shui")
    keep(writer, reading("İstanbul'daki kuyuyu kışın kazdılar, ılık bir gündü."), "kuyu")
    return open_library()


def hits(library: Library, question: str, limit: int = 10) -> list[tuple[int, float]]:
    return library.search_words(question_words(question, library.languages()), limit)


@pytest.fixture
def search(library: Library) -> Search:
    """Names of the documents found, best first."""

    def names(question: str) -> list[str]:
        numbers = [number for number, _ in hits(library, question)]
        passages = library.passages(numbers)
        return [library.document(passages[n][0].document_id).name for n in numbers]

    return names


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who dug the wells?", "well"),
        ("burning barns", "barn"),
        ("о колодцах", "kolodez"),
        ("құдықтар туралы", "qudyq"),
        ("水很深吗", "shui"),
        ("istanbul", "kuyu"),
        ("İSTANBUL", "kuyu"),
        ("ılık", "kuyu"),
        ("village water", "well"),
    ],
)
def test_a_question_finds_the_passage_that_has_its_words(
    search: Search, question: str, name: str
) -> None:
    assert search(question)[0] == name


def test_a_word_is_found_by_its_first_letters_alone(search: Search) -> None:
    assert search("villager") == ["well"]


@pytest.mark.parametrize(
    "question",
    [
        'well" OR "barn',
        "well NOT village",
        "well AND barn NEAR(nobody, 2)",
        "-village +well",
        "{title}:well ^well* title:well",
        'well "" * ( : ;',
        "🙂 well \0",
        "well\u202e\u200f",
    ],
)
def test_operators_and_quotes_are_words_or_nothing(search: Search, question: str) -> None:
    assert "well" in search(question)


@given(st.lists(st.sampled_from(AWKWARD + tuple("\"*():^+-{}\\'")) | st.text(max_size=4)))
def test_no_question_is_an_error(library: Library, parts: list[str]) -> None:
    question = " ".join(parts).encode(errors="replace").decode()
    found = hits(library, f"{question} barn")
    assert found[0][1] > 0
    assert len({number for number, _ in found}) == len(found)


@pytest.mark.parametrize("question", ["", "?!", "🙂", '""', "zzzz"])
def test_a_question_without_a_known_word_finds_nothing(search: Search, question: str) -> None:
    assert search(question) == []


def test_a_term_is_quoted_whatever_it_holds(library: Library) -> None:
    asked = QuestionWord(('bar"n', 'x" OR stems:"barn', "barn"), '"*')
    assert library.search_words([asked], 10) == library.search_words([BARN_ALONE], 10) != []


def test_scores_fall_and_more_words_score_higher(library: Library) -> None:
    scores = [score for _, score in hits(library, "nobody barn burned autumn")]
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[1] > 0


def test_only_as_many_are_returned_as_asked_for(library: Library) -> None:
    best = hits(library, "nobody the barn")
    assert len(best) == 2
    assert hits(library, "nobody the barn", limit=1) == best[:1]


def test_a_long_question_is_answered(library: Library, search: Search) -> None:
    assert search("barn " + " ".join(f"word{i}" for i in range(2000))) == ["barn"]


def test_stems_are_counted_by_passages(library: Library) -> None:
    counted = library.stem_counts(["well", "the", "колодц", "zzzz", 'we"ll', "*"])
    assert counted == {"well": 1, "the": 2}


def test_words_of_a_heading_find_what_it_heads(
    writer: LibraryWriter, open_library: Callable[[], Library]
) -> None:
    page = f"About windmills\n\n{WELL}\n\nAbout granaries\n\n{BARN}"
    document_id = keep(writer, reading(page, title="Two buildings"))
    library = open_library()
    windmills, granaries = library.passages_of(document_id)
    assert [n for n, _ in hits(library, "granaries")] == [granaries.number]
    assert [n for n, _ in hits(library, "windmill")] == [windmills.number]
