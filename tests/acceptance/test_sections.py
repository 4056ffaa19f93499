import json
from pathlib import Path

import pytest

from tests.acceptance.shell import Shell, complaint

pytestmark = pytest.mark.model

GLUED = """The ferry that never came

By Olga Brandt
3 May 2011

The ferry to Arden did not come on Monday, and forty passengers slept at the harbour office. Its
owner says that the engine was taken apart in April and that no part has arrived since then.

Bread for the whole valley

By Pavel Stroem
17 June 2014

The bakery of Corvane bakes for eleven villages since its neighbour closed. Four ovens burn all
night, and the flour comes by train from the mills in the south twice every week.
"""


def test_two_articles_in_one_file_are_two_sections(pincite: Shell, tmp_path: Path) -> None:
    (tmp_path / "glued.txt").write_text(GLUED, encoding="utf-8")
    pincite("ingest", tmp_path / "glued.txt")
    rows = [json.loads(x) for x in pincite("sections", "glued.txt", "--json").stdout.splitlines()]
    assert [row["title"] for row in rows] == [
        "The ferry that never came",
        "Bread for the whole valley",
    ]
    assert [(row["author"], row["published"]) for row in rows] == [
        ("Olga Brandt", "3 May 2011"),
        ("Pavel Stroem", "17 June 2014"),
    ]
    assert (rows[0]["start"], rows[0]["end"], rows[1]["end"]) == (0, rows[1]["start"], len(GLUED))


def test_people_get_a_line_a_section(pincite: Shell, tmp_path: Path) -> None:
    (tmp_path / "glued.txt").write_text(GLUED, encoding="utf-8")
    pincite("ingest", tmp_path / "glued.txt")
    lines = pincite("sections", "glued.txt").stdout.splitlines()
    assert [line.split("\t")[2:4] for line in lines] == [
        ["The ferry that never came", "Olga Brandt, 3 May 2011"],
        ["Bread for the whole valley", "Pavel Stroem, 17 June 2014"],
    ]


def test_corrected_sections_change_whom_a_quote_is_ascribed_to(
    pincite: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "glued.txt"
    path.write_text(GLUED, encoding="utf-8")
    pincite("ingest", path)
    written = pincite("sections", "glued.txt", "--write").stdout
    sidecar = tmp_path / "glued.txt.sections.yaml"
    assert written == f"{sidecar} has 2 sections. Edit it, then: pincite ingest {path}\n"
    assert pincite("ingest", path).stdout.startswith("changed  glued.txt")
    found = pincite.rows("ask", "--json", "How many villages does the bakery bake for?")[0]
    assert found["quotes"][0]["source"]["author"] == "Pavel Stroem"
    corrected = sidecar.read_text(encoding="utf-8").replace("author: Pavel", "author: Paul")
    sidecar.write_text(corrected, encoding="utf-8")
    pincite("ingest", path)
    found = pincite.rows("ask", "--json", "How many villages does the bakery bake for?")[0]
    assert found["quotes"][0]["source"]["author"] == "Paul Stroem"
    assert found["quotes"][0]["document"]["author"] is None
    again = pincite("sections", "glued.txt", "--write")
    assert again.returncode == 2
    assert "is there already" in complaint(again)


def test_records_are_each_of_one_source(pincite: Shell, tmp_path: Path) -> None:
    record = json.dumps({"id": "ferry", "text": GLUED})
    (tmp_path / "all.jsonl").write_text(record, encoding="utf-8")
    pincite("ingest", tmp_path / "all.jsonl")
    assert len(pincite.rows("sections", "ferry", "--json")) == 1
    assert "holds many documents" in complaint(pincite("sections", "ferry", "--write"))


def test_a_place_is_shown_with_the_source_of_its_section(pincite: Shell, tmp_path: Path) -> None:
    (tmp_path / "glued.txt").write_text(GLUED, encoding="utf-8")
    pincite("ingest", tmp_path / "glued.txt")
    start = GLUED.index("Four ovens")
    shown = pincite("show", "glued.txt", f"{start}-{start + 10}").stdout.splitlines()
    assert shown[0] == "Bread for the whole valley, Pavel Stroem, 17 June 2014"


MAIL = """From: Dana <dana@paper.example>
Subject: Re: The ferry
Date: Tue, 14 May 2019 12:00:00 +0600

The ministry says that nineteen people were hurt on the ferry.

On Mon, 13 May 2019 at 18:20, Ann Hale <ann@paper.example> wrote:
> The harbour office counted fourteen people on Monday evening.

The captain told me himself that the engine was never repaired.
"""


def sources(pincite: Shell, *quotes: str) -> list[tuple[str | None, ...]]:
    """Author, date and title by which each is cited."""
    found = []
    for quote in quotes:
        (answer,) = pincite.rows("ask", "--json", "-n", "1", quote)
        (shown,) = answer["quotes"]
        assert quote in shown["text"]
        found.append(tuple(shown["source"][key] for key in ("author", "published", "title")))
    return found


def test_a_quoted_message_has_not_the_date_of_the_one_that_quotes_it(
    pincite: Shell, tmp_path: Path
) -> None:
    (tmp_path / "a.eml").write_text(MAIL)
    pincite("ingest", "a.eml")
    quotes = (
        "The ministry says that nineteen people were hurt on the ferry.",
        "The harbour office counted fourteen people on Monday evening.",
        "The captain told me himself that the engine was never repaired.",
    )
    cited = sources(pincite, *quotes)
    dana = ("Dana", "2019-05-14 12:00", "Re: The ferry")
    assert cited == [dana, ("Ann Hale", None, "Re: The ferry"), dana]
    pincite("sections", "a.eml", "--write")
    pincite("ingest", "a.eml")
    assert (tmp_path / "a.eml.sections.yaml").exists()
    assert sources(pincite, *quotes) == cited
