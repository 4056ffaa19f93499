"""From files to cited quotes, by the commands that the README names."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.acceptance.shell import ANSWERED, REFUSED, ROOT, SAMPLE, Shell

pytestmark = pytest.mark.model

QUESTION = "When did the block on Twitter end?"
QUOTE = (
    "Twitter and some Russian and Kyrgyz news sites were blocked that evening; the block on "
    "Twitter ended on December 18."
)
DOCUMENT = "02-global-voices-first-days.md"


def test_a_command_runs_the_code_that_the_tests_are_in(tmp_path: Path) -> None:
    where = (sys.executable, "-P", "-c", "import bot; print(bot.__file__)")
    assert Shell({}, tmp_path, where)().stdout == f"{ROOT / 'bot' / '__init__.py'}\n"


def test_ingest_reports_every_document_and_a_summary(pincite: Shell) -> None:
    result = pincite("ingest", SAMPLE)
    *reported, summary = result.stdout.splitlines()
    assert (result.returncode, result.stderr) == (0, "")
    assert reported == [f"added    {path.name}" for path in sorted(SAMPLE.iterdir())]
    assert summary.startswith("8 added; ")


def test_ingesting_again_changes_nothing(with_sample: Shell) -> None:
    before = (with_sample.home / "library.db").read_bytes()
    assert with_sample("ingest", SAMPLE).stdout == "8 unchanged; 0 new passages.\n"
    assert (with_sample.home / "library.db").read_bytes() == before


def test_an_answer_is_quotes_with_their_sources(with_sample: Shell) -> None:
    result = with_sample("ask", QUESTION, "-n", "1")
    quote, source, place = result.stdout.splitlines()
    assert (result.returncode, result.stderr) == (ANSWERED, "")
    assert quote == f"1  “{QUOTE}”"
    assert source == "   — Global Voices on the first days (sample note), Global Voices, 2011-12"
    assert place == f"     {DOCUMENT}, December 16 and after, line 25 [1577-1693]"


def test_a_refusal_says_why_and_has_its_own_status(with_sample: Shell) -> None:
    result = with_sample("ask", "How do I install a printer driver?")
    assert (result.returncode, result.stderr) == (REFUSED, "")
    assert result.stdout == "No answer: nothing in the library is about this.\n"


def test_a_quote_in_json_is_the_slice_that_show_prints(with_sample: Shell) -> None:
    (answer,) = with_sample.rows("ask", "--json", QUESTION)
    quote = answer["quotes"][0]
    place = f"{quote['start']}-{quote['end']}"
    (shown,) = with_sample.rows("show", quote["document"]["id"], place, "--json")
    assert quote["text"] == QUOTE == shown["text"]
    start, end = shown["bytes"]
    assert (SAMPLE / DOCUMENT).read_bytes()[start:end].decode() == QUOTE


def test_search_lists_the_nearest_passages_first(with_sample: Shell) -> None:
    result = with_sample("search", "the block on Twitter", "-n", "3")
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    scores = [float(score) for score, _, _ in rows]
    assert len(rows) == 3
    assert scores == sorted(scores, reverse=True)
    assert rows[0][1].startswith(f"{DOCUMENT} [")
    assert QUOTE in rows[0][2]


def test_show_prints_a_quote_in_its_surroundings(with_sample: Shell) -> None:
    result = with_sample("show", DOCUMENT, "1577-1693")
    head, where, empty, *surroundings = result.stdout.splitlines()
    assert head == "Global Voices on the first days (sample note), Global Voices, 2011-12"
    assert where.startswith(f"{DOCUMENT}, id ")
    assert "characters 1577-1693, bytes " in where
    assert empty == ""
    assert "\n".join(surroundings) in (SAMPLE / DOCUMENT).read_text()
    assert any(line.startswith(QUOTE) for line in surroundings)


def test_sources_names_every_document_and_its_publisher(with_sample: Shell) -> None:
    rows = [line.split("\t") for line in with_sample("sources").stdout.splitlines()]
    assert [row[0] for row in rows] == [path.name for path in sorted(SAMPLE.iterdir())]
    assert rows[1][1:5] == [
        "Global Voices on the first days (sample note)",
        "Global Voices",
        "2011-12",
        "news",
    ]


def test_a_removed_document_is_gone_until_it_is_ingested_again(with_sample: Shell) -> None:
    assert with_sample("remove", DOCUMENT).stdout == f"removed  {DOCUMENT}\n"
    assert DOCUMENT not in with_sample.names()
    assert with_sample("verify", QUOTE).stdout.split()[0] != "exact"
    again = with_sample("ingest", SAMPLE).stdout
    assert again.startswith(f"added    {DOCUMENT}\n1 added, 7 unchanged; ")
    assert with_sample("verify", QUOTE).returncode == ANSWERED


def test_a_backup_put_into_an_empty_home_answers_the_same(
    with_sample: Shell, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.db"
    said = with_sample("backup", saved)
    restored = with_sample.at(tmp_path / "restored")
    restored.home.mkdir()
    shutil.copy(saved, restored.home / "library.db")
    result = restored("ask", QUESTION)
    assert said.stdout.startswith(f"{saved}: ")
    assert said.stdout.endswith(" MB, 8 documents\n")
    assert result.stdout == with_sample("ask", QUESTION).stdout
    assert result.stderr == "The index does not fit the library; building it again.\n"


def test_the_demo_answers_compares_refuses_and_leaves_nothing(
    pincite: Shell, tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    result = pincite.having(TMPDIR=str(temporary))("demo")
    _, concert, population, printer = result.stdout.split("\n$ pincite ")
    assert result.returncode == 0
    assert concert.startswith('ask "Why did Sting call off his concert in Astana?"\n1  “')
    assert population.startswith('figures "What is the population of Zhanaozen?"\nThe sources dis')
    assert printer.endswith('?"\nNo answer: nothing in the library is about this.\n')
    assert list(temporary.iterdir()) == []
    assert not pincite.home.exists()


def test_a_question_leaves_no_trace_outside_its_home(with_sample: Shell, tmp_path: Path) -> None:
    person, temporary = tmp_path / "person", tmp_path / "temporary"
    person.mkdir()
    temporary.mkdir()
    cache = Path(with_sample.environment["XDG_CACHE_HOME"])
    before = set(cache.iterdir())  # other tests of this run may have drawn figures
    with_sample.having(TMPDIR=str(temporary))("ask", QUESTION)
    assert list(person.iterdir()) == []
    assert list(temporary.iterdir()) == []
    assert set(cache.iterdir()) == before
    assert cache / "pincite" in before


def test_doctor_finds_nothing_to_mend(with_sample: Shell) -> None:
    result = with_sample("doctor", "--json")
    findings = {row["what"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert result.returncode == 0
    assert {row["state"] for row in findings.values()} == {"ok"}
    assert findings["library"]["detail"].startswith("8 documents, ")
    assert {"python", "packages", "model", "home", "library", "index"} <= set(findings)


def test_the_option_home_overrules_the_environment(with_sample: Shell, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    with_sample.home.rename(moved)
    assert with_sample("ask", QUESTION).returncode == 2
    assert with_sample("--home", moved, "ask", QUESTION).returncode == ANSWERED


def test_a_sidecar_says_who_published_a_text(pincite: Shell, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The ferry to Aktau leaves at seven every morning.\n")
    (tmp_path / "note.txt.meta.yaml").write_text("title: Timetable\npublisher: The Port\n")
    pincite("ingest", tmp_path / "note.txt")
    (answer,) = pincite.rows("ask", "--json", "When does the ferry to Aktau leave?")
    document = answer["quotes"][0]["document"]
    assert (document["title"], document["publisher"]) == ("Timetable", "The Port")
