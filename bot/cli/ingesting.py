"""What brings documents in: `ingest`, `refresh`."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import wiring
from bot.cli.main import MISTAKE, TEXT, pincite, say, settings_of, whole
from bot.cli.terminal import is_for_people, progress
from bot.settings import Settings
from corpus.errors import NotFetched
from corpus.ingest import Change

if TYPE_CHECKING:
    from retrieval.refreshing import Refreshed

_WEB = ("http://", "https://")


@pincite.command()
@click.argument("paths", metavar="PATH|URL...", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a change, then a summary.")
@click.option("--watch", "is_watching", is_flag=True, help="Go on while files change; Ctrl-C ends.")
@click.pass_context
def ingest(context: click.Context, paths: tuple[str, ...], as_json: bool, is_watching: bool) -> int:
    """Put files, folders and web pages into the library, or bring it up to date with them.

    Only what changed is read again; what has gone is removed. It may be stopped at any moment:
    what it reported is in, and running it again does the rest. The README says which formats are
    read. Who published a text says the file itself, NAME.meta.yaml beside it, or sources.csv.

    A page is fetched as its site's robots.txt allows, and kept in the home, so that what is quoted
    can be checked; `pincite refresh` fetches it again.

    \b
    pincite ingest texts/
    pincite ingest report.pdf interviews/ records.jsonl
    pincite ingest https://example.org/news/the-well
    pincite ingest --watch texts/
    """
    if not all(paths):
        raise click.UsageError("A path is empty. Name a file or folder; `.` is this one.")
    settings = settings_of(context)
    files = [Path(path) for path in paths if not path.startswith(_WEB)]
    if is_watching and not files:
        raise click.UsageError("--watch follows files and folders; name one, or leave it out.")
    fetched, failed = _fetch(settings, [path for path in paths if path.startswith(_WEB)])
    if is_watching:
        from bot.cli.watching import watch  # noqa: PLC0415 - nothing else needs its library

        said: set[Change] = set()

        def make_pass(there: Sequence[Path], may_be_empty: bool) -> None:
            bring_in(settings, [*there, *fetched], as_json, may_be_empty, said)

        watch(settings, files, make_pass)
        return 0
    everything = [*files, *fetched]
    status = bring_in(settings, everything, as_json) if everything else 0
    return MISTAKE if failed else status


def bring_in(
    settings: Settings,
    paths: Sequence[Path],
    as_json: bool,
    may_be_empty: bool = False,
    said: set[Change] | None = None,
) -> int:
    """One pass over the paths, as it is shown; returns the exit status. `said` has the failures of
    the last pass, which are not shown again, and afterwards those of this one."""
    failures: set[Change] = set()
    reasons = set[str]()  # a bad sources.csv is one for every file of its folder
    update = wiring.open_update(settings, say)
    try:
        found = update.scan(paths, may_be_empty=may_be_empty)
        with progress("Reading", found.size) as advance:
            for change in update.ingest(found, advance):
                is_new = change not in (said or ()) and (as_json or change.detail not in reasons)
                if change.kind == "failed":
                    failures.add(change)
                    reasons.add(change.detail)
                if is_new:
                    _show_change(change, as_json)
        with progress("Indexing", update.passage_count()) as advance:
            update.finish(advance)
    finally:
        update.close()
    _show_summary(update.counts, found.skipped, as_json)
    if said is not None:
        said.clear()
        said.update(failures)
    return MISTAKE if update.counts["failed"] else 0


def _fetch(settings: Settings, urls: Sequence[str]) -> tuple[list[Path], int]:
    """The files of the pages, and how many could not be had."""
    if not urls:
        return [], 0
    snapshots, fetched = wiring.open_snapshots(settings), []
    for url in urls:
        try:
            fetched.append(snapshots.add(whole(url))[0])
        except NotFetched as error:
            say(f"failed   {error}")
    return fetched, len(urls) - len(fetched)


@pincite.command()
@click.argument("urls", metavar="[URL]...", nargs=-1, type=TEXT)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a page.")
@click.pass_context
def refresh(context: click.Context, urls: tuple[str, ...], as_json: bool) -> int:
    """Fetch web pages of the library again: all, or these.

    Says of each whether it changed, and how many of its sentences are not there any more, word for
    word. What a page said before stays in the folder web/.earlier of the home; a page that cannot
    be had stays in the library as it was.

    \b
    pincite refresh
    pincite refresh https://example.org/news/the-well
    """
    from retrieval import refreshing  # noqa: PLC0415 - what fetches is slow to import

    settings = settings_of(context)
    snapshots = wiring.open_snapshots(settings)
    unknown = set(urls) - {snapshot.url for snapshot in snapshots}
    if unknown:
        raise click.UsageError(
            f"{min(unknown)} is not in the library; `pincite ingest` puts it in."
        )
    count = len(set(urls)) or len(list(snapshots))
    if not count:
        say("No page of the web is in the library. Put one in with: pincite ingest URL")
    failed = False
    with progress("Fetching", count) as advance:
        for page in refreshing.refresh(
            settings.home, snapshots, urls, lambda: wiring.open_update(settings, say), advance
        ):
            failed = failed or page.status == "failed"
            _show_page(page, as_json)
    return MISTAKE if failed else 0


def _show_page(page: "Refreshed", as_json: bool) -> None:
    if as_json:
        row = {"url": page.url, "status": page.status, "detail": page.detail}
        click.echo(json.dumps({**row, "gone": page.gone}, ensure_ascii=False))
    elif page.status == "failed":
        say(f"failed    {page.detail}")
    else:
        lost = f" ({len(page.gone):,} sentences are gone)" if page.gone else ""
        click.echo(f"{page.status:9} {page.url}{lost}")
        if page.detail:
            say(f"in part   {page.detail}")


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
