"""What the readers make of the samples, as digests: `reader_digests.json` has them by version.

    python -m tests.contracts.reader_digests

writes them anew, for readers whose version was raised.
"""

import hashlib
import json
import tempfile
from dataclasses import replace
from pathlib import Path

from corpus.model import Reading
from corpus.readers import FORMATS, VERSIONS, reader_for
from tests.contracts.packed import PACKED
from tests.contracts.samples import WRITTEN
from tests.corpus.made_pdf import book

KEPT = Path(__file__).with_suffix(".json")
_CONTENTS = {end: [sample.content] for end, sample in (WRITTEN | PACKED).items()}
_CONTENTS[".html"] += [
    b"<html><body><article><h1>The well</h1><p>The well was dug in spring, by the whole village."
    b"<pre><code>dig(well)\ndig(barn)</code></pre><table><tr><th>year<th>depth<tr><td>1911<td>7 m"
    b"</table><ul><li>one rope<li>two buckets</ul></article><div class=comment id=c1><span "
    b"class=author>Ann</span><blockquote>Dry.</blockquote><p class=comment-body>It was never dry."
]
_CONTENTS[".pdf"] += [book(4), book(4, columns=2, interleaved=True)]

Digests = dict[str, dict[str, int | str]]


def digests() -> Digests:
    """Of every reader its version, and a digest of all that comes out of it."""
    said: dict[str, list[str]] = {module: [] for module in VERSIONS}
    with tempfile.TemporaryDirectory() as folder:
        for end, module in FORMATS.items():
            path = Path(folder, f"sample{end}")
            for content in _CONTENTS[end]:
                path.write_bytes(content)
                said[module] += _read(path)
    return {
        module: {"version": VERSIONS[module], "digest": _digest("\n".join(all_said))}
        for module, all_said in said.items()
    }


def _read(path: Path) -> list[str]:
    """Each document, but its bytes: programs that pack them write down the time."""
    reader = reader_for(path)
    assert reader is not None
    items = [item for item in reader(path) if isinstance(item, Reading)]
    return [repr(replace(item, sha256="", size=0, version=0)) for item in items]


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def main() -> None:
    """Keep the digests of readers whose version was raised; the others must be as they were."""
    kept: Digests = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    for module, made in digests().items():
        before = kept.setdefault(module, made)
        if made != before and made["version"] == before["version"]:
            raise SystemExit(f"{module} reads otherwise: raise VERSIONS[{module!r}] first.")
        kept[module] = made
    KEPT.write_text(json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    main()
