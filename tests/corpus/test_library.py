"""Documents, text and passages; test_library_search.py has the words, test_library_file.py the
file as a whole."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cutting import cut_document
from corpus.errors import UnknownDocument
from corpus.library import PAGE, Library
from corpus.model import Source
from corpus.writer import LibraryWriter
from tests.corpus.making import BARN, KOLODEZ, WELL, keep, reading

Open = Callable[[], Library]
LONG = "".join(f"Record {i}: the wéll is {i % 97} m deep 🙂 there.\n\n" for i in range(1500))


@pytest.fixture
def long_document(writer: LibraryWriter, open_library: Open) -> tuple[Library, str]:
    document_id = keep(writer, reading(LONG))
    return open_library(), document_id


def test_pages_join_into_the_whole_text(long_document: tuple[Library, str]) -> None:
    library, document_id = long_document
    assert len(LONG) > 3 * PAGE
    assert library.text(document_id) == LONG
    assert list(library.texts()) == [(document_id, LONG)]
    assert library.document(document_id).length == len(LONG)


BORDERS = st.sampled_from([0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, len(LONG) - 1, len(LONG)])
OFFSETS = BORDERS | st.integers(0, len(LONG) + 10)


@given(OFFSETS, OFFSETS)
def test_a_slice_is_the_slice_of_the_text(
    long_document: tuple[Library, str], start: int, end: int
) -> None:
    library, document_id = long_document
    assert library.text(document_id, start, end) == LONG[start:end]
    assert library.text(document_id, start) == LONG[start:]
    with library.snapshot():
        assert library.text(document_id, start, end) == LONG[start:end]


def test_a_document_that_is_not_there_has_no_text(long_document: tuple[Library, str]) -> None:
    assert long_document[0].text("nobody") == ""


def test_passages_come_back_as_they_were_cut(long_document: tuple[Library, str]) -> None:
    library, document_id = long_document
    stored = library.passages_of(document_id)
    assert len(stored) == library.passage_count() > 50
    assert [p.start for p in stored] == sorted(p.start for p in stored)
    for passage in stored:
        sentences = [LONG[start:end] for start, end in passage.sentences]
        assert all(sentence.startswith("Record") for sentence in sentences)
        assert LONG[passage.start : passage.end].startswith(sentences[0])
        assert LONG[: passage.start].count("\n") + 1 == passage.line


def test_any_number_of_passages_is_fetched_by_number(long_document: tuple[Library, str]) -> None:
    library, document_id = long_document
    numbers = [passage.number for passage in library.passages_of(document_id)]
    asked = [*numbers, *range(10_000, 12_000)]  # more than one statement takes
    found = library.passages(asked)
    assert sorted(found) == numbers
    hashes = dict(library.passage_hashes())
    for number, (passage, text_hash) in found.items():
        words = library.text(document_id, passage.start, passage.end)
        assert text_hash == hashes[number] == passage.hashed(words).text_hash
    assert {p.text_hash for p in library.hashed_passages(asked)} == set(hashes.values())
    assert library.passages([]) == {}


def test_a_document_is_found_by_name_path_and_id(writer: LibraryWriter, open_library: Open) -> None:
    document_id = keep(writer, reading(WELL, title="The well"), "notes/a.txt")
    keep(writer, reading(BARN), "b.txt")
    library = open_library()
    for name in ("notes/a.txt", "/texts/notes/a.txt", document_id, document_id[:6]):
        assert library.find(name).id == document_id
    document = library.find("notes/a.txt")
    assert document.source == Source(title="The well")
    assert (document.path, document.language) == ("/texts/notes/a.txt", "en")
    assert (document.encoding, document.length) == ("utf-8", len(WELL))


@pytest.mark.parametrize("name", ["%", "______", "%%%%%%%", "A.TXT", "a", "", "'; --", "a.txt\0"])
def test_a_name_means_itself_alone(writer: LibraryWriter, open_library: Open, name: str) -> None:
    keep(writer, reading(WELL), "a.txt")
    with pytest.raises(UnknownDocument, match=r"^No document is called .*pincite sources$"):
        open_library().find(name)


def test_too_short_a_beginning_of_an_id_is_no_id(writer: LibraryWriter, open_library: Open) -> None:
    document_id = keep(writer, reading(WELL))
    with pytest.raises(UnknownDocument, match="No document is called"):
        open_library().find(document_id[:5])


def test_a_name_of_several_documents_is_answered_with_their_ids(
    writer: LibraryWriter, open_library: Open
) -> None:
    ids = [keep(writer, reading(text), name) for text, name in ((WELL, "a.txt"), (BARN, "b.txt"))]
    with writer.transaction():  # the same name below another folder
        writer.note_file("/other/a.txt", "/other", "")
        writer.save_source(reading(BARN), Source(), "/other/a.txt", "a.txt", "1")
    with pytest.raises(UnknownDocument, match=r"'a\.txt' names 2 documents\. .* id: ") as error:
        open_library().find("a.txt")
    assert all(document_id[:12] in str(error.value) for document_id in ids)


@pytest.mark.parametrize("name", ["Report", "report.txt", "./notes/2011-report.txt"])
def test_what_comes_near_an_unknown_name_is_named(
    writer: LibraryWriter, open_library: Open, name: str
) -> None:
    keep(writer, reading(WELL), "notes/2011-report.txt")
    keep(writer, reading(BARN), "barn.md")
    with pytest.raises(UnknownDocument, match=r"Near it: notes/2011-report\.txt\. See") as error:
        open_library().find(name)
    assert "barn" not in str(error.value)


@pytest.mark.parametrize("name", ["колодец", "КОЛОДЕЦ.TXT", "file.jsonl"])
def test_names_near_are_found_in_any_case_and_by_their_file(
    writer: LibraryWriter, open_library: Open, name: str
) -> None:
    keep(writer, reading(WELL), "Колодец.txt")
    with writer.transaction():
        writer.note_file("/texts/File.jsonl", "/texts", "fingerprint")
        found = reading(BARN, record="7")
        writer.save_document(found, cut_document(found, found.source))
        writer.save_source(found, found.source, "/texts/File.jsonl", "7", "1")
    with pytest.raises(UnknownDocument) as error:
        open_library().find(name)
    near = "7" if name == "file.jsonl" else "Колодец.txt"
    assert f"Near it: {near}. See" in str(error.value)


def test_an_unknown_id_is_named(writer: LibraryWriter, open_library: Open) -> None:
    with pytest.raises(UnknownDocument, match="No document has the id 0123"):
        open_library().document("0123")


def test_a_document_with_several_names_is_listed_once(
    writer: LibraryWriter, open_library: Open
) -> None:
    for name in ("z.txt", "a.txt", "m.txt"):
        keep(writer, reading(WELL, title=name), name)
    keep(writer, reading(KOLODEZ), "k.txt")
    library = open_library()
    listed = [(d.name, d.source.title, d.also) for d in library.documents()]
    assert listed == [("k.txt", None, ()), ("z.txt", "z.txt", ("a.txt", "m.txt"))]
    assert library.find("m.txt").name == "z.txt"
    assert library.document_count() == 2


def test_places_are_listed_by_path(writer: LibraryWriter, open_library: Open) -> None:
    well = keep(writer, reading(WELL), "b.txt")
    barn = keep(writer, reading(BARN, record="7"), "a.jsonl")
    places = [(p.path, p.record, p.name, p.document_id) for p in open_library().places()]
    assert places == [
        ("/texts/a.jsonl", "7", "a.jsonl", barn),
        ("/texts/b.txt", "", "b.txt", well),
    ]


def test_languages_are_counted(writer: LibraryWriter, open_library: Open) -> None:
    assert open_library().languages() == {}
    for i, text in enumerate((WELL, BARN, KOLODEZ, "1 2 3 4 5 6 7 8 9 10 11 12 13 14")):
        keep(writer, reading(text), f"{i}.txt")
    assert open_library().languages() == {"en": 2, "ru": 1, "": 1}
