"""The composition root of the bot: settings and a token -> a run, or a look at the set-up."""

import asyncio
import gc
import signal
from collections.abc import Mapping, MutableMapping, Sequence
from functools import partial
from typing import Any

from bot import wiring
from bot.settings import Settings
from bot.telegram.addressing import Me, is_for_us
from bot.telegram.calls import Api
from bot.telegram.checking import Check, checks
from bot.telegram.client import Client
from bot.telegram.clock import Clock, SystemClock
from bot.telegram.desk import Desk
from bot.telegram.dialogue import Talk
from bot.telegram.libraries import Libraries, OpenHome
from bot.telegram.lock import only_one
from bot.telegram.logbook import Logbook
from bot.telegram.options import Options, read_options
from bot.telegram.rights import Rights
from bot.telegram.secrecy import log_to, take_token
from bot.telegram.service import Opened, Service
from bot.telegram.store import Store, store_path
from bot.telegram.webhook import Address

_COLLECTED = (700, 10, 10)
"""How often garbage is collected: as in any Python that runs for long. The command line puts it
off, for commands that end at once; each call over HTTP leaves a ring of objects with its answer."""

_log = Logbook(__name__)


def run(
    settings: Settings,
    environment: MutableMapping[str, str],
    arguments: Sequence[str],
    url: str | None,
    listen: tuple[str, int],
) -> None:
    """Answer until SIGTERM or SIGINT; with a `url` as a webhook. Raises BotError, BadSetting, and
    what `wiring.open_models` raises: a bot that cannot answer does not start."""
    token = take_token(environment, arguments)
    options = read_options(environment)
    log_to(token)
    address = None if url is None else Address(url, *listen)
    with only_one(settings.home):
        open_home = _opener(settings)
        gc.freeze()  # what is imported stays: a collection need not look at it
        gc.set_threshold(*_COLLECTED)
        store = Store(store_path(settings.home))
        try:
            asyncio.run(_serve(settings, options, token, store, address, open_home))
        finally:
            store.close()


async def check(
    settings: Settings, environment: MutableMapping[str, str], arguments: Sequence[str]
) -> list[Check]:
    """What is in place and what is not. Raises BotError, BadSetting."""
    token = take_token(environment, arguments)
    options = read_options(environment)
    client = Client(token, options.api)
    try:
        return [found async for found in checks(settings, options, client)]
    finally:
        await client.close()


def _opener(settings: Settings) -> OpenHome:
    models = wiring.open_models(settings, _log.info)
    return lambda home: wiring.open_home(home, models, _log.info)


async def _serve(
    settings: Settings,
    options: Options,
    token: str,
    store: Store,
    address: Address | None,
    open_home: OpenHome,
) -> None:
    client = Client(token, options.api)
    clock = SystemClock()
    service = Service(settings.home, client, clock)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, service.stop)
    try:
        await service.run(
            store, partial(_open_dialogue, settings, options, clock, open_home), address
        )
    finally:
        await client.close()


def _open_dialogue(  # noqa: PLR0913 - all that is said needs all of these
    settings: Settings,
    options: Options,
    clock: Clock,
    open_home: OpenHome,
    store: Store,
    api: Api,
    user: Mapping[str, Any],
) -> Opened:
    me = Me.of(user)
    libraries = Libraries(settings.home, open_home)
    rights = Rights(api, me, clock)
    desk = Desk(store.connection, api, me, libraries, rights, clock, options.owners)
    return Opened(Talk(desk), lambda raw: is_for_us(raw, me), libraries.close)
