"""README says what is true now: what stands after `$` is run, and must give what stands below."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.main import pincite

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = str(Path(sys.executable).with_name("pincite"))


@pytest.mark.model
def test_the_transcript_is_what_happens(environment: dict[str, str]) -> None:
    blocks = re.findall(r"^```console\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    said = "".join(blocks)
    commands = re.findall(r"^\$ (.*)$", said, re.MULTILINE)
    assert len(commands) > 3
    happened = "".join(f"$ {command}\n{_output(command, environment)}" for command in commands)
    assert happened == said


def _output(command: str, environment: dict[str, str]) -> str:
    words = [COMMAND, *shlex.split(command)[1:]]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.stdout


def test_every_command_is_in_the_table() -> None:
    assert len(pincite.list_commands(None)) > 5  # type: ignore[arg-type]
    for name in pincite.list_commands(None):  # type: ignore[arg-type]
        assert re.search(rf"^\| `pincite {name}\b", README, re.MULTILINE), name


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert len(links) > 5
    assert not [link for link in links if not (ROOT / link).exists()]
