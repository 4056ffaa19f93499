"""What the child says is believed only where a reader could have said it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Landmark, Section, Source
from corpus.sandbox import wire
from tests.corpus.making import BARN, WELL, reading, texts

FULL = replace(
    reading(f"The well\n\n{WELL}\n\n{BARN}", record="a", title="A well", author="Ann"),
    sections=(Section(0, 8, Source(kind="post")), Section(10, 30, Source(author="Bo"))),
    landmarks=(Landmark(0, "page 1"), Landmark(10, "page 2")),
)


def through(value: object) -> Any:
    """A value after its way through the pipe."""
    kind, values = wire.unpack(wire.pack(wire.READING, value)[wire.HEADER.size :])
    assert kind == wire.READING
    return values[0]


@given(texts)
def test_a_reading_comes_out_as_it_went_in(text: str) -> None:
    for one in (reading(text), reading(text, record="\ufffd", kind="note")):
        assert wire.reading(through(wire.packed(one))) == one


def test_sections_and_landmarks_come_out_as_they_went_in() -> None:
    assert wire.reading(through(wire.packed(FULL))) == FULL
    assert wire.reading(through(wire.packed(replace(FULL, sections=())))).sections == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", 7),
        ("text", None),
        ("text", "short"),
        ("sha256", None),
        ("record", 1),
        ("size", "1"),
        ("segments", None),
        ("segments", [[0, 4, "text"], [3, 8, "text"]]),
        ("segments", [[4, 4, "text"]]),
        ("segments", [[-1, 4, "text"]]),
        ("segments", [[0, 4_000, "text"]]),
        ("segments", [[0, 4, "poem"]]),
        ("segments", [[0, 4.5, "text"]]),
        ("segments", [[0]]),
        ("sections", [[0, 4_000, {}]]),
        ("sections", [[0, 4, {"owner": "x"}]]),
        ("sections", [[0, 4, {"title": 3}]]),
        ("sections", 3),
        ("landmarks", [[4, "b"], [0, "a"]]),
        ("landmarks", [[4_000, "b"]]),
        ("landmarks", [[0, 7]]),
        ("source", {"title": ["x"]}),
        ("source", []),
    ],
)
def test_a_reading_that_no_reader_makes_is_not_believed(name: str, value: object) -> None:
    bad = {**wire.packed(FULL), name: value}
    with pytest.raises(wire.BadMessage):
        wire.reading(through(bad))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=10,
    )
)
def test_any_json_is_a_reading_or_not_believed(value: Any) -> None:
    with pytest.raises(wire.BadMessage):
        wire.reading(value)


@pytest.mark.parametrize("data", [b"", b"{}", b"3", b"[]", b"\xff", b"[" * 100_000, b"not JSON"])
def test_what_is_no_message_is_not_believed(data: bytes) -> None:
    with pytest.raises(wire.BadMessage):
        wire.unpack(data)


def test_messages_are_json_of_their_length() -> None:
    data = wire.pack(wire.REFUSED, "\udcff: no")
    (length,) = wire.HEADER.unpack(data[: wire.HEADER.size])
    body = data[wire.HEADER.size :]
    assert length == len(body)
    assert json.loads(body.decode("utf-8", "surrogatepass")) == [wire.REFUSED, "\udcff: no"]
