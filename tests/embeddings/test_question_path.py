"""What a question on the command line imports: it waits for each of these."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

pytestmark = pytest.mark.model

RUN = """
import atexit, json, sys
from bot.cli.main import run
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
run(sys.argv[1:])
"""
HEAVY = {
    "torch", "transformers", "sentence_transformers", "onnx", "sqlite_utils", "safetensors",
    "py3langid", "sentencex", "chardet", "markdown_it", "scipy", "lxml", "pypdfium2", "trafilatura",
}  # fmt: skip


def modules_after(environment: dict[str, str], *arguments: str) -> tuple[str, set[str]]:
    """What a command prints, and the top-level modules that it has imported in the end."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    modules = json.loads(done.stderr.splitlines()[-1])
    return done.stdout, {name.partition(".")[0] for name in modules}


@pytest.mark.slow
def test_a_question_imports_nothing_that_only_ingest_needs(
    environment: dict[str, str],
    cache_home: Path,
    write_files: Callable[[Mapping[str, str | bytes]], Path],
    ingest: Callable[..., object],
) -> None:
    ingest(write_files({"mill.md": "The mill burned down in March 1907. Nobody was hurt.\n"}))
    before = set(cache_home.iterdir())
    printed, modules = modules_after(environment, "ask", "When did the mill burn down?")
    assert "The mill burned down in March 1907." in printed
    assert {"numpy", "onnxruntime", "tokenizers", "faiss"} <= modules
    assert modules & HEAVY == set()
    assert set(cache_home.iterdir()) == before  # no telemetry's database
