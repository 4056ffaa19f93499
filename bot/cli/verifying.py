"""`verify`: does it stand there, word for word?"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from bot import wiring
from bot.cli.main import MISTAKE, REFUSED, TEXT, pincite, say, settings_of, whole
from bot.cli.stdin import object_at
from bot.cli.terminal import progress
from corpus.checking import EXACT as FILE_EXACT
from corpus.checking import check_files
from corpus.errors import UnknownDocument
from corpus.library import Library
from retrieval.errors import BadQuestion
from retrieval.verifying import EXACT, Verdict, Verifier

Claim = tuple[str, str | None, int | None]
"""A quote, and the document and offset at which it should stand, where that was said."""


@pincite.command()
@click.argument("quote", required=False, type=TEXT)
@click.option("--document", "-d", type=TEXT, help="Where it should stand: a name, path or id.")
@click.option("--start", type=click.IntRange(0), help="At which character it should begin.")
@click.option(
    "--stdin", "from_stdin", is_flag=True, help="Read quotes, one a line, or answers as JSON."
)
@click.option("--all", "everything", is_flag=True, help="Hold the library against its files.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a quote.")
@click.pass_context
def verify(
    context: click.Context,
    quote: str | None,
    document: str | None,
    start: int | None,
    from_stdin: bool,
    everything: bool,
    as_json: bool,
) -> int:
    """Tell whether a quote stands in the library, word for word.

    exact: it does, where it is said to, or in one place. elsewhere: it does, but not where it is
    said to; also where the document that an answer was quoted from has changed since. ambiguous: in
    several places. changed: only something similar does; the words that differ are shown. absent:
    nothing like it does. Exit status 0 only if every quote is exact.

    \b
    pincite verify "46 buildings were burned"
    pincite verify --document report.md "46 buildings were burned"
    pincite ask --json "How many buildings burned?" | pincite verify --stdin
    pincite verify --all
    """
    if (quote is not None) + from_stdin + everything != 1:
        raise click.UsageError("Give one of: a quote, --stdin, --all.")
    if (document is not None and quote is None) or (start is not None and document is None):
        raise click.UsageError("--document says where one quote stands; --start goes with it.")
    library = wiring.open_library(settings_of(context))
    if everything:
        return _verify_files(library, as_json)
    verifier = Verifier(library)
    claims = [(quote, document, start)] if quote is not None else list(_claims(sys.stdin.read()))
    if not claims:
        say("There is no quote on standard input; nothing was verified.")
        return REFUSED
    status = 0
    for text, place, offset in claims:
        try:
            verdict = verifier.verify(text, place, offset)
        except (BadQuestion, UnknownDocument) as error:
            if quote is not None:
                raise
            say(f"Error: {error}")
            status = MISTAKE
            continue
        _show(verdict, as_json)
        if verdict.status != EXACT:
            status = max(status, REFUSED)
    return status


def _claims(text: str) -> Iterator[Claim]:
    """Quotes of answers, JSON objects with `text`, or lines; several may follow one another."""
    at = 0
    while at < len(text):
        row, after = object_at(text, at)
        if row and isinstance(row.get("quotes"), list):
            yield from filter(None, map(_claim, row["quotes"]))
        elif row and (claim := _claim(row)):
            yield claim
        else:
            end = text.find("\n", at)
            after = len(text) if end < 0 else end + 1
            if line := text[at:after].strip():
                yield line, None, None
        at = after


def _claim(row: Any) -> Claim | None:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return None
    document, start = row.get("document"), row.get("start")
    if isinstance(document, dict):
        document = document.get("id")
    place = whole(document) if isinstance(document, str) else None
    return row["text"], place, start if isinstance(start, int) and place else None


def _show(verdict: Verdict, as_json: bool) -> None:
    nearest = verdict.nearest
    if as_json:
        row: dict[str, Any] = {
            "status": verdict.status,
            "text": verdict.quote,
            "places": [
                {"document": p.name, "id": p.document_id, "start": p.start, "end": p.end}
                for p in verdict.places
            ],
            "nearest": nearest
            and {
                "document": nearest.name,
                "id": nearest.document_id,
                "start": nearest.start,
                "end": nearest.end,
                "text": nearest.text,
                "missing": list(nearest.missing),
            },
        }
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    click.echo(f"{verdict.status:9} {_shortened(verdict.quote)}")
    for place in verdict.places:
        click.echo(f"          {place.name} [{place.start}-{place.end}]")
    if nearest and verdict.status == "changed":
        click.echo(f"          not there: {' '.join(nearest.missing)}")
        click.echo(f"          {nearest.name} [{nearest.start}-{nearest.end}] says:")
        click.echo(f"          {nearest.text}")


def _shortened(text: str, limit: int = 70) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _verify_files(library: Library, as_json: bool) -> int:
    counts: dict[str, int] = {}
    with progress("Verifying", library.document_count()) as advance:
        for check in check_files(library):
            counts[check.status] = counts.get(check.status, 0) + 1
            advance(1)
            if as_json:
                row = {"status": check.status, "document": check.name, "path": check.path}
                click.echo(json.dumps(row, ensure_ascii=False))
            elif check.status != FILE_EXACT:
                click.echo(f"{check.status:9} {check.name} ({check.path})")
    if not as_json:
        said = ", ".join(f"{count:,} {status}" for status, count in sorted(counts.items()))
        click.echo(f"{said or 'no documents'}.")
        if set(counts) - {FILE_EXACT}:
            click.echo("Bring the library up to date with: pincite ingest FOLDER")
    return REFUSED if set(counts) - {FILE_EXACT} else 0
