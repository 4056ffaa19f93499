from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.cutting import cut_document
from corpus.model import Section, Source
from tests.corpus.making import BARN, KOLODEZ, WELL, reading

GLUED = f"""The well in spring
By Ann Hale
4 March 2015

{WELL}

A barn is gone
By Tom Ashdown
12 May 2016

{BARN}
"""


def test_the_language_is_detected_from_the_sentences() -> None:
    found = reading("Подписаться\n\nВсе права защищены\n\n" + WELL)
    assert cut_document(found, found.source).language == "en"


def test_the_language_that_is_stated_overrules() -> None:
    found = reading(KOLODEZ)
    cut = cut_document(found, Source(language="bg"))
    assert cut.language == "bg"
    assert {passage.language for passage in cut.passages} == {"bg"}


def test_the_beginning_of_a_long_document_tells_its_language() -> None:
    found = reading(f"{WELL}\n\n" * 300 + f"{KOLODEZ}\n\n" * 300)
    assert cut_document(found, found.source).language == "en"


def test_passages_belong_to_the_bytes_that_were_read() -> None:
    found = reading(WELL)
    cut = cut_document(found, Source(title="The well"))
    assert [passage.document_id for passage in cut.passages] == [found.sha256]
    assert cut.title == "The well"
    assert cut_document(found, found.source).title == ""


def test_articles_are_found_with_the_words_that_say_whose_they_are() -> None:
    cut = cut_document(reading(GLUED), Source(title="The well in spring"))
    assert [section.source for section in cut.sections] == [
        Source("The well in spring", None, "Ann Hale", "4 March 2015", kind="article"),
        Source("A barn is gone", None, "Tom Ashdown", "12 May 2016", kind="article"),
    ]
    assert [GLUED[s.start : s.end] for s in cut.sections] == [
        GLUED[: GLUED.index("A barn")],
        GLUED[GLUED.index("A barn") :],
    ]


def test_the_title_of_the_first_article_is_not_that_of_another() -> None:
    glued = GLUED.replace("A barn is gone", f"More wells\n\n{WELL}\n\n***")
    found = reading(glued.replace("The well in spring", "The harbour of Arden"))
    first, *later = cut_document(found, Source(title="The harbour of Arden")).sections
    assert first.source.title == "The harbour of Arden"
    assert later
    assert "The harbour of Arden" not in [
        section.source_in(Source(title="The harbour of Arden"), len(found.text)).title
        for section in later
    ]


def test_what_the_format_says_of_sections_is_taken() -> None:
    stated = (Section(0, 30, Source(author="Ann")), Section(40, 60, Source(author="Tom")))
    assert cut_document(replace(reading(GLUED), sections=stated), Source()).sections == stated
    assert cut_document(replace(reading(GLUED), sections=()), Source()).sections == ()


@given(st.lists(st.integers(0, len(GLUED)), unique=True, max_size=8).map(sorted))
def test_no_passage_reaches_over_a_border(borders: list[int]) -> None:
    """Not even where a reader parts the text inside a word."""
    pairs = zip(borders[::2], borders[1::2], strict=False)
    sections = tuple(Section(start, end, Source()) for start, end in pairs)
    cut = cut_document(replace(reading(GLUED), sections=sections), Source(language="en"))
    inside = [b for s in sections for b in (s.start, s.end)]
    for passage in cut.passages:
        words = GLUED[passage.start : passage.end]
        assert words == words.strip()
        assert not any(passage.start < border < passage.end for border in inside)
        assert all(passage.start <= a < b <= passage.end for a, b in passage.sentences)
    whole = cut_document(replace(reading(GLUED), sections=()), Source(language="en"))
    letters = [
        {
            i
            for p in some.passages
            for a, b in p.sentences
            for i in range(a, b)
            if GLUED[i].isalnum()
        }
        for some in (cut, whole)
    ]
    assert letters[0] <= letters[1]
    assert borders or letters[0] == letters[1]
