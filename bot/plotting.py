"""The versions of a value as a picture: value against date, one mark for each origin."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num, num2date
from matplotlib.figure import Figure as Picture
from matplotlib.ticker import FuncFormatter, NullFormatter

from bot.render import summary, value, who
from retrieval.model import Answer, Figure

SUFFIXES = (".png", ".svg")

_MARKS = {"at least": "^", "at most": "v", "about": "D"}
_WIDE = 20
"""Highest over lowest value from which the axis is logarithmic."""
_LABEL = 34
"""Characters; a longer name is cut."""
_LINE = 12
"""Points between labels."""
_INK, _FAINT = "#22303c", "#9aa5ae"
_COLOURS = ("#0b6e99", "#c0561f", "#3f7d3a", "#8a4fa0", "#a8323e", "#7a6a1f", "#2b4c9b", "#5d5d5d")


@dataclass(frozen=True, slots=True)
class Mark:
    """One origin's version."""

    low: float
    high: float
    """On the vertical axis."""
    first: date | None
    last: date | None
    """The days that its date may mean; None: undated."""
    place: int
    """Among the undated marks of its version, from 0."""
    shape: str
    colour: str
    value: str
    who: str


def draw(answer: Answer, path: Path) -> None:
    """Draw the versions of an answer, at least one, as PNG or SVG by the suffix. Raises OSError."""
    with rc_context({"svg.hashsalt": "pincite", "font.size": 9, "axes.edgecolor": _FAINT}):
        picture = Picture(figsize=(9.6, 5.4), layout="constrained")
        found = list(marks(answer.figures))
        groups = [[m for m in found if m.first is not None], [m for m in found if m.first is None]]
        shown = [group for group in groups if group]
        widths = [3 if group[0].first else 2 for group in shown]
        row: list[Axes] = list(
            picture.subplots(1, len(shown), sharey=True, squeeze=False, width_ratios=widths)[0]
        )
        _scale(row[0], answer.figures, found)
        for axes, group in zip(row, shown, strict=True):
            _show(axes, group)
        picture.suptitle(answer.question, x=0.01, ha="left", color=_INK, fontsize=13, wrap=True)
        picture.supxlabel(
            f"{summary(answer)} A mark for each independent origin. ▲ at least ▼ at most ◆ about",
            x=0.01, ha="left", color=_INK, fontsize=8.5,
        )  # fmt: skip
        picture.draw_without_rendering()
        for axes, group in zip(row, shown, strict=True):
            _label(axes, group)
        picture.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)


def marks(figures: Sequence[Figure]) -> Iterator[Mark]:
    """One for each quote of each version; versions of a time or a name stand one above another."""
    are_numbers = all(figure.limits for figure in figures)
    for i, figure in enumerate(figures):
        low, high = figure.limits if are_numbers and figure.limits else (-i, -i)
        shape = "s" if figure.bound == "range" else _MARKS.get(figure.bound, "o")
        look = (shape, _COLOURS[i % len(_COLOURS)], value(figure))
        undated = count()
        for quote, written in zip(figure.quotes, figure.dates, strict=True):
            first, last = _days(written)
            place = 0 if first else next(undated)
            yield Mark(low, high, first, last, place, *look, who(quote))


def _days(written: str | None) -> tuple[date, date] | tuple[None, None]:
    """The first and the last day that a date may mean: a year, a month, a day or a decade; none
    where there is no such day."""
    try:
        return _span(written) if written else (None, None)
    except ValueError:
        return None, None


def _span(written: str) -> tuple[date, date]:
    if written.endswith("s"):
        year = int(written[:-1])
        return date(year, 1, 1), date(year + 9, 12, 31)
    year, month, day = (*map(int, written.split("-")), 0, 0)[:3]
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    last_month = month or 12
    return first, date(year, last_month, monthrange(year, last_month)[1])


def _scale(axes: Axes, figures: Sequence[Figure], found: Sequence[Mark]) -> None:
    lowest, highest = min(m.low for m in found), max(m.high for m in found)
    if not all(figure.limits for figure in figures):
        axes.set_yticks([-i for i in range(len(figures))], [value(figure) for figure in figures])
        axes.set_ylim(0.5 - len(figures), 0.5)
        return
    if lowest > 0 and highest / lowest >= _WIDE:
        axes.set_yscale("log")
        axes.set_ylim(lowest / 1.6, highest * 1.6)
        axes.yaxis.set_minor_formatter(NullFormatter())
    else:
        room = (highest - lowest or abs(highest) or 1) * 0.15
        axes.set_ylim(lowest - room, highest + room)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,.10g}"))
    axes.set_ylabel(figures[0].unit or "")


def _show(axes: Axes, group: Sequence[Mark]) -> None:
    axes.grid(axis="y", color="#e6eaed", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=_INK, length=0)
    for mark in group:
        style: dict[str, Any] = {"color": mark.colour, "linewidth": 2.5, "alpha": 0.45}
        first, middle, last = _across(mark)
        axes.plot([first, last], [_height(mark)] * 2, **style)
        axes.plot([middle] * 2, [mark.low, mark.high], **style)
        axes.plot(middle, _height(mark), mark.shape, color=mark.colour, markersize=7)
    if group[0].first is None:
        axes.set_xlim(-1, 24)
        axes.set_xticks([])
        axes.set_facecolor("#f5f6f7")
        axes.set_title("undated", color=_INK, fontsize=9)
        return
    first, last = min(_across(m)[0] for m in group), max(_across(m)[2] for m in group)
    room = max(last - first, 60.0)
    axes.set_xlim(first - 0.06 * room, last + 0.5 * room)
    locator = AutoDateLocator(minticks=3, maxticks=7)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    ticks = locator.tick_values(num2date(first), num2date(last))
    axes.set_xticks([tick for tick in ticks if first - 0.05 * room <= tick <= last + 0.05 * room])


def _across(mark: Mark) -> tuple[float, float, float]:
    """First, middle and last day of a mark on the horizontal axis; undated ones stand in a row."""
    if mark.first is None or mark.last is None:
        return (mark.place,) * 3
    first, last = float(date2num(mark.first)), float(date2num(mark.last))
    return first, (first + last) / 2, last


def _height(mark: Mark) -> float:
    return (mark.low + mark.high) / 2


def _label(axes: Axes, group: Sequence[Mark]) -> None:
    """Put a label to the right of each mark, and of each row of undated ones, moved up where it
    would lie on another."""
    points = axes.transData + axes.figure.dpi_scale_trans.inverted()

    def at(x: float, y: float) -> tuple[float, float]:
        across, up = 72 * points.transform((x, y))
        return float(across), float(up)

    rows: dict[tuple[object, ...], list[Mark]] = {}
    for mark in group:
        rows.setdefault((mark.value, mark.first, mark.first and mark.who), []).append(mark)
    taken = [(y, x - 5, x + 5) for x, y in (at(_across(m)[1], _height(m)) for m in group)]
    for row in sorted(rows.values(), key=lambda row: (_height(row[0]), _across(row[0]))):
        mark = row[-1]
        text = f"{mark.value} — {', '.join(dict.fromkeys(m.who for m in row))}"
        text = text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + "…"
        left, middle = at(_across(mark)[2], _height(mark))
        left, right, up = left + 6, left + 6 + 5 * len(text), middle
        while any(abs(up - other) < _LINE and a < right and left < b for other, a, b in taken):
            up += 1
        taken.append((up, left, right))
        leader = {"arrowstyle": "-", "color": _FAINT, "linewidth": 0.6, "relpos": (0, 0.5)}
        axes.annotate(
            text, (_across(mark)[2], _height(mark)), (9, up - middle),
            textcoords="offset points", va="center", color=mark.colour, fontsize=8,
            annotation_clip=False, arrowprops=leader if up > middle + 1 else None,
        )  # fmt: skip
