"""Write the vectors of a library's documents, in the order of their names, as one array.

Run by speed.py, which gives them to the peers: `exported_vectors.py HOME FILE.npy`.
"""

import sys
from pathlib import Path

import numpy as np

from corpus.library import Library
from embeddings.packaged import DIMENSIONS, PackagedEncoder
from embeddings.vectors import VectorStore
from retrieval.layout import library_path, vectors_path


def main(home: Path, target: Path) -> None:
    """The vector of each document is that of its first passage; one that Pincite takes for page
    furniture, and so has no passage of, gets the vector of the document before it."""
    library = Library(library_path(home))
    vectors = VectorStore(vectors_path(home), PackagedEncoder.model_id, DIMENSIONS)
    hashes = dict(library.passage_hashes())
    chosen: list[str] = []
    for place in sorted(library.places(), key=lambda place: place.name):
        passages = library.passages_of(place.document_id)
        chosen.append(hashes[passages[0].number] if passages else chosen[-1])
    found = vectors.passages(chosen)
    np.save(target, np.array([found[text_hash] for text_hash in chosen], np.float32))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
