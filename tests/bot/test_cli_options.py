"""What the options change: how much is shown, and in which form."""

import json
from pathlib import Path

import pytest

from tests.acceptance.shell import MISTAKE, SAMPLE, Shell

pytestmark = pytest.mark.model

QUESTION = "How many people died in Zhanaozen?"
UNDISPUTED = "Where did the governor speak to the crowd?"
DOCUMENT = "02-global-voices-first-days.md"


@pytest.mark.parametrize("most", [1, 2])
def test_an_answer_has_at_most_as_many_quotes_as_asked_for(with_sample: Shell, most: int) -> None:
    (answer,) = with_sample.rows("ask", "--json", "--quotes", str(most), UNDISPUTED)
    assert [quote["number"] for quote in answer["quotes"]] == list(range(1, most + 1))


def test_fewer_quotes_are_the_first_of_more(with_sample: Shell) -> None:
    (one,) = with_sample.rows("ask", "--json", "-n", "1", UNDISPUTED)
    (many,) = with_sample.rows("ask", "--json", UNDISPUTED)
    assert one["quotes"] == many["quotes"][:1]
    assert one["confidence"] == many["confidence"]


def test_every_version_of_a_disputed_value_is_quoted_however_few_are_asked_for(
    with_sample: Shell,
) -> None:
    (answer,) = with_sample.rows("ask", "--json", "-n", "1", QUESTION)
    assert answer["disagreement"]
    assert len(answer["quotes"]) > 1


def test_search_lists_as_many_passages_as_asked_for(with_sample: Shell) -> None:
    assert len(with_sample.rows("search", "--json", "--limit", "5", QUESTION)) == 5
    assert len(with_sample.rows("search", "--json", QUESTION)) == 10


def test_search_in_json_gives_slices_and_what_their_scores_are_made_of(with_sample: Shell) -> None:
    rows = with_sample.rows("search", "--json", "-n", "2", "the block on Twitter")
    texts = {path.name: path.read_text() for path in SAMPLE.iterdir()}
    assert len(rows) == 2
    for row in rows:
        assert texts[row["document"]][row["start"] : row["end"]] == row["text"]
        assert set(row) == {"document", "start", "end", "text", "score", "words", "meaning"}
        assert 0 <= row["words"] <= 1


def test_ingest_in_json_gives_each_change_and_a_summary(pincite: Shell) -> None:
    folder = pincite.folder / "texts"
    folder.mkdir()
    (folder / "a.md").write_text("---\nlanguage: en\n---\nThe pump was mended in June.\n")
    (folder / "b.md").write_text("")
    (folder / "c.doc").write_text("not read")
    *changes, summary = pincite.rows("ingest", "--json", folder)
    assert changes == [
        {
            "change": "failed",
            "name": "b.md",
            "passages": 0,
            "detail": f"{folder / 'b.md'}: the file is empty; nothing to quote.",
        },
        {"change": "added", "name": "a.md", "passages": 1, "detail": ""},
    ]
    assert summary == {
        "added": 1,
        "changed": 0,
        "moved": 0,
        "removed": 0,
        "unchanged": 0,
        "failed": 1,
        "skipped": {".doc": 1},
        "passages": 1,
    }


def test_sources_in_json_gives_all_that_is_known_of_a_document(with_sample: Shell) -> None:
    row = next(row for row in with_sample.rows("sources", "--json") if row["name"] == DOCUMENT)
    text = (SAMPLE / DOCUMENT).read_text()
    assert len(row.pop("id")) == 64
    assert row == {
        "name": DOCUMENT,
        "also": [],
        "title": "Global Voices on the first days (sample note)",
        "publisher": "Global Voices",
        "author": None,
        "published": "2011-12",
        "url": None,
        "kind": "news",
        "language": "en",
        "encoding": "utf-8",
        "characters": len(text),
        "path": str(SAMPLE / DOCUMENT),
    }


def test_a_document_is_shown_by_name_path_or_the_beginning_of_its_id(with_sample: Shell) -> None:
    by_name = with_sample("show", DOCUMENT)
    (row,) = with_sample.rows("show", DOCUMENT, "--json")
    assert by_name.stdout.endswith((SAMPLE / DOCUMENT).read_text() + "\n")
    assert row["text"] == (SAMPLE / DOCUMENT).read_text()
    for name in (row["path"], row["id"], row["id"][:8]):
        assert with_sample("show", name).stdout == by_name.stdout


def test_a_backup_is_written_over_a_file_only_when_told_to(with_sample: Shell) -> None:
    saved = with_sample.folder / "saved.db"
    saved.write_text("old")
    assert with_sample("backup", saved).returncode == MISTAKE
    assert saved.read_text() == "old"
    assert with_sample("backup", saved, "--force").returncode == 0
    assert saved.read_bytes().startswith(b"SQLite format 3\x00")


def test_verify_in_json_shows_what_comes_near(with_sample: Shell) -> None:
    result = with_sample("verify", "--json", "the block on Twitter ended on December 19")
    verdict = json.loads(result.stdout)
    assert (verdict["status"], verdict["places"]) == ("changed", [])
    assert verdict["nearest"]["document"] == DOCUMENT
    assert verdict["nearest"]["missing"] == ["19"]


def test_the_version_is_the_packages(pincite: Shell) -> None:
    assert pincite("--version").stdout.startswith("pincite, version ")


def test_a_file_keeps_its_name_when_it_is_ingested_alone_later(pincite: Shell) -> None:
    folder = pincite.folder / "texts"
    (folder / "deep").mkdir(parents=True)
    file: Path = folder / "deep" / "a.md"
    file.write_text("---\nlanguage: en\n---\nThe pump was mended in June.\n")
    pincite("ingest", folder)
    file.write_text("---\nlanguage: en\n---\nThe pump was mended in July.\n")
    assert pincite("ingest", file).stdout.startswith("changed  deep/a.md\n")
    assert pincite.names() == ["deep/a.md"]
