"""Sections and landmarks as they are stored and found again."""

from collections.abc import Callable
from dataclasses import replace

from corpus.library import Library
from corpus.model import Landmark, Section, Source
from corpus.words import question_words
from corpus.writer import LibraryWriter
from tests.corpus.making import BARN, WELL, keep, reading

TEXT = f"{WELL}\n\n{BARN}"
BORDER = len(WELL) + 2
SECTIONS = (
    Section(0, BORDER, Source("The well", "Valley Post", "Ann Hale", "1911", "https://w", "post")),
    Section(BORDER, len(TEXT) - 5, Source(author="Tom", language="en"), repeats=3),
)

Open = Callable[[], Library]


def test_sections_come_back_as_they_were(writer: LibraryWriter, open_library: Open) -> None:
    document_id = keep(writer, replace(reading(TEXT), sections=SECTIONS))
    assert open_library().outline.sections(document_id) == list(SECTIONS)
    assert open_library().outline.sections("another") == []


def test_an_offset_is_in_one_section_or_in_none(writer: LibraryWriter, open_library: Open) -> None:
    document_id = keep(writer, replace(reading(TEXT), sections=SECTIONS))
    outline = open_library().outline
    found = [outline.section_at(document_id, offset) for offset in range(len(TEXT))]
    assert found == [SECTIONS[0]] * BORDER + [SECTIONS[1]] * (len(BARN) - 5) + [None] * 5


def test_an_empty_section_is_not_kept(writer: LibraryWriter, open_library: Open) -> None:
    empty = Section(BORDER, BORDER, Source(author="nobody"))
    document_id = keep(writer, replace(reading(TEXT), sections=(SECTIONS[0], empty, SECTIONS[1])))
    assert open_library().outline.sections(document_id) == list(SECTIONS)


def test_the_last_landmark_up_to_an_offset_holds(writer: LibraryWriter, open_library: Open) -> None:
    pages = (Landmark(4, "page 1"), Landmark(20, "page 2"), Landmark(20, "page 3"))
    document_id = keep(writer, replace(reading(TEXT), landmarks=pages))
    outline = open_library().outline
    found = [outline.landmark_at(document_id, offset) for offset in (0, 3, 4, 19, 20, 999)]
    assert found == [None, None, "page 1", "page 1", "page 3", "page 3"]


def test_an_outline_goes_with_its_document(writer: LibraryWriter, open_library: Open) -> None:
    whole = replace(reading(TEXT), sections=SECTIONS, landmarks=(Landmark(0, "page 1"),))
    document_id = keep(writer, whole)
    with writer.transaction():
        writer.forget_document(document_id)
    outline = open_library().outline
    assert outline.sections(document_id) == []
    assert outline.landmark_at(document_id, 10) is None


def test_the_words_of_a_section_title_find_that_section(
    writer: LibraryWriter, open_library: Open
) -> None:
    titles = (Source("About windmills"), Source("About granaries"))
    parts = tuple(
        replace(section, source=source) for section, source in zip(SECTIONS, titles, strict=True)
    )
    found = replace(reading(TEXT, title="Two ruins"), sections=parts)
    document_id = keep(writer, found)
    first, second = open_library().passages_of(document_id)
    assert _found_by(open_library(), "windmills") == [first.number]
    assert _found_by(open_library(), "granaries") == [second.number]
    assert _found_by(open_library(), "ruins") == []
    with writer.transaction():  # the same text under another title
        writer.save_source(found, Source("Old houses"), "/texts/a.txt", "a.txt", "2")
    assert _found_by(open_library(), "windmills") == [first.number]


def _found_by(library: Library, word: str) -> list[int]:
    forms = question_words(word, library.languages())
    return [number for number, _ in library.search_words(forms, 5)]
