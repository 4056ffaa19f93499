from collections.abc import Callable
from pathlib import Path

from corpus.readers.restructured import read

Write = Callable[..., Path]


def test_numbers_of_footnotes_are_no_words(write_files: Write) -> None:
    text = "The well was dug in 1911 [1]_, by all.\n\n.. [1] It was repaired in 1950.\n"
    (found,) = read(write_files({"a.rst": text}) / "a.rst")
    assert found.text == "The well was dug in 1911, by all.\n\nIt was repaired in 1950."
