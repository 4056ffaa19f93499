"""`demo`: the sample library in a throw-away home, and three questions."""

import tempfile
from dataclasses import replace
from importlib import resources
from pathlib import Path

import click

from bot import wiring
from bot.cli.asking import show_answer, show_figures
from bot.cli.main import pincite, say, settings_of
from bot.cli.terminal import show_lines
from bot.render import Span

ANSWERED = "Why did Sting call off his concert in Astana?"
DISPUTED = "What is the population of Zhanaozen?"
REFUSED = "How do I install a printer driver?"


@pincite.command()
@click.pass_context
def demo(context: click.Context) -> None:
    """Put the sample library into a throw-away folder and ask it three questions.

    The sample is eight notes in our own words on what real sources say about the events in
    Zhanaozen in December 2011.

    \b
    pincite demo
    """
    with (
        tempfile.TemporaryDirectory(prefix="pincite-demo-") as home,
        resources.as_file(resources.files("corpus") / "sample") as sample,
    ):
        settings = replace(settings_of(context), home=Path(home))
        update = wiring.open_update(settings, say)
        try:
            for change in update.ingest(update.scan([sample]), lambda _: None):
                click.echo(f"{change.kind:8} {change.name}")
            update.finish()
        finally:
            update.close()
        answerer = wiring.open_answerer(settings, say)
        _show_command("ask", ANSWERED)
        show_answer(answerer.answer(ANSWERED))
        _show_command("figures", DISPUTED)
        show_figures(answerer.compare(DISPUTED))
        _show_command("ask", REFUSED)
        show_answer(answerer.answer(REFUSED))


def _show_command(name: str, question: str) -> None:
    click.echo()
    show_lines([(Span(f'$ pincite {name} "{question}"', "notice"),)])
