"""A trained reader -> int8 ONNX: python -m retrieval.training.reader.export MODEL TARGET.

Operator by operator, as the packaged encoder's. Inputs `input_ids`, `segment_ids`, `mask`: int32 of
shape (batch, tokens). Output `scores`: float32 of shape (batch, tokens, 4), as
retrieval/reader/readings.py names them.
"""

import argparse
import hashlib
from pathlib import Path

import onnx
from onnx import helper
from safetensors.numpy import load_file

from embeddings.minilm_graph import Array, Graph, bert, quantise
from embeddings.running import weights_of

CHANNELS = 4
HEAD = "head"


def write(weights: dict[str, Array], target: Path) -> None:
    """Write the quantised graph; the head of 4 x 384 numbers stays exact."""
    quantise(build(weights), target, keep=[HEAD])


def build(weights: dict[str, Array]) -> onnx.ModelProto:
    """The exact graph."""
    graph = Graph()
    inner = {k.removeprefix("bert."): v for k, v in weights.items() if k.startswith("bert.")}
    tokens = bert(graph, inner, "tokens")
    head = graph.weight("head.w", weights["head.weight"].T)
    bias = graph.weight("head.b", weights["head.bias"])
    graph.nodes.append(helper.make_node("MatMul", [tokens, head], ["product"], name=HEAD))
    graph.nodes.append(helper.make_node("Add", ["product", bias], ["scores"]))
    return graph.model("reader", "scores", CHANNELS)


def main() -> None:
    """Read the arguments, export, say what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="folder of the trained reader")
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    write(load_file(arguments.model / "model.safetensors"), arguments.target)
    for path in (arguments.target, weights_of(arguments.target)):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        print(f"{path}: {path.stat().st_size:,} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
