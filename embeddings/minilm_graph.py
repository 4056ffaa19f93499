"""The published MiniLM weights -> an ONNX file that runs without torch.

The network is BERT (Devlin et al. 2018, arXiv:1810.04805) with 6 layers, 12 heads and 384
dimensions. It is written here operator by operator, with ONNX Runtime's fused operators
(com.microsoft) where they are faster, rather than traced by torch: the same bytes come out on
every machine, in two seconds instead of half a minute, and the file runs faster. Weights are
quantised to 8 bits per output channel with a range of 7 bits, so that processors without VNNI
instructions do not saturate and give the same numbers (ONNX Runtime's quantisation guide,
"reduce_range").
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

from embeddings.running import weights_of

LAYERS = 6
HEADS = 12
DIMENSIONS = 384
LAYER_NORM_EPSILON = 1e-12
"""`layer_norm_eps` of the model's config.json."""

Array = NDArray[np.float32]
_FUSED = "com.microsoft"
_FUSED_OPERATORS = ("Attention", "BiasGelu")


class Graph:
    """Collects nodes and weights; every method returns the name of the tensor it makes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, values: Array) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        domain = _FUSED if operator in _FUSED_OPERATORS else ""
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def model(self, name: str, output: str, width: int) -> onnx.ModelProto:
        """The whole, with `output` of shape (batch, tokens, width)."""
        shape = ["batch", "tokens"]
        inputs = [
            helper.make_tensor_value_info(tensor, TensorProto.INT32, shape)
            for tensor in ("input_ids", "segment_ids", "mask")
        ]
        outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, [*shape, width])]
        return helper.make_model(
            helper.make_graph(self.nodes, name, inputs, outputs, self.weights),
            opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)],
            ir_version=8,
            producer_name="pincite",
        )


def write_quantised(weights: Path, target: Path) -> None:
    """Write the int8 ONNX file for the safetensors file `weights`.

    Inputs `input_ids`, `segment_ids`, `mask`: int32 of shape (batch, tokens). Output `tokens`:
    float32 of shape (batch, tokens, 384), the last hidden state.
    """
    graph = Graph()
    bert(graph, load_file(weights), "tokens")
    quantise(graph.model("minilm", "tokens", DIMENSIONS), target)


def quantise(exact: onnx.ModelProto, target: Path, keep: Sequence[str] = ()) -> None:
    """Write a graph with its weights in 8 bits, but for the operators named in `keep`.

    The large ones stand in a file beside it, `weights_of(target)`, of which ONNX Runtime maps into
    memory what it needs; a single file would be held as a whole, twice while it is opened.
    """
    whole, quantised = target.with_suffix(".fp32.onnx"), target.with_suffix(".int8.onnx")
    onnx.save(exact, whole)
    logging.getLogger().addFilter(_drop_preprocessing_advice)
    try:
        quantize_dynamic(
            whole,
            quantised,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            nodes_to_exclude=list(keep),
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
        weights_of(target).unlink(missing_ok=True)  # else it would grow
        onnx.save(
            onnx.load(quantised),
            target,
            save_as_external_data=True,
            location=weights_of(target).name,
        )
        weights_of(target).chmod(0o644)  # onnx writes it for its owner alone
    finally:
        logging.getLogger().removeFilter(_drop_preprocessing_advice)
        whole.unlink()
        quantised.unlink(missing_ok=True)


def _drop_preprocessing_advice(record: logging.LogRecord) -> bool:
    """The quantiser logs advice to pre-process, which a graph without shapes cannot follow."""
    return "pre-processing before quantization" not in record.getMessage()


def bert(graph: Graph, weights: dict[str, Array], output: str) -> str:
    """The network from words to the last hidden state of every token, named `output`."""
    tokens = _embeddings(graph, weights)
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}."
        inner = {k.removeprefix(prefix): v for k, v in weights.items() if k.startswith(prefix)}
        name = output if layer == LAYERS - 1 else f"layer{layer}"
        tokens = _layer(graph, inner, tokens, f"layer{layer}.", name)
    return tokens


def _embeddings(graph: Graph, weights: dict[str, Array]) -> str:
    stored = {
        "word": "word_embeddings.weight",
        "position": "position_embeddings.weight",
        "segment": "token_type_embeddings.weight",
        "gain": "LayerNorm.weight",
        "bias": "LayerNorm.bias",
    }
    names = [graph.weight(f"emb.{k}", weights[f"embeddings.{v}"]) for k, v in stored.items()]
    graph.nodes.append(
        helper.make_node(
            "EmbedLayerNormalization",
            ["input_ids", "segment_ids", *names, "mask"],
            ["embedded", "mask_index"],
            domain=_FUSED,
            epsilon=LAYER_NORM_EPSILON,
        )
    )
    return "embedded"


def _layer(graph: Graph, weights: dict[str, Array], inputs: str, name: str, output: str) -> str:
    parts = ("query", "key", "value")
    joint = np.concatenate([weights[f"attention.self.{p}.weight"].T for p in parts], axis=1)
    joint_bias = np.concatenate([weights[f"attention.self.{p}.bias"] for p in parts])
    attended = graph.node(
        "Attention",
        [
            inputs,
            graph.weight(name + "qkv", joint),
            graph.weight(name + "qkv.b", joint_bias),
            "mask",
        ],
        name + "attended",
        num_heads=HEADS,
    )
    first = _project(
        graph, weights, attended, inputs, "attention.output", name + "mid", name + "mid"
    )
    wide = graph.weight(name + "wide", weights["intermediate.dense.weight"].T)
    wide_bias = graph.weight(name + "wide.b", weights["intermediate.dense.bias"])
    raised = graph.node("MatMul", [first, wide], name + "raised")
    activated = graph.node("BiasGelu", [raised, wide_bias], name + "activated")
    return _project(graph, weights, activated, first, "output", name + "out", output)


def _project(  # noqa: PLR0913 - the parts of a residual block
    graph: Graph,
    weights: dict[str, Array],
    inputs: str,
    residual: str,
    block: str,
    name: str,
    output: str,
) -> str:
    """Dense projection, residual connection and layer normalisation."""
    dense = graph.weight(name + ".w", weights[f"{block}.dense.weight"].T)
    product = graph.node("MatMul", [inputs, dense], name + ".product")
    bias = graph.weight(name + ".b", weights[f"{block}.dense.bias"])
    projected = graph.node("Add", [product, bias], name + ".projected")
    added = graph.node("Add", [projected, residual], name + ".added")
    gain = graph.weight(name + ".gain", weights[f"{block}.LayerNorm.weight"])
    shift = graph.weight(name + ".shift", weights[f"{block}.LayerNorm.bias"])
    return graph.node(
        "LayerNormalization", [added, gain, shift], output, epsilon=LAYER_NORM_EPSILON
    )
