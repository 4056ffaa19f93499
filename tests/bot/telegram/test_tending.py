"""A round of upkeep, while people go on."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.calls import Call, Failure
from tests.bot.telegram.emulator import Message, User
from tests.bot.telegram.harbour import Harbour
from tests.bot.telegram.talking import run
from tests.bot.telegram.test_pins import state


class _Busy(Harbour):
    """Somebody presses a button while Telegram is asked about a chat."""

    meanwhile: tuple[Message, User, str] | None = None

    async def call(self, method: str, payload: Mapping[str, Any] | None = None) -> Any:
        found = await super().call(method, payload)
        if method == "getChat" and self.meanwhile is not None:
            press, self.meanwhile = self.meanwhile, None
            self.people.press(*press)
            await self._settle()
        return found


@pytest.fixture
def port(tmp_path: Path) -> Iterator[_Busy]:
    table = _Busy(tmp_path)
    yield table
    assert not table.world.violations.found
    table.close()


def test_a_page_that_is_turned_meanwhile_stays_turned(port: _Busy) -> None:
    port.say(port.group, port.anna, "/settings quotes 1")
    answer = port.ask()
    port.press(answer, port.anna, "Pin")
    port.upkeep()
    port.ingest({"new.md": "Something else was written about the lighthouse.\n"})
    port.time += 7 * 3600
    port.meanwhile = (answer, port.anna, "▶")
    port.upkeep()
    assert "◀" in {button["text"] for button in answer.buttons()}
    row = port.store.connection.execute("SELECT page FROM answers").fetchone()
    assert row["page"] == 1


@pytest.mark.parametrize("said", ["message to edit not found", "message_id_invalid"])
def test_both_words_of_telegrams_for_a_message_that_is_gone_are_known(
    port: _Busy, said: str
) -> None:
    port.press(port.ask(), port.anna, "Pin")
    (row,) = port.store.connection.execute("SELECT answer_id FROM pins").fetchall()
    probe = Call(port.group.id, f"probe:{row['answer_id']}", "editMessageReplyMarkup")
    run(port._follow(run(port.talk.failed(probe, said, Failure.REFUSED))))
    assert state(port) == [(1, "deleted")]
