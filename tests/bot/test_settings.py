from dataclasses import FrozenInstanceError
from pathlib import Path

import platformdirs
import pytest

from bot.settings import BadSetting, Settings, read_settings


def test_the_option_comes_before_the_environment(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "a", {"PINCITE_HOME": str(tmp_path / "b")})
    assert settings.home == tmp_path / "a"


def test_the_environment_comes_before_the_default(tmp_path: Path) -> None:
    assert read_settings(None, {"PINCITE_HOME": str(tmp_path / "b")}).home == tmp_path / "b"


@pytest.mark.parametrize("environment", [{}, {"PINCITE_HOME": ""}])
def test_the_default_home_is_a_folder_of_the_persons_account(environment: dict[str, str]) -> None:
    assert read_settings(None, environment).home == Path(platformdirs.user_data_dir("pincite"))


def test_a_home_is_absolute_whatever_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/person")
    assert read_settings(Path("~/library"), {}).home == Path("/person/library")
    assert read_settings(Path("library"), {}).home == Path.cwd() / "library"


def test_a_home_that_is_a_file_is_the_persons_mistake(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(BadSetting, match="file is a file; --home and PINCITE_HOME name a folder"):
        read_settings(file, {})
    assert BadSetting.users_mistake


def test_models_are_kept_in_the_cache_folder_of_the_account(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert read_settings(None, {}).cache == tmp_path / "pincite" / "models"


def test_a_reader_may_be_named_and_an_empty_name_is_none() -> None:
    assert read_settings(None, {"PINCITE_READER": "some/reader"}).reader == "some/reader"
    assert read_settings(None, {"PINCITE_READER": ""}).reader is None
    assert read_settings(None, {}).reader is None


def test_a_model_may_be_named_and_an_empty_name_is_none() -> None:
    assert read_settings(None, {"PINCITE_MODEL": "some/model"}).model == "some/model"
    assert read_settings(None, {"PINCITE_MODEL": ""}).model is None
    assert read_settings(None, {}).model is None


def test_settings_do_not_change(tmp_path: Path) -> None:
    settings = Settings(tmp_path, tmp_path)
    with pytest.raises(FrozenInstanceError):
        settings.home = Path("elsewhere")  # type: ignore[misc]
