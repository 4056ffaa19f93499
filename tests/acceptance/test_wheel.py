"""The built wheel, unpacked somewhere else and run from another folder, is the whole program."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from embeddings.packaged import PackagedEncoder
from tests.acceptance.shell import SAMPLE, Result

pytestmark = [pytest.mark.model, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("bot", "corpus", "embeddings", "retrieval", "pyproject.toml", "README.md", "LICENSE")
PACKAGES = PARTS[:4]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds, and nothing of its dependencies."""
    pytest.importorskip("setuptools", minversion="77")
    place = tmp_path_factory.mktemp("wheel")
    for part in PARTS:
        if (ROOT / part).is_dir():
            leave = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, place / "source" / part, ignore=leave)
        else:
            shutil.copy(ROOT / part, place / "source" / part)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(place)]
    subprocess.run([*pip, *build, place / "source"], check=True, capture_output=True)
    (wheel,) = place.glob("pincite-*.whl")
    target = place / "installed"
    install = ["install", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, *install, wheel], check=True, capture_output=True)
    return target


@pytest.fixture
def of_the_wheel(
    installed: Path, environment: dict[str, str], encoder: PackagedEncoder
) -> dict[str, str]:
    """An environment in which Python finds the wheel's packages before all others."""
    return {**environment, "PYTHONPATH": str(installed)}


def run(environment: dict[str, str], folder: Path, *arguments: str | Path) -> Result:
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_it_holds_the_four_packages_and_no_tests_or_training(installed: Path) -> None:
    folders = {path.name for path in installed.iterdir() if path.is_dir()} - {"bin"}
    assert {name for name in folders if not name.endswith(".dist-info")} == set(PACKAGES)
    assert not (installed / "retrieval" / "training").exists()


def test_it_holds_the_sample_library_and_the_weights_as_they_are(installed: Path) -> None:
    files = [*(path.relative_to(ROOT) for path in SAMPLE.iterdir()), Path("retrieval/weights.json")]
    assert len(files) == 9
    assert [f for f in files if (installed / f).read_bytes() != (ROOT / f).read_bytes()] == []


def test_it_holds_the_words_of_the_bot(installed: Path) -> None:
    folder = Path("bot/telegram/catalogue")
    names = {path.name for path in (ROOT / folder).glob("*.toml")}
    assert {"en.toml", "ru.toml"} <= names
    assert names == {path.name for path in (installed / folder).iterdir()}


def test_python_takes_the_packages_from_it(
    of_the_wheel: dict[str, str], installed: Path, tmp_path: Path
) -> None:
    names = ", ".join(PACKAGES)
    code = f"import {names}; print(*[m.__file__ for m in ({names})], sep='\\n')"
    found = run(of_the_wheel, tmp_path, "-c", code).stdout.splitlines()
    assert found == [str(installed / name / "__init__.py") for name in PACKAGES]


def test_its_command_runs_the_demo_from_another_folder(
    of_the_wheel: dict[str, str], installed: Path, tmp_path: Path
) -> None:
    result = run(of_the_wheel, tmp_path, installed / "bin" / "pincite", "demo")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.count("added    ") == 8
    assert result.stdout.count("\n1  “") == 2
    assert result.stdout.endswith("No answer: nothing in the library is about this.\n")


def test_its_command_ingests_and_answers_and_knows_its_version(
    of_the_wheel: dict[str, str], installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "note.md").write_text("---\nlanguage: en\n---\nThe mast was raised in 1903.\n")
    command = installed / "bin" / "pincite"
    assert run(of_the_wheel, tmp_path, command, "ingest", "note.md").returncode == 0
    asked = run(of_the_wheel, tmp_path, command, "ask", "When was the mast raised?")
    (about,) = installed.glob("pincite-*.dist-info")
    version = about.name.split("-")[1].removesuffix(".dist")
    assert asked.stdout.startswith("1  “The mast was raised in 1903.”\n")
    assert run(of_the_wheel, tmp_path, command, "--version").stdout.split()[-1] == version
