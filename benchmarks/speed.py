"""How fast is Pincite beside other ways to do the same, with the same model and passages?

Everything is measured in one run, the systems by turns, so that other work on the machine slows
all alike: about a quarter of an hour on two cores with nothing else to do. The first run installs
each peer into an environment of its own (1 GB each), which is kept.
"""

import argparse
import json
import os
import shlex
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from docstrings import passages, questions
from environments import PEERS, NotInstalled, Peer, interpreter
from processes import Failed
from report import Measured, machine, systems_table, targets_table, today
from systems import HERE, OtherSystem, Pincite, System, surroundings
from upkeep import Upkeep, measure_upkeep

WARM_UP = 5
"""Questions of every warm round that do not count."""
STARTED = time.monotonic()


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    passages: int
    sample: int
    """Passages that every system encodes for real."""
    questions: int
    files: int
    cold: int
    """Rounds, as the next two."""
    warm: int
    ingest: int


FULL = Plan(passages=20_000, sample=400, questions=100, files=5000, cold=5, warm=3, ingest=3)
QUICK = Plan(passages=500, sample=60, questions=20, files=300, cold=2, warm=1, ingest=1)


@dataclass(frozen=True, slots=True)
class Material:
    """What all systems are given, in files of the work folder."""

    texts: dict[str, str]
    asked: list[tuple[str, str | None]]
    passages: Path
    sample: Path
    questions: Path
    vectors: Path


def make_material(plan: Plan, work: Path) -> Material:
    """Passages and questions; the vectors come from the first system."""
    texts = {f"p{number:05}": text for number, text in enumerate(passages(plan.passages))}
    asked = questions(list(texts.values()), plan.questions + WARM_UP)
    rows = [{"id": name, "text": text} for name, text in texts.items()]
    step = max(1, len(rows) // plan.sample)
    files = {
        "passages.jsonl": rows,
        "sample.jsonl": rows[::step][: plan.sample],
        "questions.jsonl": [{"question": question} for question, _ in asked],
    }
    for name, lines in files.items():
        (work / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
    written = [work / name for name in files]
    return Material(texts, asked, written[0], written[1], written[2], work / "vectors.npy")


def prepare(systems: Sequence[System], material: Material) -> list[Measured]:
    """Every system stores all passages, Pincite first."""
    measured = []
    for system in systems:
        say(f"{system.name}: storing {len(material.texts):,} passages")
        finished = system.prepare(material.passages, material.vectors)
        measured.append(Measured(system.name, finished, system.disk_mb()))
    return measured


def measure(
    plan: Plan, systems: Sequence[System], measured: Sequence[Measured], material: Material
) -> None:
    """All rounds. Warm ones come first, and bring what the cold ones read into memory."""
    pairs = list(zip(systems, measured, strict=True))
    for number in range(plan.warm):
        for system, result in pairs:
            answers = system.ask_all(material.questions)
            result.warm.append([answer.milliseconds for answer in answers[WARM_UP:]])
            result.found = found_share(material, [answer.found for answer in answers])
            say(
                f"warm {number + 1}/{plan.warm}  {system.name}: {result.percentiles(50)[-1]:.1f} ms"
            )
    for number in range(plan.ingest):
        for system, result in pairs:
            result.ingests.append(system.ingest(material.sample))
            say(f"ingest {number + 1}/{plan.ingest}  {system.name}: {result.rates[-1]:.1f}/s")
    for number in range(plan.cold):
        question = material.asked[number % len(material.asked)][0]
        for system, result in pairs:
            result.cold.append(system.ask(question))
            say(f"cold {number + 1}/{plan.cold}  {system.name}: {result.cold_seconds[-1]:.2f} s")


def found_share(material: Material, answers: Iterable[tuple[str, ...]]) -> float:
    """Share of the questions made from a sentence whose answer names a passage that holds it."""
    hits = [
        any(sentence in material.texts[name] for name in names)
        for (_, sentence), names in zip(material.asked, answers, strict=True)
        if sentence is not None
    ]
    return sum(hits) / len(hits) if hits else 0.0


def results(
    plan: Plan, measured: Sequence[Measured], upkeep: Upkeep, versions: dict[str, str]
) -> str:
    """The text of results.md."""
    own = measured[0]
    rate = plan.passages / own.prepared.seconds
    stated = ", ".join(f"{name} {number}" for name, number in versions.items())
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"""# Speed

`{command_line()}` on {today()}: {machine()}; load at the end {load}.
Python {sys.version.split()[0]}; {stated}.

The same {plan.passages:,} passages of 120 words (docstrings of Python and of installed packages),
the same all-MiniLM-L6-v2 weights and the same questions for all; the systems take turns. Figures
are medians with the least and the greatest. "x" compares medians with Pincite's.

{systems_table(measured)}

- **cold question**: a whole process, from its start to its end, with a warm page cache
  (rounds: {plan.cold}).
- **warm question**: {plan.questions} questions to an open process (rounds: {plan.warm}); Pincite's
  include choosing and checking the quotes, the others' end with passages.
- **ingest**: {plan.sample} passages encoded and stored (rounds: {plan.ingest}); for the peers
  without imports and loading the model, for Pincite the whole command. Pincite also took all
  {plan.passages:,} in this way: {own.prepared.seconds:.0f} s, {rate:.1f} passages/s. **The peers
  were given the vectors of all passages** that Pincite had made (encoding them would take each
  about half an hour), through their own interface for known vectors; questions they encode
  themselves, with the published fp32 weights.
- **peak MB**: resident memory of the whole process at its highest; `ingest` is the greater of the
  sample and of storing all passages.
- **found**: share of the questions made of the first words of a sentence where one of three
  results holds that sentence. It shows that all do the job and is no measure of quality: such
  questions favour a search for words, which only Pincite has here.
- Chroma runs with its sentence-transformers function; its default, an ONNX export of the same
  model that is downloaded at first use, is not measured.

## Targets

{targets_table(measured, upkeep)}
"""


def command_line() -> str:
    """How to measure the same again, wherever files are kept."""
    parser = argument_parser()
    given = vars(parser.parse_args())
    words = ["python", "benchmarks/speed.py"]
    for name in ("passages", "only", "quick"):
        if given[name]:
            words += [f"--{name}"] if given[name] is True else [f"--{name}", str(given[name])]
    return shlex.join(words)


def versions_of(systems: Sequence[System]) -> dict[str, str]:
    """Of what runs here, and in each peer's environment."""
    found = {name: version(name) for name in ("pincite", "onnxruntime", "faiss-cpu", "numpy")}
    for system in systems:
        if isinstance(system, OtherSystem):
            found |= system.versions()
    return found


def say(line: str) -> None:
    """Progress, with the minutes since the start."""
    print(f"[{(time.monotonic() - STARTED) / 60:5.1f} min] {line}", file=sys.stderr, flush=True)


def chosen_peers(only: str | None) -> list[Peer]:
    """Peers whose name has one of the words; all where none is given."""
    if only is None:
        return list(PEERS)
    words = [word for word in only.lower().split(",") if word != "none"]
    chosen = [peer for peer in PEERS if any(word in peer.name.lower() for word in words)]
    if words and not chosen:
        sys.exit(f"Error: no peer is called {only}; there are {', '.join(p.name for p in PEERS)}.")
    return chosen


def benchmark(plan: Plan, peers: Sequence[Peer], work: Path) -> str:
    """Measure everything. Raises NotInstalled or Failed."""
    environment = surroundings(work)
    pincite = Pincite(work, environment)
    systems: list[System] = [pincite]
    for peer in peers:
        say(f"{peer.name}: environment")
        python = interpreter(peer, work / "environments")
        systems.append(OtherSystem(peer, python, work, environment))
    say("writing passages and questions")
    material = make_material(plan, work)
    say("Pincite: making the model ready")
    pincite.ingest(material.sample)
    measured = prepare(systems, material)
    measure(plan, systems, measured, material)
    own = measured[0].prepared
    upkeep = measure_upkeep(pincite, material.passages, own, plan.files, plan.cold, say)
    return results(plan, measured, upkeep, versions_of(systems))


def argument_parser() -> argparse.ArgumentParser:
    """What may be chosen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, help=f"default: {FULL.passages:,}")
    parser.add_argument("--quick", action="store_true", help="a small run, to see that all works")
    parser.add_argument("--only", metavar="NAMES", help="of peers, as in txtai,chroma; or none")
    parser.add_argument("--out", type=Path, default=HERE / "results.md")
    parser.add_argument("--work", type=Path, default=HERE.parent / "build" / "benchmark")
    return parser


def main() -> None:
    """Measure, and write the table."""
    arguments = argument_parser().parse_args()
    plan = QUICK if arguments.quick else FULL
    plan = replace(plan, passages=arguments.passages or plan.passages)
    work = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        text = benchmark(plan, chosen_peers(arguments.only), work)
    except (Failed, NotInstalled) as error:
        sys.exit(f"Error: {error}")
    arguments.out.write_text(text)
    say(f"written: {arguments.out}")
    print(text)


if __name__ == "__main__":
    main()
