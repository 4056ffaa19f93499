"""Learn `weights.json`: python -m retrieval.training SPANS --cache FOLDER [--out FILE]."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from corpus.passages import PASSAGES_VERSION
from embeddings.packaged import PackagedEncoder, ensure_tokenizer
from retrieval.reader.contract import READINGS
from retrieval.reader.packaged import PackagedReader
from retrieval.training.examples import Laboratory
from retrieval.training.fusion import choose_share
from retrieval.training.learning import Learnt, learn, shared_threshold, with_sentence
from retrieval.training.sets import KNOWN, UNKNOWN, read_sets
from retrieval.weights import FEATURES, READ_SIGNALS, SIGNALS


def main() -> None:
    """Read the arguments, learn, report, write."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.training", description=__doc__)
    parser.add_argument("spans", type=Path, help="spans.jsonl.gz of the open training sets")
    parser.add_argument("--cache", type=Path, required=True, help="folder of the exported model")
    parser.add_argument("--out", type=Path, default=Path("retrieval/weights.json"))
    arguments = parser.parse_args()
    encoder = PackagedEncoder(arguments.cache, print)
    groups = {
        name: [Laboratory(examples, encoder) for examples in read_sets(arguments.spans, names)]
        for name, names in (("known", KNOWN), ("unknown", UNKNOWN))
    }
    share, recalls = choose_share(groups["known"])
    learnt = {name: learn(laboratories, share) for name, laboratories in groups.items()}
    reader = PackagedReader(ensure_tokenizer(arguments.cache, print))
    weights = with_sentence(learnt["known"].sentence, share)
    reading = [laboratory.with_reader(reader, weights) for laboratory in groups["known"]]
    learnt["read"] = learn([laboratory for laboratory in reading if laboratory.size], share)
    threshold, similar = shared_threshold(list(learnt.values()))
    stored = {
        "provenance": {
            "command": "python -m retrieval.training SPANS --cache FOLDER",
            "model": encoder.model_id,
            "reader": reader.model_id,
            "passages_version": PASSAGES_VERSION,
            "sets": {lab.name: lab.size for group in groups.values() for lab in group},
            "passage_recall_at_1_3_10": recalls,
            "report": {name: group.report for name, group in learnt.items()},
        },
        "words_share": share,
        "threshold": round(threshold, 3),
        "similar": round(similar, 3),
        **{key: value for name, group in learnt.items() for key, value in _named(name, group)},
    }
    arguments.out.write_text(json.dumps(stored, indent=1) + "\n")
    print(arguments.out.read_text())
    for laboratory in (laboratory for group in groups.values() for laboratory in group):
        laboratory.close()


def _named(name: str, group: Learnt) -> Sequence[tuple[str, dict[str, float]]]:
    is_read = len(group.sentence) > len(FEATURES)
    features = (*FEATURES, *READINGS) if is_read else FEATURES
    signals = (*SIGNALS, *READ_SIGNALS) if is_read else SIGNALS
    sentence = zip(features, group.sentence, strict=True)
    confidence = zip(signals, group.confidence, strict=True)
    return (
        (f"sentence_{name}", {feature: round(float(w), 4) for feature, w in sentence}),
        (f"confidence_{name}", {signal: round(float(w), 4) for signal, w in confidence}),
    )


if __name__ == "__main__":
    main()
