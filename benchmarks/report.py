"""Measurements -> results.md: medians with their spread, ratios to Pincite, targets."""

import platform
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from processes import Finished
from systems import Ingested
from upkeep import HEAVY, Upkeep

_FLAT = 1.15
"""Ten times as much to ingest may take this much more memory: caches and buffers fill up."""


@dataclass(slots=True)
class Measured:
    """One system, every round."""

    name: str
    prepared: Finished
    disk_mb: float
    cold: list[Finished] = field(default_factory=list)
    warm: list[list[float]] = field(default_factory=list)
    """Milliseconds of every question of a round."""
    ingests: list[Ingested] = field(default_factory=list)
    found: float = 0.0
    """Share of the questions made from a sentence whose answer holds that sentence."""

    @property
    def cold_seconds(self) -> list[float]:
        return [finished.seconds for finished in self.cold]

    @property
    def rates(self) -> list[float]:
        return [ingested.passages_per_second for ingested in self.ingests]

    @property
    def ask_mb(self) -> float:
        return max(finished.peak_mb for finished in self.cold)

    @property
    def ingest_mb(self) -> float:
        return max(self.prepared.peak_mb, *(i.process.peak_mb for i in self.ingests))

    def percentiles(self, percent: int) -> list[float]:
        """Of each warm round."""
        return [percentile(round_, percent) for round_ in self.warm]


def percentile(values: Iterable[float], percent: int) -> float:
    """The smallest value that so many in a hundred do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def systems_table(measured: Sequence[Measured]) -> str:
    """One row a system; the first is the one that the others are compared with."""
    own = measured[0]
    rows = []
    for one in measured:
        p50, p95 = one.percentiles(50), one.percentiles(95)
        cpu = statistics.median(finished.cpu_seconds for finished in one.cold)
        cells = (
            one.name,
            spread(one.cold_seconds),
            _times(one.cold_seconds, own.cold_seconds),
            f"{cpu:.2f}",
            spread(p50),
            _times(p50, own.percentiles(50)),
            spread(p95),
            spread(one.rates),
            _times(own.rates, one.rates),
            f"{one.ask_mb:.0f}",
            f"{one.ingest_mb:.0f}",
            f"{one.disk_mb:.0f}",
            f"{one.found:.2f}",
        )
        rows.append(cells)
    head = (
        *("system", "cold question, s", "times Pincite's", "its CPU s", "warm p50, ms"),
        *("times Pincite's", "warm p95, ms", "ingest, passages/s", "Pincite is faster by"),
        *("peak MB, ask", "peak MB, ingest", "disk MB", "found"),
    )
    return _table(head, rows)


def targets_table(measured: Sequence[Measured], upkeep: Upkeep) -> str:
    """What Pincite promises, and what it did."""
    own, peers = measured[0], measured[1:]
    cold = statistics.median(own.cold_seconds)
    rate = statistics.median(own.rates)
    p50, p95 = (statistics.median(own.percentiles(percent)) for percent in (50, 95))
    rows = [
        _row("cold question, s", cold, "at most", 0.9),
        _row("warm question p50 with the reader, ms", p50, "at most", 150),
        _row("warm question p95 with the reader, ms", p95, "at most", 300),
        _row("warm question p50, as wished for without a reader, ms", p50, "at most", 20),
        _row("warm question p95, as wished for without a reader, ms", p95, "at most", 45),
        _row("ingest, passages/s", rate, "at least", 25),
        _row("memory of `ask`, MB", own.ask_mb, "at most", 200),
        _row("memory of `ingest`, MB", own.ingest_mb, "at most", 700),
    ]
    if peers:
        best = min(statistics.median(peer.cold_seconds) for peer in peers)
        rows.append(
            _row("cold question, times faster than the best peer", best / cold, "at least", 20)
        )
        if "sentence-transformers" in peers[0].name:
            theirs = statistics.median(peers[0].rates)
            label = "ingest, times as fast as sentence-transformers"
            rows.append(_row(label, rate / theirs, "at least", 2))
    again = statistics.median(finished.seconds for finished in upkeep.unchanged)
    rows.append(_row(f"ingest again, {upkeep.files:,} unchanged files, s", again, "at most", 5))
    for name, (small, large) in (("folder", upkeep.folder), ("JSON Lines", upkeep.lines)):
        label = f"memory of `ingest`, {name} ten times as large ({large.peak_mb:.0f} MB), times"
        rows.append(_row(label, large.peak_mb / small.peak_mb, "at most", _FLAT))
    label = f"of {', '.join(HEAVY)}, imported by `ask` (of {upkeep.modules} modules)"
    rows.append(_row(label, len(upkeep.heavy), "at most", 0))
    return _table(("what", "target", "measured", "met"), rows)


def spread(values: Sequence[float]) -> str:
    """Median, and the least and greatest where there are several."""
    middle = _number(statistics.median(values))
    if len(values) == 1:
        return middle
    return f"{middle} ({_number(min(values))}-{_number(max(values))})"


def machine() -> str:
    """The processor, its cores, memory and system, in words."""
    facts = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    cpu, memory = (path.read_text() if path.exists() else "" for path in facts)
    model = _after(cpu, "model name") or platform.processor() or platform.machine()
    kilobytes = _after(memory, "MemTotal").split()
    size = f", {int(kilobytes[0]) / 2**20:.0f} GiB of memory" if kilobytes else ""
    return f"{model}, {cpu.count('processor') or '?'} cores{size}, {platform.platform()}"


def today() -> str:
    """The date, as 2026-11-30."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def _after(text: str, key: str) -> str:
    lines = (line for line in text.splitlines() if line.startswith(key))
    return next(lines, ":").partition(":")[2].strip()


def _row(what: str, value: float, bound: str, target: float) -> tuple[str, ...]:
    met = value <= target if bound == "at most" else value >= target
    return (what, f"{bound} {target:g}", _number(value), "yes" if met else "**no**")


def _times(values: Sequence[float], others: Sequence[float]) -> str:
    return f"{_number(statistics.median(values) / statistics.median(others))} x"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
