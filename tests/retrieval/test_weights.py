import json
from dataclasses import fields
from importlib import resources
from typing import Any

import pytest

from corpus.passages import PASSAGES_VERSION
from embeddings.packaged import PackagedEncoder
from retrieval.training.sets import KNOWN, UNKNOWN
from retrieval.weights import FEATURES, SIGNALS, load_weights


@pytest.fixture
def stored() -> dict[str, Any]:
    text = resources.files("retrieval").joinpath("weights.json").read_text()
    made: dict[str, Any] = json.loads(text)
    return made


def test_every_feature_and_signal_has_a_weight_and_nothing_else_has() -> None:
    weights = load_weights()
    for group in ("known", "unknown"):
        assert len(getattr(weights, f"sentence_{group}")) == len(FEATURES)
        assert len(getattr(weights, f"confidence_{group}")) == len(SIGNALS)


@pytest.mark.parametrize("group", ["known", "unknown"])
def test_the_file_names_features_and_signals(stored: dict[str, Any], group: str) -> None:
    assert set(stored[f"sentence_{group}"]) == set(FEATURES)
    assert set(stored[f"confidence_{group}"]) == set(SIGNALS)


def test_no_feature_or_signal_has_two_places() -> None:
    assert len(set(FEATURES)) == len(FEATURES)
    assert len(set(SIGNALS)) == len(SIGNALS)


def test_weights_are_read_in_the_order_of_their_names(stored: dict[str, Any]) -> None:
    weights = load_weights()
    by_name = dict(zip(FEATURES, weights.sentence_known, strict=True))
    assert by_name == stored["sentence_known"]
    signals = dict(zip(SIGNALS, weights.confidence_unknown, strict=True))
    assert signals == stored["confidence_unknown"]


def test_shares_and_thresholds_are_probabilities() -> None:
    weights = load_weights()
    assert 0 < weights.words_share < 1
    assert 0 < weights.threshold < 1
    assert 0 < weights.similar < 1


def test_every_field_of_weights_comes_from_the_file(stored: dict[str, Any]) -> None:
    assert {field.name for field in fields(load_weights())} <= set(stored)


def test_the_weights_were_learnt_with_this_model_and_these_passages(stored: dict[str, Any]) -> None:
    provenance = stored["provenance"]
    assert provenance["model"] == PackagedEncoder.model_id
    assert provenance["passages_version"] == PASSAGES_VERSION
    assert provenance["command"].startswith("python -m retrieval.training")


def test_the_weights_say_from_how_many_questions_of_which_sets(stored: dict[str, Any]) -> None:
    sets = stored["provenance"]["sets"]
    assert set(sets) == {*KNOWN, *UNKNOWN}
    assert min(sets.values()) > 100


def test_the_weights_say_how_well_they_did(stored: dict[str, Any]) -> None:
    report = stored["provenance"]["report"]
    assert {*report["known"], *report["unknown"]} == {*KNOWN, *UNKNOWN}
    for group in report.values():
        for figures in group.values():
            assert all(0 < figure <= 1 for figure in figures.values())
            assert figures["sentence@1"] <= figures["sentence@3"]


def test_the_weights_are_read_once() -> None:
    assert load_weights() is load_weights()
