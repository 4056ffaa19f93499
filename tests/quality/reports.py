"""Small libraries of short reports in our own words, whose questions have every version of a value
that a reader would expect, and some that count something else.

`reports.json` was written to break `retrieval.figures`: twelve libraries that its rules were mended
on, five more when that was done, and four when those had been mended on, too. Print how many
questions are right, and which are not, with: python -m tests.quality.reports
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import read_settings
from bot.wiring import open_encoder, open_reader
from embeddings.encoder import Encoder
from retrieval.answering import Answerer
from retrieval.home import open_answerer
from retrieval.model import Answer, Figure, Refusal
from retrieval.reader.contract import Reader
from retrieval.updating import Update

LIBRARIES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("reports.json").read_text())
KINDS = tuple(dict.fromkeys(library["kind"] for library in LIBRARIES))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what is wrong with its answer."""

    kind: str
    """One of KINDS: which libraries it belongs to."""
    question: str
    faults: tuple[str, ...]
    """None: it has all versions and nothing else, and is rightly said to be disputed or not."""


def asked(encoder: Encoder, reader: Reader | None) -> Iterator[Asked]:
    """Ask every question of its library."""
    for library in LIBRARIES:
        with tempfile.TemporaryDirectory(prefix="pincite-reports-") as folder:
            answerer = _opened(Path(folder), library["texts"], encoder, reader)
            for known in library["questions"]:
                result = answerer.answer(known["question"])
                faults = (
                    tuple(_faults(known, result)) if isinstance(result, Answer) else ("refused",)
                )
                yield Asked(library["kind"], known["question"], faults)
            answerer.close()


def _opened(
    folder: Path, texts: dict[str, str], encoder: Encoder, reader: Reader | None
) -> Answerer:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    update = Update(folder / "home", encoder)
    list(update.ingest(update.scan([folder / name for name in texts]), lambda _: None))
    update.finish()
    update.close()
    return open_answerer(folder / "home", encoder, lambda _: None, reader)


def _faults(known: dict[str, Any], answer: Answer | Refusal) -> Iterator[str]:
    if isinstance(answer, Refusal):
        yield "refused"
        return
    disputed = known["disputed"]  # None: either may be said
    if disputed is not None and answer.disagreement != disputed:
        yield f"said to be disputed: {answer.disagreement}"
    for version in known["versions"]:
        if not any(_is(version, figure) for figure in answer.figures):
            yield f"misses {version}"
    for other in known["others"]:
        if any(_is(other, figure) for figure in answer.figures):
            yield f"lists {other}"


def _is(value: str | list[float], figure: Figure) -> bool:
    """Tell whether a figure is this value: the limits of a quantity, or words of a date."""
    if isinstance(value, str):
        return figure.limits is None and value in figure.value
    return figure.limits == tuple(value)


def main() -> None:
    """Print what is wrong, and how much is right."""
    settings = read_settings(Path("unused"))
    found = list(asked(open_encoder(settings, print), open_reader(settings, print)))
    for one in found:
        if one.faults:
            print(f"{one.kind}: {one.question} {'; '.join(one.faults)}")
    for kind in KINDS:
        of_kind = [one for one in found if one.kind == kind]
        print(f"{kind}: {sum(not one.faults for one in of_kind)} of {len(of_kind)}")


if __name__ == "__main__":
    main()
