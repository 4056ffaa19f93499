"""`verify`: exact quotes pass, and nothing else does."""

import json
import shutil
from pathlib import Path

import pytest

from tests.acceptance.shell import ANSWERED, MISTAKE, REFUSED, SAMPLE, Shell, complaint

pytestmark = pytest.mark.model

DOCUMENT = "02-global-voices-first-days.md"
QUOTE = "the block on Twitter ended on December 18"


def status_of(shell: Shell, *arguments: str) -> tuple[str, int]:
    """What is said of a quote, and the exit status."""
    result = shell("verify", "--json", *arguments)
    return json.loads(result.stdout)["status"], result.returncode


def test_a_quote_that_stands_there_is_exact(with_sample: Shell) -> None:
    result = with_sample("verify", QUOTE)
    assert (result.returncode, result.stderr) == (ANSWERED, "")
    assert result.stdout == f"exact     {QUOTE}\n          {DOCUMENT} [1651-1692]\n"


def test_a_quote_with_another_number_is_changed_and_the_difference_shown(
    with_sample: Shell,
) -> None:
    result = with_sample("verify", QUOTE.replace("18", "19"))
    assert result.returncode == REFUSED
    assert result.stdout.startswith("changed   the block on Twitter ended on December 19\n")
    assert "          not there: 19\n" in result.stdout


def test_words_that_stand_nowhere_are_absent(with_sample: Shell) -> None:
    assert status_of(with_sample, "penguins repaired the lighthouse") == ("absent", REFUSED)


def test_the_document_and_start_say_where_a_quote_should_stand(with_sample: Shell) -> None:
    there = ("--document", DOCUMENT, "--start", "1651")
    assert status_of(with_sample, QUOTE, *there) == ("exact", ANSWERED)
    assert status_of(with_sample, QUOTE, *there[:3], "1650") == ("elsewhere", REFUSED)
    other = ("--document", "03-gazeta-ru-same-day.md")
    assert status_of(with_sample, QUOTE, *other) == ("elsewhere", REFUSED)


def test_words_that_stand_in_many_places_are_ambiguous(with_sample: Shell) -> None:
    assert status_of(with_sample, "December 16") == ("ambiguous", REFUSED)


def test_an_answer_in_json_is_verified_as_it_comes(with_sample: Shell) -> None:
    asked = with_sample("ask", "--json", "How many people died in Zhanaozen?").stdout
    result = with_sample("verify", "--stdin", "--json", text=asked)
    verdicts = [json.loads(line) for line in result.stdout.splitlines()]
    quotes = json.loads(asked)["quotes"]
    assert result.returncode == ANSWERED
    assert [verdict["text"] for verdict in verdicts] == [quote["text"] for quote in quotes]
    assert [v["places"][0]["start"] for v in verdicts] == [quote["start"] for quote in quotes]


@pytest.mark.parametrize("indent", [None, 2])
def test_an_answer_is_verified_however_its_json_is_laid_out(
    with_sample: Shell, indent: int | None
) -> None:
    answer = json.loads(
        with_sample("ask", "--json", "When did the block\u2028on Twitter end?").stdout
    )
    text = "\n".join(json.dumps(answer, indent=indent, ensure_ascii=False) for _ in range(2))
    result = with_sample("verify", "--stdin", "--json", text=f"{text}\n{QUOTE}\n")
    said = [json.loads(line)["text"] for line in result.stdout.splitlines()]
    assert said == [quote["text"] for quote in answer["quotes"]] * 2 + [QUOTE]


def test_what_only_begins_as_json_is_a_line(with_sample: Shell) -> None:
    deep = '{"a":' * 100_000
    result = with_sample("verify", "--stdin", text=f"{deep}\n{QUOTE}\n")
    assert (result.returncode, result.stderr) == (REFUSED, "")
    assert [line.split()[0] for line in result.stdout.splitlines()[:2]] == ["absent", "exact"]


@pytest.mark.parametrize("given", ["", "\n", '{"outcome": "refusal", "quotes": []}\n'])
def test_no_quotes_are_not_verified(with_sample: Shell, given: str) -> None:
    result = with_sample("verify", "--stdin", text=given)
    assert (result.returncode, result.stdout) == (REFUSED, "")
    assert result.stderr == "There is no quote on standard input; nothing was verified.\n"


def test_quotes_may_come_one_a_line(with_sample: Shell) -> None:
    result = with_sample("verify", "--stdin", text=f"{QUOTE}\nnobody wrote these words here\n")
    assert result.returncode == REFUSED
    assert [line.split()[0] for line in result.stdout.splitlines()[::2]] == ["exact", "absent"]


def test_a_line_that_is_no_quote_is_said_and_the_others_are_verified(with_sample: Shell) -> None:
    result = with_sample("verify", "--stdin", text=f"...\n{QUOTE}\n")
    assert result.returncode == MISTAKE
    assert complaint(result).startswith("Error: There is no quote to verify.")
    assert result.stdout.startswith("exact ")


def test_every_stored_text_is_held_against_its_file(pincite: Shell, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    shutil.copytree(SAMPLE, texts)
    pincite("ingest", texts)
    whole = pincite("verify", "--all")
    (texts / DOCUMENT).write_text("Another text stands here now.\n")
    (texts / "03-gazeta-ru-same-day.md").unlink()
    result = pincite("verify", "--all")
    assert (whole.returncode, whole.stdout) == (ANSWERED, "8 exact.\n")
    assert result.returncode == REFUSED
    assert f"changed   {DOCUMENT} ({texts / DOCUMENT})\n" in result.stdout
    assert "absent    03-gazeta-ru-same-day.md (" in result.stdout
    assert "1 absent, 1 changed, 6 exact.\n" in result.stdout
