"""ONNX files, run on one thread each: ours run side by side instead. Each has its weights in a file
beside it."""

import os
from pathlib import Path

import onnxruntime

SLOW_FUSIONS = ["SkipLayerNormFusion"]
"""Its operator adds numbers up one by one: a passage of 180 tokens takes 16.2 ms with it and 12.8
with the operators that it stands for (ONNX Runtime 1.32; `python benchmarks/fusions.py`)."""


def open_session(model: Path) -> onnxruntime.InferenceSession:
    """Open an ONNX file for the CPU. Raises what ONNX Runtime does for a file that is none."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
    )


def processors() -> int:
    """How many of them this process may use: as many sessions are worth running side by side."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def weights_of(model: Path) -> Path:
    """The file with the weights of an ONNX file."""
    return model.with_suffix(".bin")
