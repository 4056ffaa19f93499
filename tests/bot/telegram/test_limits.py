import asyncio
from bisect import bisect_left
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.limits import Limits, is_counted
from tests.bot.telegram.handclock import HandClock

GROUP, OTHER_GROUP, PRIVATE = -100, -200, 300


async def spoken(wanted: list[int], seconds: float) -> dict[int, list[float]]:
    """When the calls of each chat go, if each chat wants as many as it is named, at once."""
    clock = HandClock(0.0)
    limits = Limits(clock)
    times: dict[int, list[float]] = defaultdict(list)

    async def speak(chat_id: int) -> None:
        for _ in range(wanted.count(chat_id)):
            await limits.turn(chat_id)
            times[chat_id].append(clock.now())

    tasks = [asyncio.create_task(speak(chat_id)) for chat_id in dict.fromkeys(wanted)]
    await clock.move(seconds)
    assert all(task.done() for task in tasks)
    return times


def most_within(times: list[float], seconds: float) -> int:
    times = sorted(times)
    return max(bisect_left(times, at + seconds) - i for i, at in enumerate(times))


async def test_a_private_chat_gets_one_call_a_second() -> None:
    times = (await spoken([PRIVATE] * 40, 60))[PRIVATE]
    assert most_within(times, 1.0) == 1
    assert times[-1] - times[0] < 45


async def test_a_group_gets_twenty_calls_a_minute() -> None:
    times = (await spoken([GROUP] * 50, 200))[GROUP]
    assert most_within(times, 60.0) == 20
    assert most_within(times, 1.0) == 1
    assert times[19] < 21


async def test_all_chats_together_get_thirty_calls_a_second() -> None:
    wanted = [chat for chat in range(1, 101) for _ in range(2)]
    everything = [at for times in (await spoken(wanted, 30)).values() for at in times]
    assert most_within(everything, 1.0) == 30
    assert max(everything) < 200 / 30 + 2


async def test_a_full_group_holds_nobody_up() -> None:
    times = await spoken([GROUP] * 60 + [PRIVATE] + [OTHER_GROUP], 300)
    assert times[PRIVATE] == times[OTHER_GROUP] == [0.0]


async def test_the_calls_of_an_earlier_run_count() -> None:
    clock = HandClock(1000.0)
    limits = Limits(clock)
    for second in range(20):
        limits.count(GROUP, 970.0 + second)
    turn = asyncio.create_task(limits.turn(GROUP))
    await clock.move(29)
    assert not turn.done()
    await clock.move(2)
    assert turn.done()


async def test_quiet_chats_are_forgotten_and_others_are_not() -> None:
    clock = HandClock(1000.0)
    limits = Limits(clock)
    limits.count(GROUP, 900.0)
    limits.count(PRIVATE, 999.9)
    limits.forget_quiet()
    turn = asyncio.create_task(limits.turn(PRIVATE))
    await clock.move(0.5)
    assert not turn.done()
    await clock.move(1)
    assert turn.done()


@given(st.lists(st.integers(-3, 3).filter(bool), min_size=1, max_size=60))
def test_no_order_of_calls_breaks_a_limit(wanted: list[int]) -> None:
    times = asyncio.run(spoken(wanted, 400))
    assert sorted(chat for chat, at in times.items() for _ in at) == sorted(wanted)
    for chat, at in times.items():
        assert most_within(at, 1.0) == 1
        assert chat > 0 or most_within(at, 60.0) <= 20


@pytest.mark.parametrize(
    ("method", "counts"),
    [
        ("sendMessage", True),
        ("editMessageReplyMarkup", True),
        ("pinChatMessage", True),
        ("unpinChatMessage", True),
        ("deleteMessage", True),
        ("getChatMember", False),
        ("answerCallbackQuery", False),
        ("setMyCommands", False),
    ],
)
def test_only_what_is_seen_counts(method: str, counts: bool) -> None:
    assert is_counted(method) is counts
