"""The network, its batches and its export: a few real steps on examples of our own."""

import gzip
import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from safetensors.numpy import load_file

from embeddings.packaged import package_files
from retrieval.reader.readings import NONE, SENTENCE
from retrieval.reader.tokens import Cutter
from retrieval.training.reader.export import write
from retrieval.training.reader.items import Stream
from retrieval.training.reader.net import load, padded, sentence_logits
from retrieval.training.reader.train import train

pytestmark = [pytest.mark.model, pytest.mark.slow]

SENTENCES = ("The ferry leaves at dawn.", "It carries forty people.", "Nobody knows why.")
TEXT = " ".join(SENTENCES)
SPANS = [(0, 25), (26, 50), (51, 68)]


def example(kind: str, question: str, labels: list[int]) -> dict[str, object]:
    spans = [(37, 49)] if 1 in labels else []
    return {"set": "own", "kind": kind, "question": question, "text": TEXT,
            "sentences": SPANS, "labels": labels, "spans": spans}  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    rows = [
        example("answered", "How many people does it carry?", [0, 1, 0]),
        example("edited", "How many cows does it carry?", [0, 0, 0]),
    ]
    with gzip.open(folder / "own.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    train(data, out, 3, None)
    return out / "final"


def test_only_what_is_answered_has_a_sentence_and_a_span(data: Path) -> None:
    stream = Stream(data, 1)
    items = [item for _ in range(20) for item in stream.next()]
    assert {item.kind for item in items} == {"answered", "edited"}
    for item in items:
        answered = item.kind == "answered"
        assert (1 in item.labels, bool(item.starts), bool(item.ends)) == (answered,) * 3


def test_a_batch_is_of_like_length(data: Path) -> None:
    lengths = [len(item.tokens.ids) for item in Stream(data, 1).next()]
    assert max(lengths) - min(lengths) <= 4


def test_questions_are_exchanged_anew_and_words_masked(data: Path) -> None:
    stream = Stream(data, 1)
    items = [item for _ in range(20) for item in stream.next()]
    questions = {tuple(i.tokens.ids[: i.tokens.first]) for i in items if i.kind == "edited"}
    assert len(questions) > 1
    words = [token for item in items for token in item.tokens.ids[item.tokens.first : -1]]
    assert 0.04 < words.count(103) / len(words) < 0.08


def test_a_stream_is_the_same_each_time(data: Path) -> None:
    once, again = (Stream(data, 1).next() for _ in range(2))
    assert [item.tokens.ids for item in once] == [item.tokens.ids for item in again]


def test_a_sentences_logit_is_the_mean_of_its_tokens() -> None:
    scores = torch.zeros(1, 6, 4)
    scores[0, :, SENTENCE] = torch.tensor([9.0, 9.0, 1.0, 3.0, 5.0, 9.0])
    scores[0, 0, NONE] = 0.5
    owner = torch.tensor([[-1, -1, 0, 0, 1, -1]])
    made = sentence_logits(scores, owner, 3)
    assert made[0, :3].tolist() == [0.5, 2.0, 5.0]
    assert made[0, 3] < -1000


def test_training_moves_the_layers_and_leaves_the_words(trained: Path) -> None:
    before = load_file(package_files() / "model.safetensors")
    after = load_file(trained / "model.safetensors")
    words = "embeddings.word_embeddings.weight"
    layer = "encoder.layer.0.output.dense.weight"
    assert np.array_equal(before[words], after[f"bert.{words}"])
    assert not np.array_equal(before[layer], after[f"bert.{layer}"])
    facts = json.loads((trained / "config.json").read_text())
    assert facts["steps"] == 3
    assert 300 < sum(facts["seen"].values()) <= 640


def test_the_export_says_what_the_network_says(trained: Path, tmp_path: Path) -> None:
    write(load_file(trained / "model.safetensors"), tmp_path / "reader.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "reader.onnx")
    tokens = Cutter(package_files() / "tokenizer.json").tokens("How many?", TEXT, SPANS)
    ids, segments, mask, _ = padded([tokens])
    feeds = {"input_ids": ids, "segment_ids": segments, "mask": mask}
    said = session.run(None, {k: v.numpy().astype(np.int32) for k, v in feeds.items()})[0]
    with torch.inference_mode():
        exact = load(trained)(ids, segments, mask).numpy()
    assert said.shape == exact.shape
    assert np.abs(said - exact).max() < 0.1 * max(1.0, np.abs(exact).max())
