from functools import partial
from pathlib import Path

import numpy as np
import pytest
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from embeddings.packaged import package_files
from retrieval.errors import UnknownReader
from retrieval.reader.cross_encoder import CrossEncoderReader
from tests.embeddings.turns import most_at_once
from tests.retrieval.reader.reading import ABOUT, ANSWERS, QUESTION, passage

pytestmark = [pytest.mark.model, pytest.mark.slow]


def save_cross_encoder(folder: Path, labels: int) -> str:
    """A tiny untrained model in the format of sentence-transformers' CrossEncoder."""
    config = BertConfig(
        vocab_size=30522,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
    )
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer = package_files() / "tokenizer.json"
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(tokenizer), pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    return str(folder)


def test_it_scores_every_sentence_within_its_neighbours(tmp_path: Path) -> None:
    reader = CrossEncoderReader(save_cross_encoder(tmp_path, 1), "cpu")
    answers, about = reader.read(QUESTION, [passage(ANSWERS), passage(ABOUT)])
    assert answers.shape == about.shape == (3, 3)
    first_two = ANSWERS[: passage(ANSWERS).sentences[1][1]]
    (alone,) = reader.read(QUESTION, [passage(first_two)])
    assert answers[0, 0] == pytest.approx(alone[0, 0], abs=1e-4)
    assert answers[:, 2].max() == pytest.approx(np.diff(np.sort(answers[:, 0]))[-1], abs=1e-5)


def test_of_nothing_nothing_is_read(tmp_path: Path) -> None:
    assert CrossEncoderReader(save_cross_encoder(tmp_path, 1), "cpu").read(QUESTION, []) == []


def test_a_model_of_several_scores_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownReader, match="gives 3 scores a pair"):
        CrossEncoderReader(save_cross_encoder(tmp_path, 3), "cpu")


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownReader, match="PINCITE_READER"):
        CrossEncoderReader(str(tmp_path))


def test_threads_take_turns_at_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = CrossEncoderReader(save_cross_encoder(tmp_path, 1), "cpu")
    use = partial(reader.read, QUESTION, [passage(ANSWERS)])
    assert most_at_once(monkeypatch, reader._model, "predict", use) == 1
