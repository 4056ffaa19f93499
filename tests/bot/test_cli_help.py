import re
import shlex
from pathlib import Path

import click
import pytest

from bot.cli.main import pincite

README = Path(__file__).resolve().parents[2] / "README.md"
NAMES = (
    "ingest", "refresh", "remove", "ask", "search", "figures", "show", "sources", "sections",
    "verify", "evaluate", "doctor", "backup", "demo", "telegram",
)  # fmt: skip
OPTIONS = {
    "ingest": {"--json", "--watch"},
    "refresh": {"--json"},
    "remove": set(),
    "ask": {"--quotes", "--json", "--jsonl"},
    "figures": {"--json", "--plot"},
    "sections": {"--json", "--write"},
    "search": {"--limit", "--json"},
    "show": {"--json"},
    "sources": {"--json"},
    "verify": {"--document", "--start", "--stdin", "--all", "--json"},
    "evaluate": {"--json", "--questions"},
    "doctor": {"--json"},
    "backup": {"--force"},
    "demo": set(),
    "telegram": {"--check", "--health", "--webhook", "--listen"},
}
"""Every option by its long name; a new one is added here and tested."""


def command(name: str) -> click.Command:
    found = pincite.get_command(click.Context(pincite), name)
    assert found is not None
    return found


def help_of(name: str) -> str:
    return command(name).get_help(click.Context(command(name), info_name=f"pincite {name}"))


def examples(name: str) -> list[str]:
    """The lines of a command's help that a person may copy."""
    lines = [line.strip() for line in help_of(name).splitlines()]
    return [line for line in lines if line.startswith("pincite ") and "Usage" not in line]


def test_the_commands_are_these() -> None:
    assert sorted(pincite.list_commands(click.Context(pincite))) == sorted(NAMES)


def test_what_is_no_command_is_none() -> None:
    assert pincite.get_command(click.Context(pincite), "frobnicate") is None


@pytest.mark.parametrize("name", NAMES)
def test_a_command_has_help_with_an_example_of_itself(name: str) -> None:
    assert len(command(name).help or "") > 40
    assert any(f"pincite {name}" in example for example in examples(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_are_command_lines_that_the_program_understands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sets" / "first-library").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert examples(name)
    for example in examples(name):
        for part in re.split(r"[|<>]", example):
            words = shlex.split(part)
            if words[0] == "pincite":
                command(words[1]).make_context(words[1], words[2:])


@pytest.mark.parametrize("name", NAMES)
def test_the_options_of_a_command_are_these_and_each_has_help(name: str) -> None:
    options = [p for p in command(name).params if isinstance(p, click.Option)]
    assert {option.opts[0] for option in options} == OPTIONS[name]
    assert [option.opts[0] for option in options if not option.help] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_command_stands_in_the_readme(name: str) -> None:
    assert f"pincite {name}" in README.read_text()


def test_the_program_itself_has_help_with_examples() -> None:
    context = click.Context(pincite, info_name="pincite")
    shown = pincite.get_help(context)
    for words in ("pincite ingest", "pincite ask", "pincite verify", "--home", "--debug"):
        assert words in shown
    for name in NAMES:
        assert re.search(rf"^  {name} +\w", shown, re.MULTILINE)
