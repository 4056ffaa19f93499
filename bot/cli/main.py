"""The command `pincite`: options that all commands share, and how errors are said.

Exit status: 0 done or answered, 1 refused or not verified, 2 the user's mistake, 3 our failure.
"""

import gc
import importlib
import io
import os
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import click

from bot.settings import Settings, read_settings

REFUSED = 1
MISTAKE = 2
FAILURE = 3

_HALVES = re.compile("[\ud800-\udfff]")

_COMMANDS = {
    "ingest": "bot.cli.ingesting",
    "refresh": "bot.cli.ingesting",
    "remove": "bot.cli.collecting",
    "ask": "bot.cli.asking",
    "search": "bot.cli.asking",
    "figures": "bot.cli.asking",
    "show": "bot.cli.showing",
    "sources": "bot.cli.showing",
    "sections": "bot.cli.showing",
    "verify": "bot.cli.verifying",
    "evaluate": "bot.cli.evaluating",
    "doctor": "bot.cli.doctoring",
    "backup": "bot.cli.collecting",
    "telegram": "bot.cli.telegramming",
    "demo": "bot.cli.demonstrating",
}
"""Command -> the module that has it; a module is imported when its command is used."""


class _Text(click.ParamType[str]):
    """Words for the library, not the name of a file."""

    name = "text"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        return whole(str(value))


TEXT = _Text()


def whole(text: str) -> str:
    """Text from outside, with U+FFFD for bytes and halves that are no characters."""
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)


class _LazyCommands(click.Group):
    """Imports a command's module when the command is named: a question waits for no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(importlib.import_module(_COMMANDS[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path, readable=False),
    help="Folder of the library. Default: PINCITE_HOME, else a folder of your account.",
)
@click.option("--debug", is_flag=True, help="Show where in the program an error happened.")
@click.version_option(package_name="pincite")
@click.pass_context
def pincite(context: click.Context, home: Path | None, debug: bool) -> None:
    """Answer questions with the exact words of your sources.

    \b
    pincite ingest texts/               put documents into the library
    pincite ask "How many people died?" get quotes with their sources
    pincite verify "exact words"        check a quote word for word
    """
    context.obj = read_settings(home)


def settings_of(context: click.Context) -> Settings:
    """The settings of this run."""
    settings = context.obj
    assert isinstance(settings, Settings)
    return settings


def say(message: str) -> None:
    """Tell the person something that is not the result."""
    click.echo(message, err=True)


def leave() -> NoReturn:
    """What the console script calls: run, then end at once.

    Python would first take apart all that was imported, for a fifth of a cold question's time;
    files are closed and flushed by then, and the rest the system takes back by itself.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's others would spin and do nothing
    gc.set_threshold(100_000)  # imports make many objects, hardly any of them garbage
    try:
        run()
    except SystemExit as end:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):  # nobody reads, or it is closed
                stream.flush()
        os._exit(end.code if isinstance(end.code, int) else 0)


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run a command line to its end; one line on standard error says what went wrong."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    sys.exit(
        _status(lambda: pincite.main(arguments, standalone_mode=False), "--debug" in arguments)
    )


def _status(command: Callable[[], Any], debug: bool) -> int:
    try:
        result = command()
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return MISTAKE
    except click.ClickException as error:
        say(f"Error: {error.format_message()}{_help_for(error)}")
        return MISTAKE
    except (click.Abort, KeyboardInterrupt):
        say("Stopped. What was reported is done.")
        return 130
    except SystemExit:  # click's, where nobody reads the output any more
        return 0
    except Exception as error:  # noqa: BLE001 - whatever it is, it is said in one line
        if debug:
            import traceback  # noqa: PLC0415

            traceback.print_exc()
        return _say_error(error)
    return result if isinstance(result, int) else 0


def _help_for(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f" See: {context.command_path} --help" if context else ""


def _say_error(error: Exception) -> int:
    """Say what happened; our own errors say themselves whose mistake they are."""
    if isinstance(error, sqlite3.OperationalError) and "full" in str(error):
        say("Error: The disk is full; what was reported is in. Make room and run it again.")
        return FAILURE
    if isinstance(error, sqlite3.Error):
        say(f"Error: SQLite says: {error}. See what is wrong with: pincite doctor")
        return FAILURE
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        say(f"Error: {place}{error.strerror or error}. Check permissions and room on the disk.")
        return FAILURE
    users_mistake = getattr(error, "users_mistake", None)
    if users_mistake is None:
        say(
            f"Error: a fault in Pincite: {type(error).__name__}: {error}. "
            "Run it again as `pincite --debug ...` and report what it shows."
        )
        return FAILURE
    say(f"Error: {error}")
    return MISTAKE if users_mistake else FAILURE
