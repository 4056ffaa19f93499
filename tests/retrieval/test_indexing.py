"""Library + encoder -> vectors and index: nothing is encoded twice, everything comes back."""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.model import HashedPassage
from retrieval.layout import index_path, vectors_path
from retrieval.model import Answer
from retrieval.updating import Update
from tests.embeddings.hashing import OtherEncoder, RecordingEncoder
from tests.retrieval.homes import Home

MILL = "The mill burned down in March 1907, and nobody was hurt in it.\n"
BEES = "Bees were kept behind the monastery until the war.\n"
BOAT = "The boat to the island leaves at dawn on Mondays.\n"


@pytest.fixture
def encoder() -> RecordingEncoder:
    return RecordingEncoder()


@pytest.fixture
def home(tmp_path: Path, encoder: RecordingEncoder) -> Iterator[Home]:
    """A home that remembers what was encoded."""
    made = Home(tmp_path, encoder)
    yield made
    made.close()


def first_document(home: Home, question: str) -> str:
    """The name of the document that the first quote comes from, whether answered or refused."""
    result = home.answerer().answer(question)
    quotes = result.quotes if isinstance(result, Answer) else result.considered
    return quotes[0].document.name


def lose_vectors(home: Home) -> None:
    for path in home.folder.glob("vectors.db*"):
        path.unlink()


def test_each_text_is_encoded_once(home: Home, encoder: RecordingEncoder) -> None:
    home.ingest({"mill.md": MILL, "bees.md": BEES})
    assert sorted(encoder.encoded) == [BEES.strip(), MILL.strip()]


def test_a_changed_document_encodes_itself_only(home: Home, encoder: RecordingEncoder) -> None:
    home.ingest({"mill.md": MILL, "bees.md": BEES})
    encoder.encoded.clear()
    home.ingest({"bees.md": BOAT})
    assert encoder.encoded == [BOAT.strip()]


def test_the_same_passage_in_two_documents_is_encoded_once(
    home: Home, encoder: RecordingEncoder
) -> None:
    home.ingest({"a.md": f"# One\n\n{MILL}", "b.md": f"# Another\n\n{MILL}"})
    assert encoder.encoded == [MILL.strip()]
    assert home.library().passage_count() == 2


def test_unchanged_documents_encode_nothing(home: Home, encoder: RecordingEncoder) -> None:
    home.ingest({"mill.md": MILL})
    encoder.encoded.clear()
    home.ingest()
    home.answerer().answer("When did the mill burn down?")
    assert encoder.encoded == []


def test_encoding_nothing_is_no_error(home: Home, encoder: RecordingEncoder) -> None:
    home.indexing().encode([])
    assert encoder.encoded == []


def test_passages_given_twice_are_encoded_once(home: Home, encoder: RecordingEncoder) -> None:
    passage = HashedPassage("hash", MILL, ((0, len(MILL)),))
    home.indexing().encode([passage, passage])
    assert encoder.encoded == [MILL]


def test_the_index_fits_the_library_after_ingest(home: Home) -> None:
    home.ingest({"mill.md": MILL})
    assert home.indexing().is_current(home.library())
    assert home.indexing().missing(home.library()) == 0


def test_a_change_of_the_library_changes_the_fingerprint(home: Home) -> None:
    home.ingest({"mill.md": MILL})
    before = home.indexing().current(home.library(), None, home.said.append).fingerprint
    home.ingest({"bees.md": BEES})
    after = home.indexing().current(home.library(), None, home.said.append).fingerprint
    assert before != after
    assert home.said == []


def test_another_model_changes_the_fingerprint_and_is_said(home: Home) -> None:
    home.ingest({"mill.md": MILL})
    library, other = home.library(), home.indexing(OtherEncoder())
    before = home.indexing().current(library, None, home.said.append).fingerprint
    assert not other.is_current(library)
    assert other.missing(library) == 1
    index = other.current(library, None, home.said.append)
    assert index.fingerprint != before
    assert home.said == ["The index does not fit the library; building it again."]
    assert other.is_current(library)


def test_an_opened_index_is_used_on_while_it_fits(home: Home) -> None:
    home.ingest({"mill.md": MILL})
    indexing, library = home.indexing(), home.library()
    opened = indexing.current(library, None, home.said.append)
    assert indexing.current(library, opened, home.said.append) is opened
    home.ingest({"bees.md": BEES})
    assert indexing.current(library, opened, home.said.append) is not opened


@pytest.mark.parametrize("damage", ["deleted", "cut"])
def test_a_lost_index_is_built_again_and_said(
    home: Home, encoder: RecordingEncoder, damage: str
) -> None:
    home.ingest({"mill.md": MILL})
    encoder.encoded.clear()
    if damage == "deleted":
        shutil.rmtree(index_path(home.folder))
    else:
        (vectors,) = index_path(home.folder).glob("*/vectors.faiss")
        os.truncate(vectors, 20)
    assert first_document(home, "When did the mill burn down?") == "mill.md"
    assert home.said == ["The index does not fit the library; building it again."]
    assert encoder.encoded == []
    assert home.indexing().is_current(home.library())


def test_lost_vectors_are_made_again_by_a_question(home: Home, encoder: RecordingEncoder) -> None:
    home.ingest({"mill.md": MILL})
    before = home.answerer().answer("When did the mill burn down?")
    home.close()
    encoder.encoded.clear()
    lose_vectors(home)
    assert home.answerer().answer("When did the mill burn down?") == before
    assert encoder.encoded == [MILL.strip()]
    assert home.said == ["Vectors are missing; making them again."]


def test_lost_vectors_are_made_again_by_ingest(home: Home, encoder: RecordingEncoder) -> None:
    home.ingest({"mill.md": MILL, "bees.md": BEES})
    lose_vectors(home)
    assert home.indexing().missing(home.library()) == 2
    encoder.encoded.clear()
    home.ingest()
    assert sorted(encoder.encoded) == [BEES.strip(), MILL.strip()]
    assert home.indexing().missing(home.library()) == 0


def test_vectors_damaged_in_the_middle_are_made_again(home: Home) -> None:
    home.ingest({f"{n}.md": f"{MILL.strip()} This is note number {n}.\n" for n in range(60)})
    before = home.answerer().answer("When did the mill burn down?")
    home.close()
    path = vectors_path(home.folder)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    sound = path.read_bytes()
    path.write_bytes(sound[:4096] + b"\x17" * (len(sound) - 4096))
    assert home.answerer().answer("When did the mill burn down?") == before
    assert home.answerer().answer("When did the mill burn down?") == before


def test_a_removed_document_is_really_gone(home: Home) -> None:
    home.ingest({"mill.md": MILL, "bees.md": BEES})
    (home.texts / "mill.md").unlink()
    home.ingest()
    index = home.indexing().current(home.library(), None, home.said.append)
    assert len(index) == home.library().passage_count() == 1
    assert first_document(home, "When did the mill burn down?") == "bees.md"


def test_vectors_of_what_is_gone_are_forgotten(home: Home, encoder: RecordingEncoder) -> None:
    home.ingest({"mill.md": MILL, "bees.md": BEES})
    home.ingest({"bees.md": BOAT})
    encoder.encoded.clear()
    home.ingest({"bees.md": BEES})
    assert encoder.encoded == [BEES.strip()]


def test_while_another_process_writes_the_stored_index_is_used(home: Home) -> None:
    others = {f"{year}.md": f"In {year} the harvest was counted.\n" for year in range(1900, 1910)}
    home.ingest({"mill.md": MILL, **others})
    home.write({"bees.md": BEES})
    update = Update(home.folder, home.encoder)
    list(update.ingest(update.scan([home.texts]), lambda _: None))
    assert not home.indexing().is_current(home.library())
    assert first_document(home, "What was kept behind the monastery?") == "bees.md"
    assert home.said == []
    assert not home.indexing().is_current(home.library())
    update.finish()
    update.close()
    assert home.indexing().is_current(home.library())


def test_when_no_process_writes_any_more_the_index_is_built(home: Home) -> None:
    home.ingest({"mill.md": MILL})
    home.write({"bees.md": BEES})
    update = Update(home.folder, home.encoder)
    list(update.ingest(update.scan([home.texts]), lambda _: None))
    update.close()
    assert first_document(home, "What was kept behind the monastery?") == "bees.md"
    assert home.said == ["The index does not fit the library; building it again."]
    assert home.indexing().is_current(home.library())


def test_another_models_index_is_not_used_while_someone_writes(home: Home) -> None:
    home.ingest({"mill.md": MILL})
    update = Update(home.folder, home.encoder)
    index = home.indexing(OtherEncoder()).current(home.library(), None, home.said.append)
    update.close()
    assert index.fingerprint.startswith("hashing-32")


def test_progress_counts_every_passage(home: Home) -> None:
    records = [json.dumps({"id": str(n), "text": f"{n} {MILL}"}) for n in range(300)]
    home.ingest({"notes.jsonl": "\n".join(records)})
    steps: list[int] = []
    home.indexing().rebuild(home.library(), steps.append)
    assert sum(steps) == 300
    assert len(steps) > 1
