"""What a process can do that has confined itself: each is tried in a process of its own."""

import platform
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.sandbox.limits import MEMORY

CONFINED = "from corpus.sandbox.limits import confine; confine()\n"
FILTERED = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="the filter is not for this"
)


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    start = f"import sys; sys.path[:] = {sys.path!r}; {CONFINED}{code}"
    return subprocess.run(
        [sys.executable, "-I", "-c", start],
        cwd=folder,
        env={},
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_reading_and_computing_go_on(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("kept")
    code = "import zlib, os; print(open('a').read(), os.listdir('.'), zlib.crc32(b''))"
    assert run(code, tmp_path).stdout == "kept ['a'] 0\n"


@FILTERED
@pytest.mark.parametrize(
    "code",
    [
        "open('b', 'w')",
        "open('a', 'r+')",
        "open('a', 'a')",
        "import os; os.open('a', os.O_RDONLY | os.O_TRUNC)",
        "import os; os.unlink('a')",
        "import os; os.rename('a', 'b')",
        "import os; os.mkdir('b')",
        "import os; os.symlink('a', 'b')",
        "import os; os.link('a', 'b')",
        "import os; os.chmod('a', 0)",
        "import os; os.truncate('a', 0)",
        "import os; os.utime('a')",
        "import os; os.mkfifo('b')",
        "import socket; socket.socket()",
        "import socket; socket.socketpair()",
        "import socket; socket.socket(socket.AF_UNIX)",
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
        "import os; os.kill(os.getppid(), 0)",
        "import resource; resource.prlimit(1, resource.RLIMIT_NOFILE)",
    ],
)
def test_nothing_can_be_changed_reached_or_started(tmp_path: Path, code: str) -> None:
    (tmp_path / "a").write_text("kept")
    done = run(code, tmp_path)
    assert done.stderr.splitlines()[-1].startswith("PermissionError: [Errno 13]")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "kept"


@FILTERED
def test_a_subprocess_cannot_be_started(tmp_path: Path) -> None:
    done = run("import subprocess; subprocess.run(['/bin/true'])", tmp_path)
    assert "PermissionError" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold to the limit")
def test_memory_ends_at_the_limit(tmp_path: Path) -> None:
    assert "MemoryError" in run(f"bytearray({MEMORY})", tmp_path).stderr
    assert run(f"print(len(bytearray({MEMORY // 2})))", tmp_path).stdout == f"{MEMORY // 2}\n"


def test_few_files_can_be_open_and_no_core_is_left(tmp_path: Path) -> None:
    code = "[open('/dev/null') for _ in range(100)]"
    files = [f"files.append({code})"]
    done = run(f"files = []\n{files[0]}", tmp_path)
    assert "Too many open files" in done.stderr
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
    assert run(code, tmp_path).stdout == "(0, 0)\n"


def test_the_processors_time_is_limited_and_given_anew(tmp_path: Path) -> None:
    code = (
        "import resource, time; from corpus.sandbox.limits import more_time\n"
        "first = resource.getrlimit(resource.RLIMIT_CPU)[0]\n"
        "while time.process_time() < 1.5: pass\n"
        "more_time(); print(first, resource.getrlimit(resource.RLIMIT_CPU)[0] - first)"
    )
    first, more = map(int, run(code, tmp_path).stdout.split())
    assert 60 <= first <= 62
    assert 1 <= more <= 3


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_it_dies_with_its_parent(tmp_path: Path) -> None:
    parent = (
        "import subprocess, sys, os, signal\n"
        "code = 'import sys; sys.path[:] = sys.argv[1:]; from corpus.sandbox.limits import confine;"
        "import time; confine(); print(1, flush=True); time.sleep(100)'\n"
        "child = subprocess.Popen([sys.executable, '-I', '-c', code, *sys.path],"
        " stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    start = f"import sys; sys.path[:] = {sys.path!r}\n{parent}"
    done = subprocess.run([sys.executable, "-c", start], stdout=subprocess.PIPE, check=False)
    state = Path(f"/proc/{int(done.stdout)}/stat")
    deadline = time.monotonic() + 20
    while state.exists() and state.read_text().rpartition(")")[2].split()[0] not in "ZX":
        assert time.monotonic() < deadline
        time.sleep(0.01)
