"""A command that cannot be understood gets one line that says what to do, and status 2."""

import shlex
from pathlib import Path

import pytest

from tests.acceptance.shell import MISTAKE, Shell, complaint

pytestmark = pytest.mark.model

WRONG = {
    "frobnicate": "No such command 'frobnicate'.",
    "ingest": "Missing argument 'PATH|URL...'.",
    "ingest ''": "A path is empty. Name a file or folder; `.` is this one.",
    "ask": 'Give one question, as in: pincite ask "Who said so?", or --jsonl.',
    "ask --jsonl why": 'Give one question, as in: pincite ask "Who said so?", or --jsonl.',
    "ask --jsno why": "No such option",
    "ask --quotes none why": "Invalid value for '--quotes' / '-n': 'none' is not a valid integer",
    "ask --quotes 0 why": "Invalid value for '--quotes' / '-n': 0 is not in the range 1<=x<=20.",
    "search": "Missing argument 'QUESTION'.",
    "show": "Missing argument 'DOCUMENT'.",
    "show a.md 9-3": "Invalid value for '[PLACE]': '9-3' is not a range such as 1200-1380.",
    "show a.md first": "Invalid value for '[PLACE]': 'first' is not a range such as 1200-1380.",
    "remove": "Missing argument 'DOCUMENT'.",
    "verify": "Give one of: a quote, --stdin, --all.",
    "verify words --all": "Give one of: a quote, --stdin, --all.",
    "verify words --start 3": "--document says where one quote stands; --start goes with it.",
    "evaluate nowhere": "Invalid value for 'SET': Path 'nowhere' does not exist.",
    "backup": "Missing argument 'FILE'.",
    "figures why --plot a.txt": "a.txt should end in .png or .svg.",
    "figures why --plot /none/a.png": "There is no folder /none. Make it first.",
    "refresh http://none": "http://none is not in the library; `pincite ingest` puts it in.",
}


@pytest.mark.parametrize("command", WRONG)
def test_a_wrong_command_says_what_is_wrong_and_where_help_is(pincite: Shell, command: str) -> None:
    result = pincite(*shlex.split(command))
    assert (result.returncode, result.stdout) == (MISTAKE, "")
    assert complaint(result).startswith(f"Error: {WRONG[command]}")
    name = "" if command == "frobnicate" else f" {command.split()[0]}"
    assert complaint(result).endswith(f" See: pincite{name} --help")
    assert not pincite.home.exists()


def test_no_command_shows_the_commands(pincite: Shell) -> None:
    result = pincite()
    assert (result.returncode, result.stdout) == (MISTAKE, "")
    assert result.stderr.startswith("Usage: pincite [OPTIONS] COMMAND [ARGS]...\n")
    assert "  ask       Answer a question with quotes from the library" in result.stderr


def test_a_home_that_is_a_file_is_said(pincite: Shell, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    expected = f"Error: {file} is a file; --home and PINCITE_HOME name a folder."
    for result in (pincite("--home", file, "sources"), pincite.at(file)("sources")):
        assert result.returncode == MISTAKE
        assert complaint(result) == expected


def test_a_name_that_no_document_has_is_said_with_those_that_are_near(
    with_sample: Shell,
) -> None:
    for command in (["show", "gazeta"], ["remove", "gazeta"], ["verify", "words", "-d", "gazeta"]):
        result = with_sample(*command)
        assert result.returncode == MISTAKE
        assert complaint(result) == (
            "Error: No document is called 'gazeta'. Near it: 03-gazeta-ru-same-day.md. "
            "See the names with: pincite sources"
        )


def test_a_range_beyond_the_document_is_said_with_its_length(with_sample: Shell) -> None:
    result = with_sample("show", "03-gazeta-ru-same-day.md", "10-999999")
    length = with_sample.rows("sources", "--json")[2]["characters"]
    assert result.returncode == MISTAKE
    assert complaint(result) == (
        f"Error: Invalid value: 03-gazeta-ru-same-day.md has {length:,} characters. "
        "See: pincite show --help"
    )


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("nowhere/saved.db", "There is no folder {folder}/nowhere. Make it first."),
        ("there.db", "there.db is there already. Choose another name, or add --force."),
        ("home/library.db --force", "home/library.db is the library itself. Choose another name."),
    ],
)
def test_a_backup_that_would_harm_or_fail_is_not_made(
    with_sample: Shell, file: str, said: str
) -> None:
    (with_sample.folder / "there.db").write_text("precious")
    before = (with_sample.home / "library.db").read_bytes()
    result = with_sample("backup", *file.split())
    assert result.returncode == MISTAKE
    expected = f"Error: {said} See: pincite backup --help"
    assert complaint(result) == expected.format(folder=with_sample.folder)
    assert (with_sample.folder / "there.db").read_text() == "precious"
    assert (with_sample.home / "library.db").read_bytes() == before


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ("", "no questions in it."),
        ('{"id": 1, "question": "Who?", "type": "riddle"}', "line 1 is not a question"),
        ("\n{", "line 2 is not a question with a known answer"),
    ],
)
def test_an_evaluation_set_that_cannot_be_used_is_said_with_its_line(
    with_sample: Shell, questions: str, said: str
) -> None:
    (with_sample.folder / "questions.jsonl").write_text(questions)
    result = with_sample("evaluate", "questions.jsonl")
    assert result.returncode == MISTAKE
    assert complaint(result).startswith(f"Error: questions.jsonl: {said}")


def test_debug_shows_where_an_error_happened(pincite: Shell) -> None:
    result = pincite("--debug", "sources")
    assert result.returncode == MISTAKE
    assert result.stderr.startswith("Traceback (most recent call last):")
    assert result.stderr.splitlines()[-1].startswith("Error: There is no library at ")


def test_a_refresh_without_pages_says_so_and_makes_no_library(pincite: Shell) -> None:
    result = pincite("refresh")
    assert (result.returncode, result.stdout) == (0, "")
    assert complaint(result) == (
        "No page of the web is in the library. Put one in with: pincite ingest URL"
    )
    assert not pincite.home.exists()
