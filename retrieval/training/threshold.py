"""Set the threshold in `weights.json`: python -m retrieval.training.threshold SETS --cache FOLDER.

The confidence below which WRONGLY_REFUSED of the answerable questions lie, in that validation set
where it is lowest: in none is more refused. The training sets' own threshold would refuse .08 of
xquad-en's, because their questions are worded more like their passages.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np

from embeddings.packaged import PackagedEncoder, ensure_tokenizer
from retrieval.evaluation import ask_all, read_questions
from retrieval.home import open_answerer
from retrieval.reader.packaged import PackagedReader
from retrieval.training.learning import WRONGLY_REFUSED
from retrieval.updating import Update

SETS = ("zhanaozen", "xquad-en", "squad2-a", "xquad-ru", "xquad-tr", "kazqad")
QUESTIONS = 600
"""Of a set, at most; the others of a large one are like these."""


def main() -> None:
    """Read the arguments, ask, write."""
    parser = argparse.ArgumentParser(
        prog="python -m retrieval.training.threshold", description=__doc__
    )
    parser.add_argument("sets", type=Path, help="folder of the evaluation sets")
    parser.add_argument("--cache", type=Path, required=True, help="folder of the exported model")
    parser.add_argument("--weights", type=Path, default=Path("retrieval/weights.json"))
    arguments = parser.parse_args()
    encoder = PackagedEncoder(arguments.cache, print)
    reader = PackagedReader(ensure_tokenizer(arguments.cache, print))
    lowest = {}
    for name in SETS:
        lowest[name] = _quantile(arguments.sets / name, encoder, reader)
        print(f"{name}: {lowest[name]:.3f}", flush=True)
    stored = json.loads(arguments.weights.read_text())
    stored["threshold"] = min(lowest.values())
    stored["provenance"]["threshold"] = {
        "command": "python -m retrieval.training.threshold SETS --cache FOLDER",
        "sets": lowest,
    }
    arguments.weights.write_text(json.dumps(stored, indent=1) + "\n")


def _quantile(folder: Path, encoder: PackagedEncoder, reader: PackagedReader) -> float:
    """The confidence below which WRONGLY_REFUSED of a set's answerable questions lie."""
    known = read_questions(folder / "questions.jsonl")
    asked = [question for question in known if question.kind != "unanswerable"]
    with tempfile.TemporaryDirectory(prefix="pincite-training-") as home:
        update = Update(Path(home), encoder)
        for _ in update.ingest(update.scan([folder / "corpus"]), lambda _: None):
            pass
        update.finish()
        update.close()
        answerer = open_answerer(Path(home), encoder, reader=reader)
        outcomes = ask_all(answerer, asked[:: -(-len(asked) // QUESTIONS)])
        values = [one.result.confidence for one in outcomes if one.result is not None]
        answerer.close()
    return round(float(np.quantile(values, WRONGLY_REFUSED, method="inverted_cdf")), 3)


if __name__ == "__main__":
    main()
