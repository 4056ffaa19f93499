"""A home opened as the command line opens it, with the real model."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import NoLibrary
from embeddings.packaged import PackagedEncoder
from retrieval.answering import Answerer
from retrieval.home import open_answerer
from retrieval.layout import index_path, library_path, vectors_path
from retrieval.model import Answer, Refusal
from tests.embeddings.hashing import HashingEncoder
from tests.embeddings.prose import sample_files


def test_a_home_without_library_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoLibrary, match="pincite ingest"):
        open_answerer(tmp_path / "home", HashingEncoder())


def test_everything_of_a_home_lies_in_its_folder(tmp_path: Path) -> None:
    places = {library_path(tmp_path), vectors_path(tmp_path), index_path(tmp_path)}
    assert {place.parent for place in places} == {tmp_path}
    assert len(places) == 3


@pytest.mark.model
def test_the_sample_library_answers_and_refuses(
    home: Path,
    encoder: PackagedEncoder,
    ingest: Callable[..., object],
    answerer: Callable[[], Answerer],
) -> None:
    ingest(sample_files()[0].parent)
    opened = answerer()
    expected = {
        "Who became commandant of the city?": "Amanzhol Kabylov",
        "How many buildings were burned and looted?": "46 buildings",
        "Which singer called off a concert in Astana?": "Sting",
    }
    for question, words in expected.items():
        result = opened.answer(question)
        assert isinstance(result, Answer)
        assert words in result.quotes[0].text
    refused = opened.answer("Which recipe for apple cake needs no eggs?")
    assert isinstance(refused, Refusal)
    assert refused.confidence < min(opened.answer(q).confidence for q in expected)
