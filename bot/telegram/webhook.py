"""Being told of updates: a small server that Telegram posts each update to, instead of polling.

It speaks plain HTTP on an address of this machine; the web server in front of it has the
certificate. Telegram hears "200" only when the update is committed, and repeats it otherwise.
"""

import asyncio
import hmac
import secrets
import sqlite3
from dataclasses import dataclass

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.telegram.calls import ApiError, Failure
from bot.telegram.client import Client, read_json
from bot.telegram.clock import Clock
from bot.telegram.errors import NotReady, UnknownToken
from bot.telegram.inbox import KINDS, Inbox
from bot.telegram.logbook import Logbook, where
from bot.telegram.store import passes

PATH = "/telegram"
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name, no secret
_LARGEST = 4 * 2**20
"""Bytes of an update; Telegram's own answers have no more."""

_log = Logbook(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Where Telegram posts updates to, and where that arrives."""

    url: str
    host: str
    port: int


class WebhookServer:
    """Serves until cancelled."""

    def __init__(self, client: Client, inbox: Inbox, clock: Clock, address: Address) -> None:
        self._client = client
        self._inbox = inbox
        self._clock = clock
        self._address = address
        self._secret = secrets.token_urlsafe(32)  # a new one each start; Telegram is told
        self._started_at = clock.now()
        self._is_announced = False

    @property
    def heard_at(self) -> float:
        """Telegram calls when it has something; once it knows where, all is well until then."""
        return self._clock.now() if self._is_announced else self._started_at

    async def run(self) -> None:
        """Listen, tell Telegram where, and take what comes. Raises NotReady."""
        server = HTTPServer(
            Application([(PATH, _Post, {"inbox": self._inbox, "secret": self._secret})]),
            max_buffer_size=_LARGEST,
        )
        server.listen(self._address.port, self._address.host)
        try:
            await self._announce()
            await asyncio.Event().wait()
        finally:
            server.stop()
            await server.close_all_connections()

    async def _announce(self) -> None:
        asked = {
            "url": self._address.url,
            "secret_token": self._secret,
            "allowed_updates": list(KINDS),
        }
        while True:
            try:
                await self._client.call("setWebhook", asked)
            except ApiError as error:
                if error.kind is Failure.UNAUTHORIZED:
                    raise UnknownToken from error
                if error.kind is Failure.REFUSED:
                    raise NotReady(
                        f"Telegram does not take {self._address.url} ({error.description}). It "
                        "must lead from the internet to this program, over HTTPS."
                    ) from error
                _log.warning("webhook not set", why=error.description)
                await self._clock.sleep(max(5.0, error.retry_after))
            else:
                self._is_announced = True
                return


class _Post(RequestHandler):
    """One update."""

    def initialize(self, inbox: Inbox, secret: str) -> None:
        self._inbox = inbox
        self._secret = secret

    def post(self) -> None:
        given = self.request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.send_error(403)
            return
        try:
            self._take(self.request.body)
        except sqlite3.Error as error:
            if not passes(error):
                raise
            _log.error("the database cannot be written; updates wait", why=str(error))
            self.send_error(503)

    def _take(self, body: bytes) -> None:
        update = read_json(body)
        if update is None:  # it would only be repeated
            self._inbox.set_aside(body, f"a post of {len(body)} bytes cannot be read as JSON")
        else:
            self._inbox.take([update])

    def log_exception(self, *error: object) -> None:
        """Say where a fault is, and nobody's words."""
        fault = error[1]
        _log.error("fault", why=where(fault) if isinstance(fault, BaseException) else "")
