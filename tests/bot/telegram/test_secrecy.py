import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.telegram.errors import BadToken
from bot.telegram.secrecy import Redaction, log_to, take_token
from tests.bot.telegram.emulator import TOKEN

OTHER = "987654321:" + "Zz9_-" * 7


def test_the_token_is_taken_out_of_the_environment() -> None:
    environment = {"TELEGRAM_BOT_TOKEN": f" {TOKEN}\n", "HOME": "/person"}
    assert take_token(environment, ["telegram"]) == TOKEN
    assert environment == {"HOME": "/person"}


def test_a_token_on_the_command_line_is_refused_without_being_said() -> None:
    with pytest.raises(BadToken, match="Revoke it") as refused:
        take_token({"TELEGRAM_BOT_TOKEN": TOKEN}, ["telegram", f"--token={OTHER}"])
    assert OTHER not in str(refused.value)


def test_a_file_of_ones_own_is_read_and_one_that_others_read_is_not(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    environment = {"TELEGRAM_BOT_TOKEN_FILE": str(file)}
    for mode in (0o644, 0o640, 0o604):
        file.chmod(mode)
        with pytest.raises(BadToken, match=f"mode {mode:o}.*chmod 600"):
            take_token(environment, [])
    for mode in (0o600, 0o400):
        file.chmod(mode)
        assert take_token(environment, []) == TOKEN


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "@BotFather in Telegram gives one"),
        ({"TELEGRAM_BOT_TOKEN": "hello"}, "is no token"),
        ({"TELEGRAM_BOT_TOKEN": "12:ab/../cd"}, "is no token"),
        ({"TELEGRAM_BOT_TOKEN_FILE": "/nowhere/token"}, "cannot be read"),
    ],
)
def test_what_is_no_token_is_said(environment: dict[str, str], said: str) -> None:
    with pytest.raises(BadToken, match=said):
        take_token(environment, [])


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    level = root.level
    handler = log_to(TOKEN, stream, logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def test_the_token_is_nowhere_in_the_log(written: io.StringIO) -> None:
    log = logging.getLogger("any.library")
    log.info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    log.debug("a message that has it: bot" + TOKEN)  # noqa: G003
    log.warning("facts", extra={"facts": {"url": f"/bot{TOKEN}/x", "other": OTHER}})
    try:
        raise ValueError(f"rejected `{TOKEN}`")
    except ValueError:
        log.exception("failed", stack_info=True)
    said = written.getvalue()
    assert said.count("<token>") >= 5
    assert TOKEN not in said
    assert OTHER not in said


def test_an_event_is_one_line_of_json(written: io.StringIO) -> None:
    logging.getLogger("any").error("two\nlines", extra={"facts": {"chat": -5, "why": "a\nb"}})
    line, end = written.getvalue().split("\n")
    assert end == ""
    event = json.loads(line)
    assert event.pop("at").endswith("+00:00")
    assert event == {"level": "error", "what": "two\nlines", "chat": -5, "why": "a\nb"}


def test_http_libraries_are_not_heard_below_warning(written: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST ...")
    logging.getLogger("telegram.Bot").debug("rejected")
    assert written.getvalue() == ""


def test_a_record_is_redacted_for_every_handler() -> None:
    record = logging.LogRecord("n", logging.INFO, "f", 1, "%s and %s", (TOKEN, 5), None)
    assert Redaction(TOKEN).filter(record)
    assert record.getMessage() == "<token> and 5"
