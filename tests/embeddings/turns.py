"""Whether threads take turns at something that they may not do at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

THREADS = 3


def most_at_once(
    patch: pytest.MonkeyPatch, model: object, method: str, use: Callable[[], object]
) -> int:
    """How many threads are inside a model's method at once, at most, while THREADS of them use
    what calls it."""
    real, inside, most = getattr(model, method), list[None](), list[int]()

    def watched(*arguments: Any, **options: Any) -> Any:
        inside.append(None)
        most.append(len(inside))
        time.sleep(0.1)
        try:
            return real(*arguments, **options)
        finally:
            inside.pop()

    patch.setattr(model, method, watched)
    with ThreadPoolExecutor(THREADS) as pool:
        for future in [pool.submit(use) for _ in range(THREADS)]:
            future.result()
    assert len(most) == THREADS
    return max(most)
