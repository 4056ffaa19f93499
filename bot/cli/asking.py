"""What people come for: `ask` and `search`."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import click

from bot import wiring
from bot.as_json import answer_json, comparison_json, error_json
from bot.cli.main import MISTAKE, REFUSED, TEXT, pincite, say, settings_of, whole
from bot.cli.stdin import object_at
from bot.cli.terminal import show_lines, show_table
from bot.render import (
    NO_VALUE_TEXT,
    VERSION_COLUMNS,
    Span,
    agreement,
    all_quotes,
    answer_lines,
    figure_lines,
    summary,
    version_rows,
)
from retrieval.answering import Answerer
from retrieval.errors import BadQuestion
from retrieval.model import Answer, Figure, Quote, Refusal


@pincite.command()
@click.argument("question", required=False, type=TEXT)
@click.option(
    "--quotes",
    "-n",
    default=3,
    type=click.IntRange(1, 20),
    help="At most so many; one for each version where sources disagree.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--jsonl",
    "as_lines",
    is_flag=True,
    help='Read questions from standard input, one a line, plain or {"id", "question"}.',
)
@click.pass_context
def ask(
    context: click.Context, question: str | None, quotes: int, as_json: bool, as_lines: bool
) -> int:
    """Answer a question with quotes from the library, or say why not.

    Where sources give a value differently, one quote of each version is shown, with a table of the
    versions.

    Exit status 0: answered; 1: refused, nothing in the library answers. With --jsonl: 0 when
    every line was a question.

    \b
    pincite ask "How many people died in Zhanaozen?"
    pincite ask --json "Who headed the commission?" | jq '.quotes[0].text'
    pincite ask --jsonl < questions.txt > answers.jsonl
    """
    if as_lines == (question is not None):
        raise click.UsageError('Give one question, as in: pincite ask "Who said so?", or --jsonl.')
    answerer = wiring.open_answerer(settings_of(context), say)
    if question is None:
        return _answer_lines(answerer, sys.stdin, quotes)
    started = time.perf_counter()
    result = answerer.answer(question, quotes)
    if as_json:
        elapsed = (time.perf_counter() - started) * 1000
        click.echo(json.dumps(answer_json(result, elapsed), ensure_ascii=False))
    else:
        show_answer(result)
    return REFUSED if isinstance(result, Refusal) else 0


def show_answer(result: Answer | Refusal) -> None:
    """Print an answer or a refusal; versions that disagree also as a table."""
    if isinstance(result, Answer) and result.disagreement:
        _show_summary(summary(result))
        _show_versions(result.figures, result.quotes)
    elif isinstance(result, Answer) and (said := agreement(result)):
        _show_summary(said)
    show_lines(list(answer_lines(result)))


def show_figures(result: Answer | Refusal) -> None:
    """Print every version of a value with all who give it, or why there is none."""
    if isinstance(result, Refusal):
        show_lines(list(answer_lines(result)))
    elif not result.figures:
        show_lines([(Span(NO_VALUE_TEXT, "notice"),)])
    else:
        _show_summary(summary(result))
        if len(result.figures) > 1:
            _show_versions(result.figures, all_quotes(result))
        show_lines(list(figure_lines(result)))


def _show_summary(said: str) -> None:
    show_lines([(Span(said, "notice"),), ()])


def _show_versions(figures: Sequence[Figure], quotes: Sequence[Quote]) -> None:
    show_table(VERSION_COLUMNS, list(version_rows(figures, quotes)))
    show_lines([()])


def _answer_lines(answerer: Answerer, lines: Iterable[str], quotes: int) -> int:
    """Answer in order, one object a line, each printed before the next is read."""
    status = 0
    for question_id, question in _questions(lines):
        started = time.perf_counter()
        try:
            result = answerer.answer(question, quotes)
            elapsed = (time.perf_counter() - started) * 1000
            shown = answer_json(result, elapsed, question_id)
        except BadQuestion as error:
            shown = error_json(question, str(error), question_id)
            status = MISTAKE
        click.echo(json.dumps(shown, ensure_ascii=False))
        sys.stdout.flush()
    return status


def _questions(lines: Iterable[str]) -> Iterator[tuple[str | None, str]]:
    """Pairs of id and question; a line that looks like JSON and is none is a question."""
    for line in lines:
        text = line.strip()
        if not text:
            continue
        row, end = object_at(text, 0)
        if row and end == len(text) and isinstance(row.get("question"), str):
            given = row.get("id")
            yield None if given is None else whole(str(given)), whole(row["question"])
        else:
            yield None, whole(text)


@pincite.command()
@click.argument("question", type=TEXT)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--plot",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw them into FILE, a .png or .svg: value against date.",
)
@click.pass_context
def figures(context: click.Context, question: str, as_json: bool, plot: Path | None) -> int:
    """Show every version of a value that the sources give, and who gives it.

    For questions that ask how many, how much, how long, what share or when. No version is picked
    and none is averaged; copies of one text count as one origin.

    \b
    pincite figures "How many people died in Zhanaozen?"
    pincite figures "How many people died in Zhanaozen?" --plot toll.png
    """
    draw = None if plot is None else _drawing(plot)
    result = wiring.open_answerer(settings_of(context), say).compare(question)
    if as_json:
        shown = comparison_json(result) if isinstance(result, Answer) else answer_json(result, 0.0)
        click.echo(json.dumps(shown, ensure_ascii=False))
    else:
        show_figures(result)
    if draw is not None and isinstance(result, Answer) and result.figures:
        draw(result)
    return REFUSED if isinstance(result, Refusal) else 0


def _drawing(path: Path) -> Callable[[Answer], None]:
    """What draws into the file; says what is missing before a question is asked."""
    try:
        from bot import plotting  # noqa: PLC0415 - an optional extra, and slow to import
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f"--plot needs {error.name}, which is not installed. Install it with: "
            "pip install 'pincite[plot]'"
        ) from error
    if path.suffix not in plotting.SUFFIXES:
        raise click.UsageError(f"{path} should end in {' or '.join(plotting.SUFFIXES)}.")
    if not path.absolute().parent.is_dir():
        raise click.UsageError(f"There is no folder {path.absolute().parent}. Make it first.")

    def draw(answer: Answer) -> None:
        plotting.draw(answer, path)
        say(f"Drawn: {path}")

    return draw


@pincite.command()
@click.argument("question", type=TEXT)
@click.option("--limit", "-n", default=10, type=click.IntRange(1, 100), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a passage.")
@click.pass_context
def search(context: click.Context, question: str, limit: int, as_json: bool) -> int:
    """List the passages nearest to a question, with their scores, before any choice.

    \b
    pincite search "curfew hours"
    """
    answerer = wiring.open_answerer(settings_of(context), say)
    library = answerer.library
    hits = answerer.search(question, limit)
    rows = []
    for hit in hits:
        passage = hit.passage
        name = library.document(passage.document_id).name
        text = library.text(passage.document_id, passage.start, passage.end)
        if as_json:
            row = {
                "document": name,
                "start": passage.start,
                "end": passage.end,
                "text": text,
                "score": round(hit.score, 4),
                "words": round(hit.words, 4),
                "meaning": None if hit.meaning is None else round(hit.meaning, 4),
            }
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            place = f"{name} [{passage.start}-{passage.end}]"
            rows.append((f"{hit.score:.3f}", place, " ".join(text.split())))
    if rows:
        show_table(("score", "place", "passage"), rows)
    if not hits:
        say("No passage is near to this question.")
    return 0 if hits else REFUSED
