from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot import wiring
from bot.settings import Settings
from corpus.errors import LibraryBusy, NoLibrary
from embeddings.packaged import PackagedEncoder
from retrieval.errors import UnknownReader
from retrieval.model import Answer
from retrieval.reader.packaged import PackagedReader

TEXT = "The bell was cast in 1887.\n"


@pytest.fixture
def settings(cache_home: Path, encoder: PackagedEncoder, tmp_path: Path) -> Settings:
    """Of a home where nothing is yet; the model is ready."""
    return Settings(home=tmp_path / "home", cache=cache_home / "pincite" / "models")


def fill(settings: Settings, text: str = TEXT) -> None:
    file = settings.home.parent / "bell.txt"
    file.write_text(text)
    update = wiring.open_update(settings, lambda _: None)
    list(update.ingest(update.scan([file]), lambda _: None))
    update.finish()
    update.close()


@pytest.mark.model
def test_without_a_name_the_packaged_model_is_opened(settings: Settings) -> None:
    said: list[str] = []
    assert wiring.open_encoder(settings, said.append).model_id == PackagedEncoder.model_id
    assert said == []


@pytest.mark.model
def test_without_a_name_the_packaged_reader_is_opened(settings: Settings) -> None:
    reader = wiring.open_reader(settings, lambda _: None)
    assert reader.model_id == PackagedReader.model_id


@pytest.mark.model
@pytest.mark.slow
def test_a_reader_that_cannot_be_opened_is_named(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UnknownReader, match="PINCITE_READER"):
        wiring.open_reader(replace(settings, reader=str(tmp_path)), lambda _: None)


@pytest.mark.model
def test_what_was_ingested_is_answered_from(settings: Settings) -> None:
    fill(settings)
    said: list[str] = []
    answerer = wiring.open_answerer(settings, said.append)
    with closing(answerer.library):
        result = answerer.answer("When was the bell cast?")
    assert isinstance(result, Answer)
    assert result.quotes[0].text == TEXT.strip()
    assert said == []


@pytest.mark.model
def test_home_after_home_is_asked_as_one_is(settings: Settings) -> None:
    fill(settings)
    question = "When was the bell cast?"
    models = wiring.open_models(settings, lambda _: None)
    with (
        closing(wiring.open_home(settings.home, models, lambda _: None)) as one_of_many,
        closing(wiring.open_answerer(settings, lambda _: None)) as alone,
    ):
        assert one_of_many.answer(question) == alone.answer(question)


@pytest.mark.model
def test_the_library_alone_can_be_opened_for_reading(settings: Settings) -> None:
    fill(settings)
    with closing(wiring.open_library(settings)) as library:
        assert [document.name for document in library.documents()] == ["bell.txt"]


def test_a_missing_library_is_said_before_a_model_is_made_ready(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", cache=tmp_path / "models")
    with pytest.raises(NoLibrary):
        wiring.open_answerer(settings, lambda _: None)
    assert not settings.cache.exists()


@pytest.mark.model
def test_one_home_is_updated_by_one_process_at_a_time(settings: Settings) -> None:
    update = wiring.open_update(settings, lambda _: None)
    with pytest.raises(LibraryBusy, match="is writing to the library"):
        wiring.open_update(settings, lambda _: None)
    update.close()
    wiring.open_update(settings, lambda _: None).close()
