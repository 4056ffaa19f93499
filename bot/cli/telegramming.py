"""`telegram`: the bot, and whether it is set up and well."""

# ruff: noqa: PLC0415 - the list of commands waits for no Telegram

import asyncio
import os
import sys

import click

from bot.cli.main import REFUSED, pincite, say, settings_of
from bot.cli.terminal import show_table


class _Listening(click.ParamType[tuple[str, int]]):
    """HOST:PORT of this machine."""

    name = "host:port"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        host, _, port = str(value).rpartition(":")
        if not host or not port.isdigit() or int(port) > 65_535:
            self.fail(f"{value!r} is no HOST:PORT, as in 127.0.0.1:8080.", param, ctx)
        return host, int(port)


@pincite.command()
@click.option("--check", is_flag=True, help="Look at the set-up, answer nobody.")
@click.option("--health", is_flag=True, help="Exit status 1 unless the bot of this home is well.")
@click.option("--webhook", metavar="URL", help="Let Telegram post updates there, do not poll.")
@click.option(
    "--listen",
    default="127.0.0.1:8080",
    type=_Listening(),
    help="With --webhook: where the URL's web server passes them on to.",
)
@click.pass_context
def telegram(
    context: click.Context, check: bool, health: bool, webhook: str | None, listen: tuple[str, int]
) -> int:
    """Answer in Telegram until stopped; SIGTERM and Ctrl-C stop it, and nothing is lost.

    The token of the bot is in TELEGRAM_BOT_TOKEN, or in a file that TELEGRAM_BOT_TOKEN_FILE
    names, never on the command line. docs/telegram.md begins at @BotFather.

    \b
    pincite telegram --check
    pincite telegram
    pincite telegram --webhook https://example.org/telegram --listen 127.0.0.1:8080
    """
    settings = settings_of(context)
    if check + health + (webhook is not None) > 1:
        raise click.UsageError("--check, --health and --webhook are for different moments.")
    if health:
        from bot.telegram.health import trouble

        if (found := trouble(settings.home)) is not None:
            say(found)
        return REFUSED if found else 0
    from bot.telegram import starting

    if check:
        found_all = asyncio.run(starting.check(settings, os.environ, sys.argv[1:]))
        rows = [(c.state, c.what, f"{c.detail}. {c.remedy}".rstrip(". ")) for c in found_all]
        show_table(("state", "what", "detail"), rows)
        return REFUSED if any(c.state == "mend" for c in found_all) else 0
    starting.run(settings, os.environ, sys.argv[1:], webhook, listen)
    return 0
