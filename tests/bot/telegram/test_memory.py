"""The bot's memory after many updates.

The numbers of docs/reliability.md: PINCITE_UPDATES=200000 pytest tests/bot/telegram/test_memory.py
"""

import os

import pytest

from tests.acceptance.shell import Shell
from tests.bot.telegram.process import busy_group, talking

UPDATES = int(os.environ.get("PINCITE_UPDATES", "20000"))
MOST = 1.05


@pytest.mark.model
@pytest.mark.slow
def test_memory_does_not_grow_with_updates(with_sample: Shell) -> None:
    with talking(with_sample) as (emulator, bot):
        bot.start()
        sizes = busy_group(emulator, bot, UPDATES)
        early, late = sizes[len(sizes) // 10], max(sizes)
        print(f"{UPDATES} updates: {early >> 20} MiB after a tenth, {late >> 20} MiB at most")
        assert late < MOST * early
