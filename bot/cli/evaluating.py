"""`evaluate`: how good the answers are on questions with known answers."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from bot import wiring
from bot.cli.main import pincite, say, settings_of
from bot.cli.terminal import progress, show_table
from bot.settings import Settings
from retrieval.evaluation import Outcome, ask_all, measure, read_questions
from retrieval.model import Quote


@pincite.command()
@click.argument("evaluation_set", metavar="SET", type=click.Path(path_type=Path, exists=True))
@click.option("--questions", type=click.IntRange(1), help="Ask so many, spread over all.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def evaluate(
    context: click.Context, evaluation_set: Path, questions: int | None, as_json: bool
) -> None:
    """Ask questions with known answers and print the figures.

    SET is a folder with questions.jsonl and corpus/ or corpus.jsonl, which are put into a
    throw-away library; or a questions.jsonl alone, which is asked of your own library. What the
    figures mean, and the format, is in docs/quality.md.

    \b
    pincite evaluate sets/first-library
    pincite evaluate sets/first-library --questions 900
    """
    figures = evaluated(settings_of(context), evaluation_set, questions)
    if as_json:
        click.echo(json.dumps({"set": evaluation_set.name, **figures}))
    else:
        show_table(("figure", "value"), [(name, f"{value:g}") for name, value in figures.items()])


def evaluated(
    settings: Settings, evaluation_set: Path, at_most: int | None = None
) -> dict[str, float]:
    """The figures of a set by name; a folder's corpus is put into a throw-away library. Of
    more than `at_most` questions so many are asked, at even distances."""
    if evaluation_set.is_file():
        return _figures(settings, evaluation_set, at_most)
    with tempfile.TemporaryDirectory(prefix="pincite-evaluate-") as home:
        throwaway = replace(settings, home=Path(home))
        _ingest(throwaway, evaluation_set)
        return _figures(throwaway, evaluation_set / "questions.jsonl", at_most)


def _ingest(settings: Settings, folder: Path) -> None:
    names = [folder / "corpus", folder / "corpus.jsonl"]
    corpus = next((path for path in names if path.exists()), None)
    if corpus is None:
        raise click.UsageError(f"{folder} has neither corpus/ nor corpus.jsonl.")
    update = wiring.open_update(settings, say)
    try:
        found = update.scan([corpus])
        with progress("Reading", found.size) as advance:
            for change in update.ingest(found, advance):
                if change.kind == "failed":
                    say(f"failed   {change.detail}")
        update.finish()
    finally:
        update.close()


def _figures(settings: Settings, questions: Path, at_most: int | None) -> dict[str, float]:
    known = read_questions(questions)
    count = min(len(known), at_most or len(known))
    known = [known[i * len(known) // count] for i in range(count)]
    answerer = wiring.open_answerer(settings, say)
    outcomes: list[Outcome] = []
    with progress("Asking", len(known)) as advance:
        for outcome in ask_all(answerer, known):
            outcomes.append(outcome)
            advance(1)

    def is_slice(quote: Quote) -> bool:
        whole = answerer.library.text(quote.document.id)
        return whole[quote.start : quote.end] == quote.text

    return measure(outcomes, is_slice)
