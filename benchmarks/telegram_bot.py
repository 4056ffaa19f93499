"""The bot's speed and memory: the real command, the sample library, and the emulated Bot API.

    python -m benchmarks.telegram_bot [SECONDS] [UPDATES]

SECONDS of 10 questions a second, then of 40 a second; then UPDATES of a busy group, of which every
50th is a question and the others are not for the bot. Prints one line each.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median, quantiles

from embeddings.packaged import PackagedEncoder
from retrieval.updating import Update
from tests.acceptance.shell import SAMPLE, Shell
from tests.bot.telegram.emulator import Chat, Emulator, Message
from tests.bot.telegram.process import QUESTIONS, BotProcess, answers, ask, busy_group, talking


def main(seconds: float, updates: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shell = _shell(Path(folder))
        with talking(shell) as (emulator, bot):
            bot.start()
            _offer(emulator, bot, 1, 10)  # the model is read
            asked = _offer(emulator, bot, 10, seconds)
            took = [answers(chat)[0].at - question.at for chat, question in asked]
            print(f"at 10 a second: median {median(took):.3f} s, p95 {_p95(took):.3f} s")
            before = _spent(bot)
            asked = _offer(emulator, bot, 40, seconds)
            spent = zip(before, _spent(bot), strict=True)
            bots, ours = (1000 * (end - start) / len(asked) for start, end in spent)
            first, last = asked[0][1].at, max(answers(chat)[0].at for chat, _ in asked)
            print(f"at 40 a second: {len(asked) / (last - first):.1f} answers a second")
            print(f"processor an answer: bot {bots:.0f} ms, emulator {ours:.0f} ms")
            _grow(emulator, bot, updates)
            altered = [found for found in emulator.world.violations.found if found.kind != "twice"]
            print(f"violations: {altered}")


def _shell(folder: Path) -> Shell:
    home = folder / "home"
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    update = Update(home, PackagedEncoder(cache / "pincite" / "models"))
    list(update.ingest(update.scan([SAMPLE]), lambda _: None))
    update.finish()
    update.close()
    variables = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    variables["PYTHONPATH"] = str(Path(__file__).parents[1])  # this code, whatever is installed
    return Shell({**variables, "XDG_CACHE_HOME": str(cache), "PINCITE_HOME": str(home)}, folder)


def _offer(
    emulator: Emulator, bot: BotProcess, rate: float, seconds: float
) -> list[tuple[Chat, Message]]:
    """Ask at random moments, `rate` a second, and wait until all is answered."""
    dice, asked = Random(8), []
    end = moment = time.monotonic()
    end += seconds
    while (moment := moment + dice.expovariate(rate)) < end:
        time.sleep(max(0.0, moment - time.monotonic()))
        _, chat, question = ask(emulator, dice.choice(QUESTIONS))
        asked.append((chat, question))
    bot.until(lambda: all(answers(chat) for chat, _ in asked), 60 + 4 * seconds)
    return asked


def _spent(bot: BotProcess) -> tuple[float, float]:
    """Seconds of processor so far: the bot's and, mostly for the emulator, ours."""
    fields = Path(f"/proc/{bot.pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK"), time.process_time()


def _p95(took: list[float]) -> float:
    return quantiles(took, n=20)[-1]


def _grow(emulator: Emulator, bot: BotProcess, updates: int) -> None:
    """Memory after a tenth of the updates, and after all of them."""
    started = time.monotonic()
    sizes = busy_group(emulator, bot, updates)
    rate = updates / (time.monotonic() - started)
    first, last = sizes[len(sizes) // 10], sizes[-1]
    print(
        f"{updates} updates, {rate:.0f} a second: {first >> 20} MiB after a tenth, "
        f"{last >> 20} MiB at the end, {last / first - 1:+.1%}"
    )


if __name__ == "__main__":
    main(float(sys.argv[1]) if sys.argv[1:] else 60, int(sys.argv[2]) if sys.argv[2:] else 200_000)
