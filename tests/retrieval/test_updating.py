import pytest

from corpus.errors import LibraryBusy
from corpus.library import Library
from corpus.scan import NothingToRead
from retrieval.layout import library_path
from retrieval.updating import Update
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.homes import Home

MILL = "The mill burned down in March 1907, and nobody was hurt in it.\n"
BEES = "Bees were kept behind the monastery until the war.\n"


def test_a_first_ingest_makes_the_home(shelf: Home) -> None:
    changes = shelf.ingest({"mill.md": MILL, "more/bees.md": BEES})
    assert [(change.kind, change.name) for change in changes] == [
        ("added", "mill.md"),
        ("added", "more/bees.md"),
    ]
    assert [document.name for document in shelf.library().documents()] == [
        "mill.md",
        "more/bees.md",
    ]


def test_counts_say_what_was_done(shelf: Home) -> None:
    shelf.ingest({"mill.md": MILL, "bees.md": BEES})
    shelf.write({"boat.md": "The boat to the island leaves at dawn.\n", "bees.md": BEES + MILL})
    update = Update(shelf.folder, shelf.encoder)
    list(update.ingest(update.scan([shelf.texts]), lambda _: None))
    update.close()
    assert dict(update.counts) == {"added": 1, "changed": 1, "unchanged": 1, "passages": 2}


def test_a_removed_document_answers_no_more(shelf: Home) -> None:
    shelf.ingest({"mill.md": MILL, "bees.md": BEES})
    document = shelf.library().find("mill.md")
    update = Update(shelf.folder, shelf.encoder)
    assert update.remove(document.id) == [str(shelf.texts / "mill.md")]
    update.finish()
    update.close()
    hits = shelf.answerer().search("mill burned March", 10)
    assert [hit.passage.document_id for hit in hits if hit.passage.document_id == document.id] == []
    assert shelf.indexing().is_current(shelf.library())


def test_finishing_twice_builds_once(shelf: Home) -> None:
    shelf.ingest({"mill.md": MILL})
    steps: list[int] = []
    update = Update(shelf.folder, shelf.encoder)
    update.finish(steps.append)
    update.close()
    assert steps == []


def test_it_says_how_many_passages_there_will_be(shelf: Home) -> None:
    shelf.ingest({"mill.md": MILL, "bees.md": BEES})
    update = Update(shelf.folder, shelf.encoder)
    assert update.passage_count() == 2
    update.close()


def test_a_second_writer_is_refused_and_the_first_goes_on(shelf: Home) -> None:
    shelf.write({"mill.md": MILL})
    first = Update(shelf.folder, shelf.encoder)
    with pytest.raises(LibraryBusy):
        Update(shelf.folder, HashingEncoder())
    list(first.ingest(first.scan([shelf.texts]), lambda _: None))
    first.close()
    library = Library(library_path(shelf.folder))
    assert library.document_count() == 1
    library.close()


def test_a_path_that_is_not_there_is_said(shelf: Home) -> None:
    update = Update(shelf.folder, shelf.encoder)
    with pytest.raises(NothingToRead):
        update.scan([shelf.texts / "nowhere"])
    update.close()
