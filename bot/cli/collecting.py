"""What takes from the library or copies it: `remove`, `backup`."""

from pathlib import Path

import click

from bot import wiring
from bot.cli.main import TEXT, pincite, say, settings_of


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
