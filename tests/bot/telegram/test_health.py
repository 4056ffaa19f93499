import fcntl
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.telegram.errors import AlreadyRunning
from bot.telegram.health import beat, trouble
from bot.telegram.lock import is_running, only_one


def test_a_second_process_is_refused_and_the_first_is_known(home: Path) -> None:
    assert not is_running(home)
    with only_one(home):
        assert is_running(home)
        with pytest.raises(AlreadyRunning, match="runs already"), only_one(home):
            pytest.fail("there are two")
        assert is_running(home)
    assert not is_running(home)


def test_a_bot_that_beats_and_hears_is_well(home: Path) -> None:
    with only_one(home):
        assert "just started" in str(trouble(home))
        beat(home, 0.0, was_heard=True)
        assert trouble(home) is None
    assert "does not run" in str(trouble(home))


def test_a_bot_that_hears_nothing_is_not_well(home: Path) -> None:
    with only_one(home):
        beat(home, 200.0, was_heard=True)
        assert "last heard 200 s ago" in str(trouble(home))


def test_a_bot_that_never_heard_anything_is_not_well(home: Path) -> None:
    with only_one(home):
        beat(home, 7.0, was_heard=False)
        assert "has not answered since the start, 7 s ago" in str(trouble(home))


def test_a_bot_that_gives_no_sign_is_not_well(home: Path) -> None:
    with only_one(home):
        signs = {"at": time.time() - 100, "silent": 0, "was_heard": True}
        (home / "telegram.health").write_text(json.dumps(signs))
        assert "hangs" in str(trouble(home))


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"at": "x", "silent": null}', "\0"])
def test_a_damaged_file_is_no_sign_of_health(home: Path, content: str) -> None:
    with only_one(home):
        (home / "telegram.health").write_text(content)
        assert trouble(home) is not None


def test_whoever_looks_while_the_bot_starts_does_not_keep_it_from_starting(home: Path) -> None:
    home.mkdir(exist_ok=True)
    with (home / "telegram.lock").open("w") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        threading.Timer(0.2, fcntl.flock, (looking, fcntl.LOCK_UN)).start()
        with only_one(home):
            assert is_running(home)


def test_a_lock_outlives_no_process(home: Path) -> None:
    dies = (
        "import os, pathlib, sys; from bot.telegram.lock import only_one; "
        "only_one(pathlib.Path(sys.argv[1])).__enter__(); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", dies, home], check=False).returncode == -9
    assert not is_running(home)
