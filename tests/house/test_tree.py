"""The house as CONTRIBUTING.md says it is kept."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "corpus", "embeddings", "retrieval")
LONGEST_MODULE = 300


def _modules(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert len(found) > 5, f"no modules under {folders}"
    return found


def test_a_module_is_one_idea_long() -> None:
    lengths = {
        path: path.read_text(encoding="utf-8").count("\n")
        for path in _modules(*PACKAGES, "benchmarks", "tests")
    }
    assert not {str(p): n for p, n in lengths.items() if n > LONGEST_MODULE}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_one_base_error(package: str) -> None:
    file = ROOT / package / ("settings.py" if package == "bot" else "errors.py")
    classes = [n for n in ast.parse(file.read_text()).body if isinstance(n, ast.ClassDef)]
    bases = [c.name for c in classes if any(ast.unparse(b) == "Exception" for b in c.bases)]
    assert len(bases) == 1


def test_nothing_is_evaluated_or_unpickled() -> None:
    calls = {call for path in _modules(*PACKAGES) for call in _calls(path)}
    assert "Path" in calls
    assert not calls & {"eval", "exec", "pickle.load", "pickle.loads", "os.system"}


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    explained = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.split(r"[<>=\[;]", requirement)[0] for requirement in wanted]
    assert len(names) > 20
    assert not [n for n in names if not n.startswith("types-") and n not in explained]


def test_every_dependency_has_one_tested_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pinned = (ROOT / "constraints.txt").read_text().lower().replace("_", "-")
    names = [re.split(r"[<>=\[;]", requirement)[0].lower() for requirement in wanted]
    assert not [name for name in names if f"\n{name.replace('_', '-')}==" not in pinned]


def test_files_named_in_docs_and_comments_are_there() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    texts = [path.read_text(encoding="utf-8") for path in [*pages, *_modules(*PACKAGES)]]
    named = {name for text in texts for name in re.findall(_NAMED, text)}
    assert len(named) > 10
    assert not [name for name in named if not (ROOT / name).exists()]


_NAMED = (
    r"(?<![\w/])(?:benchmarks|docs|tests/quality|retrieval|corpus|embeddings)/[\w/]+"
    r"\.(?:py|md|json)\b"
)
