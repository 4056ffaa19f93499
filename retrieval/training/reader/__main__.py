"""Make the reader's examples: python -m retrieval.training.reader OPEN DATA --cache FOLDER."""

import argparse
import gzip
import json
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from embeddings.packaged import PackagedEncoder
from retrieval.home import open_answerer
from retrieval.training.reader.examples import Example, FromLibrary, capped
from retrieval.training.reader.libraries import GROUPS, build, read_rows
from retrieval.training.reader.loose import loose_examples


def main() -> None:
    """Read the arguments, build the libraries, write one file of examples for each."""
    parser = argparse.ArgumentParser(
        prog="python -m retrieval.training.reader", description=__doc__
    )
    parser.add_argument("open", type=Path, help="folder of spans.jsonl.gz and sents.jsonl.gz")
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, required=True, help="folder of the exported model")
    arguments = parser.parse_args()
    arguments.data.mkdir(parents=True, exist_ok=True)
    encoder = PackagedEncoder(arguments.cache, print)
    rows = list(read_rows(arguments.open / "spans.jsonl.gz"))
    labelled = list(read_rows(arguments.open / "sents.jsonl.gz"))
    _write(arguments.data / "loose.jsonl.gz", loose_examples(rows, labelled))
    for group, names in GROUPS.items():
        some = [r for r in rows if r["set"] in names and not r["impossible"] and r["answers"]]
        with tempfile.TemporaryDirectory(prefix="pincite-training-") as folder:
            home = Path(folder)
            documents = build(home, some, encoder)
            answerer = open_answerer(home, encoder)
            maker = FromLibrary(answerer, documents)
            _write(arguments.data / f"{group}.jsonl.gz", maker.examples(capped(some)))
            answerer.close()


def _write(path: Path, examples: Iterable[Example]) -> None:
    counts: Counter[str] = Counter()
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for example in examples:
            counts[f"{example.set} {example.kind}"] += 1
            file.write(json.dumps(asdict(example)) + "\n")
    print(path.name, dict(counts), flush=True)


if __name__ == "__main__":
    main()
