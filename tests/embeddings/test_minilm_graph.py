import stat
from pathlib import Path

import onnxruntime
import pytest

from embeddings.minilm_graph import write_quantised
from embeddings.packaged import PackagedEncoder
from embeddings.running import weights_of
from tests.embeddings.published import model_folder

pytestmark = pytest.mark.model


def test_the_same_weights_give_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.onnx"
    write_quantised(model_folder() / "model.safetensors", again)
    first = exported / PackagedEncoder.model_id / "model.onnx"
    assert weights_of(again).read_bytes() == weights_of(first).read_bytes()
    # The network names the file of its weights, whose name is as long here.
    assert again.read_bytes() == first.read_bytes().replace(b"model.bin", b"again.bin")
    written = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert written == ["again.bin", "again.onnx"]


def test_weights_are_written_anew_for_all_to_read(tmp_path: Path) -> None:
    for _ in range(2):
        write_quantised(model_folder() / "model.safetensors", tmp_path / "model.onnx")
    status = weights_of(tmp_path / "model.onnx").stat()
    assert status.st_size < 23_000_000
    assert stat.filemode(status.st_mode) == "-rw-r--r--"


def test_the_graph_takes_tokens_and_gives_their_states(exported: Path) -> None:
    session = onnxruntime.InferenceSession(exported / PackagedEncoder.model_id / "model.onnx")
    assert {i.name: i.type for i in session.get_inputs()} == dict.fromkeys(
        ("input_ids", "segment_ids", "mask"), "tensor(int32)"
    )
    assert [o.name for o in session.get_outputs()] == ["tokens"]
    assert session.get_outputs()[0].shape[-1] == 384


def test_the_graph_is_a_quarter_of_the_published_weights(exported: Path) -> None:
    exact = (model_folder() / "model.safetensors").stat().st_size
    model = exported / PackagedEncoder.model_id / "model.onnx"
    assert model.stat().st_size + weights_of(model).stat().st_size < exact / 3.5
