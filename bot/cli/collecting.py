"""What changes the library: `ingest`, `remove`, `backup`."""

import json
from collections import Counter
from pathlib import Path

import click

from bot import wiring
from bot.cli.main import MISTAKE, TEXT, pincite, say, settings_of
from bot.cli.terminal import is_for_people, progress
from corpus.ingest import Change


@pincite.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a change, then a summary.")
@click.pass_context
def ingest(context: click.Context, paths: tuple[Path, ...], as_json: bool) -> int:
    """Put files and folders into the library, or bring it up to date with them.

    Only what changed is read again; what has gone is removed. It may be stopped at any moment:
    what it reported is in, and running it again does the rest. Reads .txt, .md and .jsonl; says
    who published a text from YAML front matter, NAME.meta.yaml beside it, or sources.csv.

    \b
    pincite ingest texts/
    pincite ingest report.md interviews/ records.jsonl
    """
    update = wiring.open_update(settings_of(context), say)
    try:
        found = update.scan(paths)
        with progress("Reading", found.size) as advance:
            for change in update.ingest(found, advance):
                _show_change(change, as_json)
        with progress("Indexing", update.passage_count()) as advance:
            update.finish(advance)
    finally:
        update.close()
    _show_summary(update.counts, found.skipped, as_json)
    return MISTAKE if update.counts["failed"] else 0


def _show_change(change: Change, as_json: bool) -> None:
    if as_json:
        row = {"change": change.kind, "name": change.name, "passages": change.passages}
        click.echo(json.dumps({**row, "detail": change.detail}, ensure_ascii=False))
    elif change.kind == "failed":
        say(f"failed   {change.detail}")
    elif not is_for_people() or change.detail:
        detail = f" ({change.detail})" if change.detail else ""
        click.echo(f"{change.kind:8} {change.name}{detail}")


def _show_summary(counts: Counter[str], skipped: Counter[str], as_json: bool) -> None:
    kinds = ("added", "changed", "moved", "removed", "unchanged", "failed")
    if as_json:
        summary = {kind: counts[kind] for kind in kinds}
        click.echo(
            json.dumps({**summary, "skipped": dict(skipped), "passages": counts["passages"]})
        )
        return
    said = [f"{counts[kind]:,} {kind}" for kind in kinds if counts[kind]]
    line = f"{', '.join(said) or 'nothing to do'}; {counts['passages']:,} new passages."
    if skipped:
        others = ", ".join(f"{count} {suffix}" for suffix, count in skipped.most_common(5))
        line += f" Skipped other formats: {others}."
    click.echo(line)


@pincite.command()
@click.argument("document", type=TEXT)
@click.pass_context
def remove(context: click.Context, document: str) -> None:
    """Remove a document, by name or id, with its passages, vectors and words.

    Its file is not touched; ingesting it again brings it back.

    \b
    pincite remove report.md
    """
    settings = settings_of(context)
    library = wiring.open_library(settings)
    chosen = library.find(document)
    library.close()
    update = wiring.open_update(settings, say)
    try:
        update.remove(chosen.id)
        update.finish()
    finally:
        update.close()
    click.echo(f"removed  {chosen.name}")


@pincite.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.pass_context
def backup(context: click.Context, file: Path, force: bool) -> None:
    """Copy the library to FILE, whole and sound, even while it is being written.

    To restore it, put the file in the place of library.db in an empty home; everything else is
    made again from it.

    \b
    pincite backup library-2026-11-22.db
    """
    if file.exists() and not force:
        raise click.UsageError(f"{file} is there already. Choose another name, or add --force.")
    if not file.absolute().parent.is_dir():
        raise click.UsageError(f"There is no folder {file.absolute().parent}. Make it first.")
    library = wiring.open_library(settings_of(context))
    if file.exists() and file.samefile(library.path):
        raise click.UsageError(f"{file} is the library itself. Choose another name.")
    library.backup(file)
    click.echo(
        f"{file}: {file.stat().st_size / 2**20:.1f} MB, {library.document_count():,} documents"
    )
