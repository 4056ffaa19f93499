"""What people see: colours and progress where a terminal is, plain lines where none is."""

# ruff: noqa: PLC0415 - rich is imported only where a terminal shows it

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from bot.render import Line, Span, plain

_STYLES = {"key": "bold", "lit": "bold reverse", "source": "dim", "notice": "dim"}
_WORD, _GAP = 10, 2
"""Characters of a cell's word that a table keeps together, and between its columns."""


def is_for_people() -> bool:
    """Tell whether standard output is a terminal that can show styles."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def show_lines(lines: Sequence[Line]) -> None:
    """Print lines: styled and wrapped at words for people, plain and unwrapped otherwise."""
    if not is_for_people():
        click.echo(plain(lines), nl=False)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in lines:
        text = Text()
        for span in line:
            text.append(span.text, _STYLES.get(span.style, ""))
        console.print(text, soft_wrap=False)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table for people, where it is wide enough, else a paragraph a row; for programs,
    lines with tabs between the columns."""
    if not is_for_people():
        for row in rows:
            click.echo("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    if _needs(columns, rows) > console.width:
        for row in rows:
            lines = (
                (_labelled(column, cell),)
                for column, cell in zip(columns, row, strict=True)
                if cell
            )
            show_lines([*lines, ()])
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _needs(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The width at which a table breaks hardly a word."""
    longest = [
        max(len(word) for cell in (column, *cells) for word in cell.split() or [""])
        for column, *cells in zip(columns, *rows, strict=True)
    ]
    return sum(min(length, _WORD) for length in longest) + _GAP * (len(columns) - 1)


def _labelled(column: str, cell: str) -> Span:
    return Span(f"{column}: {cell}" if column else cell)


@contextmanager
def progress(description: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show how far a long work is, with an estimate, while standard error is a terminal.

    Yields a function that is told of each step; lines printed meanwhile stand above the bar.
    """
    if not sys.stderr.isatty() or not total:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(description, total=total)
        yield lambda step: bar.advance(task, step)
