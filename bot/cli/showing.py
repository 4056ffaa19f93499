"""Looking at the library: `show`, `sources` and `sections`."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import click

from bot import wiring
from bot.cli.main import TEXT, pincite, settings_of
from bot.cli.terminal import show_lines, show_table
from bot.render import Line, Span, citation
from corpus.checking import bytes_of
from corpus.library import Library
from corpus.model import Document, Section

SURROUNDINGS = 600
"""Characters shown before and after a quote, as far as whole lines allow."""


class _Range(click.ParamType[tuple[int, int]]):
    """START-END, in characters of canonical text."""

    name = "START-END"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        match = re.fullmatch(r"(\d+)-(\d+)", str(value))
        if match is None or int(match[1]) >= int(match[2]):
            self.fail(f"{value!r} is not a range such as 1200-1380.", param, ctx)
        return int(match[1]), int(match[2])


@pincite.command()
@click.argument("document", type=TEXT)
@click.argument("place", required=False, type=_Range())
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def show(
    context: click.Context, document: str, place: tuple[int, int] | None, as_json: bool
) -> None:
    """Show a document, or a quote in its surroundings, lit up.

    DOCUMENT is a name, path or id as `ask` and `sources` give it; START-END are the numbers that
    stand behind a quote.

    \b
    pincite show report.md
    pincite show report.md 1200-1380
    """
    library = wiring.open_library(settings_of(context))
    found = library.find(document)
    start, end = place or (0, found.length)
    if start >= found.length or end > found.length:
        raise click.BadParameter(f"{found.name} has {found.length:,} characters.")
    byte_place = bytes_of(found, start, end)
    if as_json:
        row = {
            "id": found.id,
            "name": found.name,
            "path": found.path,
            "start": start,
            "end": end,
            "text": library.text(found.id, start, end),
            "bytes": byte_place,
        }
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    section = library.outline.section_at(found.id, start) if place else None
    lines = _header(found, section, place, byte_place)
    show_lines(lines + _surroundings(library, found, start, end, place))


def _header(
    document: Document,
    section: Section | None,
    place: tuple[int, int] | None,
    byte_place: tuple[int, int] | None,
) -> list[Line]:
    source = section.source_in(document.source, document.length) if section else document.source
    lines: list[Line] = [(Span(citation(source, document.name), "source"),)]
    where = f"{document.name}, id {document.id[:12]}"
    if place:
        where += f", characters {place[0]}-{place[1]}"
        if byte_place:
            where += f", bytes {byte_place[0]}-{byte_place[1]} of {Path(document.path)}"
    return [*lines, (Span(where, "source"),), ()]


def _surroundings(
    library: Library, document: Document, start: int, end: int, place: tuple[int, int] | None
) -> list[Line]:
    if place is None:
        return [(Span(line),) for line in library.text(document.id).split("\n")]
    first = max(start - SURROUNDINGS, 0)
    before = library.text(document.id, first, start)
    after = library.text(document.id, end, end + SURROUNDINGS)
    if first and "\n" in before:
        before = before.split("\n", 1)[1]
    if end + SURROUNDINGS < document.length and "\n" in after:
        after = after.rsplit("\n", 1)[0]
    return [(Span(before), Span(library.text(document.id, start, end), "lit"), Span(after))]


@pincite.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document.")
@click.pass_context
def sources(context: click.Context, as_json: bool) -> None:
    """List the documents of the library and who published them.

    \b
    pincite sources
    pincite sources --json | jq -r .name
    """
    library = wiring.open_library(settings_of(context))
    rows = []
    for document in library.documents():
        source = document.source
        if as_json:
            row = {
                "id": document.id,
                "name": document.name,
                "also": list(document.also),
                "title": source.title,
                "publisher": source.publisher,
                "author": source.author,
                "published": source.published,
                "url": source.url,
                "kind": source.kind,
                "language": document.language or None,
                "encoding": document.encoding,
                "characters": document.length,
                "path": document.path,
            }
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            by = ", ".join(filter(None, (source.author, source.publisher)))
            rows.append(
                (
                    document.name,
                    source.title or "",
                    by,
                    source.published or "",
                    source.kind or "",
                    document.language,
                    f"{document.length:,}",
                )
            )
    if not as_json:
        show_table(("name", "title", "by", "published", "kind", "language", "length"), rows)


@pincite.command()
@click.argument("document", type=TEXT)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a section.")
@click.option("--write", is_flag=True, help="Write them to NAME.sections.yaml, to be corrected.")
@click.pass_context
def sections(context: click.Context, document: str, as_json: bool, write: bool) -> None:
    """Show where the articles, interviews and posts in one document begin, and whose each is.

    A file may hold several, glued together, and the same piece twice. Where its format does not
    say so, what is found are likely borders, by general signals: titles, by-lines, dates, quotes
    of posts, and what the text is about. No quote reaches across one.

    To correct them, write them to a file beside the document's, edit that, and ingest again.

    \b
    pincite sections forum.txt
    pincite sections forum.txt --write
    """
    library = wiring.open_library(settings_of(context))
    found = library.find(document)
    shown = library.outline.sections(found.id) or [Section(0, found.length, found.source)]
    if write:
        _write_sections(library, found, shown)
        return
    rows = []
    for section in shown:
        source = section.source
        if as_json:
            row = {
                "start": section.start,
                "end": section.end,
                "kind": source.kind,
                "title": source.title or None,
                "author": source.author or None,
                "published": source.published or None,
                "publisher": source.publisher or None,
                "url": source.url or None,
                "repeats": section.repeats,
            }
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        by = ", ".join(filter(None, (source.author, source.publisher, source.published)))
        again = "" if section.repeats is None else f"as at {section.repeats}"
        place = f"{section.start}-{section.end}"
        rows.append((place, source.kind or "", source.title or "", by, again))
    if not as_json:
        show_table(("place", "kind", "title", "by", "repeats"), rows)


def _write_sections(library: Library, document: Document, shown: Sequence[Section]) -> None:
    path = Path(document.path)
    if any(place.path == document.path and place.record for place in library.places()):
        raise click.UsageError(f"{path} holds many documents, each of one source.")
    # Imports YAML, for which no other look at the library waits.
    from corpus.section_file import write_sections  # noqa: PLC0415

    try:
        written = write_sections(path, library.text(document.id), shown)
    except OSError as error:
        raise click.UsageError(f"{path.parent} cannot be written ({error.strerror}).") from error
    click.echo(f"{written} has {len(shown)} sections. Edit it, then: pincite ingest {path}")
