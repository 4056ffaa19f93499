"""Folders of files; test_ingest_records.py has files of many records, test_ingest_failures.py what
goes wrong."""

import sqlite3
import unicodedata
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from corpus.ingest import BATCH_PASSAGES, Change, Ingest
from corpus.library import Library
from corpus.model import Document
from corpus.scan import scan
from corpus.writer import LibraryWriter
from tests.corpus.making import BARN, KOLODEZ, WELL, Run

Write = Callable[..., Path]
BringIn = Callable[..., Run]
Open = Callable[[], Library]
FILES = {"well.txt": WELL, "barn.md": BARN, "ru/kolodez.txt": KOLODEZ}


def listed(library: Library) -> dict[str, Document]:
    return {document.name: document for document in library.documents()}


def test_new_files_are_added_and_every_passage_is_encoded_once(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    run = bring_in(write_files(FILES))
    assert run.report == [("added", "barn.md"), ("added", "ru/kolodez.txt"), ("added", "well.txt")]
    assert run.counts == {"added": 3, "passages": 3}
    assert [passage.text for passage in run.encoded] == [BARN, KOLODEZ, WELL]
    library = open_library()
    assert {p.text_hash for p in run.encoded} == {h for _, h in library.passage_hashes()}
    assert {d.name: library.text(d.id) for d in library.documents()} == FILES


def test_a_name_as_a_mac_stores_it_is_the_name_as_people_type_it(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    typed = "Чёрный ящик.txt"
    stored = unicodedata.normalize("NFD", typed)
    folder = write_files({stored: WELL, "sources.csv": f"file,author\n{typed},Anna Orlova\n"})
    assert bring_in(folder).report == [("added", typed)]
    for name in (typed, stored, str(folder / stored)):
        assert open_library().find(name).source.author == "Anna Orlova"


def test_a_name_moves_no_cursor_and_breaks_no_line(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    stored = "a\nb \x1b[31m\u202egpj.txt"
    folder = write_files({stored: WELL})
    assert bring_in(folder).report == [("added", "a b  [31mgpj.txt")]
    assert open_library().find(stored).name == "a b  [31mgpj.txt"
    (folder / stored).unlink()
    write_files({"c.txt": BARN})
    assert ("removed", "a b  [31mgpj.txt") in bring_in(folder).report


def test_unchanged_files_are_neither_encoded_nor_written(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files(FILES)
    bring_in(folder)
    state = open_library().state()
    run = bring_in(folder)
    assert (run.changes, run.encoded) == ([], [])
    assert run.counts == {"unchanged": 3}
    assert open_library().state() == state


def test_all_bytes_are_accounted_for(write_files: Write, bring_in: BringIn) -> None:
    folder = write_files(FILES)
    first, second = bring_in(folder), bring_in(folder)
    total = sum(len(text.encode()) for text in FILES.values())
    assert (first.advanced, first.size) == (total, total)
    assert (second.advanced, second.size) == (total, total)


def test_a_changed_file_alone_is_encoded_again(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files(FILES)
    bring_in(folder)
    run = bring_in(write_files({"barn.md": BARN + " It stands."}))
    assert run.report == [("changed", "barn.md")]
    assert run.counts == {"changed": 1, "unchanged": 2, "passages": 1}
    assert [passage.text for passage in run.encoded] == [BARN + " It stands."]
    assert open_library().text(open_library().find("barn.md").id) == BARN + " It stands."
    assert open_library().document_count() == 3


def test_a_file_that_is_gone_is_removed_with_all_it_had(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files(FILES)
    bring_in(folder)
    (folder / "well.txt").unlink()
    run = bring_in(folder)
    assert run.changes == [Change("removed", "well.txt")]
    assert run.counts == {"removed": 1, "unchanged": 2, "passages": 0}
    assert sorted(listed(open_library())) == ["barn.md", "ru/kolodez.txt"]
    assert open_library().passage_count() == 2


def test_what_a_moved_file_leaves_behind_is_said(write_files: Write, bring_in: BringIn) -> None:
    beside = {"well.meta.yaml": "title: Wells", "well.txt.sections.yaml": "- begins: The well"}
    folder = write_files({"well.txt": "The well is dry.\n"} | beside)
    bring_in(folder)
    (folder / "well.txt").rename(folder / "dry.txt")
    (folder / "well.txt.sections.yaml").rename(folder / "dry.txt.sections.yaml")
    detail = "from well.txt, without well.meta.yaml"
    assert bring_in(folder).changes == [Change("moved", "dry.txt", detail)]


def test_a_moved_file_is_told_from_a_new_one_and_not_encoded(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files(FILES)
    bring_in(folder)
    before = open_library().find("well.txt")
    (folder / "deep").mkdir()
    (folder / "well.txt").rename(folder / "deep" / "spring.txt")
    run = bring_in(folder)
    assert run.changes == [Change("moved", "deep/spring.txt", "from well.txt")]
    assert run.encoded == []
    after = open_library().find("deep/spring.txt")
    assert (after.id, after.also) == (before.id, ())


def test_a_file_moves_once_and_its_copies_are_added(write_files: Write, bring_in: BringIn) -> None:
    folder = write_files({"a.txt": WELL})
    bring_in(folder)
    (folder / "a.txt").unlink()
    run = bring_in(write_files({"b.txt": WELL, "c.txt": WELL}))
    assert run.report == [("moved", "b.txt"), ("added", "c.txt")]


def test_a_removal_beside_a_move_is_reported(write_files: Write, bring_in: BringIn) -> None:
    folder = write_files({"a.txt": WELL, "b.txt": BARN})
    bring_in(folder)
    (folder / "a.txt").rename(folder / "c.txt")
    (folder / "b.txt").unlink()
    assert bring_in(folder).report == [("moved", "c.txt"), ("removed", "b.txt")]


def test_two_files_with_the_same_bytes_are_one_document_with_two_names(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    run = bring_in(write_files({"a.txt": WELL, "b.txt": WELL}))
    assert [(c.name, c.detail, c.passages) for c in run.changes] == [
        ("a.txt", "", 1),
        ("b.txt", "the same text is in already", 0),
    ]
    assert len(run.encoded) == run.counts["passages"] == open_library().passage_count() == 1
    (document,) = open_library().documents()
    assert (document.name, document.also) == ("a.txt", ("b.txt",))


def test_new_metadata_is_taken_without_encoding(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files(FILES)
    bring_in(folder)
    run = bring_in(write_files({"well.txt.meta.yaml": "title: Water\npublished: 2011"}))
    assert (run.changes, run.encoded) == ([], [])
    assert run.counts == {"unchanged": 3}
    source = open_library().find("well.txt").source
    assert (source.title, source.published) == ("Water", "2011")


def test_sidecars_overrule_the_table_and_the_table_overrules_front_matter(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files(
        {
            "a.txt": f"---\ntitle: front\nauthor: front\nkind: front\n---\n{WELL}",
            "sources.csv": "file,title,author\na.txt,table,table\n",
            "a.meta.yaml": "title: sidecar",
        }
    )
    bring_in(folder)
    source = open_library().find("a.txt").source
    assert (source.title, source.author, source.kind) == ("sidecar", "table", "front")


def test_a_language_that_is_corrected_is_cut_by(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files({"a.txt": KOLODEZ, "b.txt": BARN})
    bring_in(folder)
    run = bring_in(write_files({"a.txt.meta.yaml": "language: bg"}))
    assert run.report == [("changed", "a.txt")]
    document = open_library().find("a.txt")
    assert document.language == "bg"
    assert {p.language for p in open_library().passages_of(document.id)} == {"bg"}
    assert bring_in(folder).changes == []


def test_a_sub_folder_that_is_brought_in_again_keeps_its_names(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files(FILES)
    bring_in(folder)
    write_files({"ru/kolodez.txt": KOLODEZ + " Он есть.", "ru/new.txt": WELL + " It is."})
    run = bring_in(folder / "ru")
    assert run.report == [("changed", "ru/kolodez.txt"), ("added", "ru/new.txt")]
    assert sorted(listed(open_library())) == ["barn.md", "ru/kolodez.txt", "ru/new.txt", "well.txt"]


def test_only_what_lies_below_the_given_paths_can_vanish(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files({**FILES, "ru/b.txt": BARN + " Gone."})
    bring_in(folder)
    for name in ("well.txt", "ru/b.txt"):
        (folder / name).unlink()
    assert bring_in(folder / "ru").report == [("removed", "ru/b.txt")]
    assert "well.txt" in listed(open_library())


def test_what_an_earlier_reader_made_of_a_file_is_replaced(
    write_files: Write, bring_in: BringIn, open_library: Open, path: Path
) -> None:
    folder = write_files({"a.txt": WELL, "b.txt": BARN})
    bring_in(folder)
    with closing(sqlite3.connect(path)) as connection, connection:  # as it would have left it
        connection.execute("UPDATE files SET fingerprint = 'earlier' WHERE path LIKE '%a.txt'")
        connection.execute(
            "UPDATE documents SET version = 'earlier' WHERE id IN"
            " (SELECT document_id FROM sources WHERE name = 'a.txt')"
        )
        connection.execute("UPDATE pages SET text = 'The welI.' WHERE text LIKE 'The well%'")
    assert bring_in(folder).report == [("changed", "a.txt")]
    assert open_library().text(open_library().find("a.txt").id) == WELL
    assert bring_in(folder).report == []


def test_how_a_file_was_read_is_told(write_files: Write, bring_in: BringIn) -> None:
    run = bring_in(
        write_files(
            {
                "legacy.txt": f"{KOLODEZ} Вода в нём стояла высоко.".encode("cp1251"),
                "torn.txt": KOLODEZ.encode() + b" \xff\xff",
                "menu.txt": "Subscribe\n\nHome",
            }
        )
    )
    assert {change.name: change.detail for change in run.changes} == {
        "legacy.txt": "read as cp1251",
        "torn.txt": "2 damaged characters",
        "menu.txt": "nothing in it can be quoted",
    }


def test_a_change_is_reported_when_it_is_on_disk(write_files: Write, path: Path) -> None:
    paragraphs = [f"{WELL} It is number {i} of many. " * 4 for i in range(BATCH_PASSAGES)]
    folder = write_files({f"{n}.txt": f"\n\n{n} wells\n\n".join(paragraphs) for n in "abc"})
    with closing(LibraryWriter(path)) as writer:
        run = Ingest(writer, lambda _: None).run(scan([folder], writer.root_above))
        for number, change in enumerate(run, start=1):
            with closing(Library(path)) as library:  # what another process sees at this moment
                assert library.find(change.name).name == change.name
                assert library.document_count() == number


def test_a_run_that_was_stopped_is_finished_by_the_next(
    write_files: Write, path: Path, bring_in: BringIn, open_library: Open
) -> None:
    paragraphs = [f"{WELL} It is number {i} of many. " * 4 for i in range(BATCH_PASSAGES)]
    folder = write_files({f"{n}.txt": f"\n\n{n} wells\n\n".join(paragraphs) for n in "abc"})
    with closing(LibraryWriter(path)) as writer:
        run = Ingest(writer, lambda _: None).run(scan([folder], writer.root_above))
        assert next(run).name == "a.txt"
    rest = bring_in(folder)
    assert rest.report == [("added", "b.txt"), ("added", "c.txt")]
    assert sorted(listed(open_library())) == ["a.txt", "b.txt", "c.txt"]
    assert bring_in(folder).changes == []
