import pytest

from bot.telegram.quota import PAUSE_SECONDS, PER_MINUTE, Quota


def _ask(quota: Quota, at: float, person: int = 1, chat: int = -1, *, private: bool = False) -> str:
    return quota.exceeded(
        chat, person, at, f"{person}:{at}", pause=PAUSE_SECONDS, in_group=not private
    )


def _press(quota: Quota, at: float, person: int = 1) -> str:
    return quota.exceeded(-1, person, at, f"press {person}:{at}")


def test_one_question_every_three_seconds() -> None:
    quota = Quota()
    assert [_ask(quota, at) for at in (0.0, 2.9, 3.0, 4.0, 6.0)] == [
        "", "slower", "", "slower", "",
    ]  # fmt: skip


def test_twenty_a_minute_for_a_person() -> None:
    quota = Quota()
    said = [_ask(quota, 3.0 * i, private=True) for i in range(19)]
    assert said == [""] * 19
    for chat in range(2, 4):  # other chats count for themselves
        assert _ask(quota, 57.0, chat=chat) == ""


def test_presses_need_no_pause_and_count_with_questions() -> None:
    quota = Quota()
    assert [_ask(quota, 0.0), *(_press(quota, 0.1 * i) for i in range(1, 20))] == [""] * 20
    assert _press(quota, 3.0) == "slower"
    assert _ask(quota, 3.0) == "slower"
    assert _ask(quota, 63.0) == ""


@pytest.mark.parametrize("ahead", [-7200.0, -20.0, 20.0, 7200.0])
def test_a_clock_that_is_not_telegrams_silences_nobody(ahead: float) -> None:
    quota = Quota()
    said = [
        one
        for minute in range(10)
        for one in (_ask(quota, 60.0 * minute), _press(quota, 60.0 * minute + 1 + ahead))
    ]
    assert said == [""] * 20


def test_twenty_a_minute_for_a_group() -> None:
    quota = Quota()
    said = [_ask(quota, 1.0, person=i) for i in range(1, PER_MINUTE + 3)]
    assert said == [""] * PER_MINUTE + ["busy", "busy"]
    assert _ask(quota, 61.0, person=99) == ""


def test_a_private_chat_has_no_limit_of_a_group() -> None:
    quota = Quota()
    assert [_ask(quota, 1.0, person=i, private=True) for i in range(1, 40)] == [""] * 39


def test_a_question_that_is_handled_again_counts_once() -> None:
    quota = Quota()
    for _ in range(5):
        assert quota.exceeded(-1, 1, 7.0, "message 3", pause=3.0) == ""
    assert quota.exceeded(-1, 1, 8.0, "message 4", pause=3.0) == "slower"


def test_the_notice_is_given_once_a_minute() -> None:
    quota = Quota()
    assert [quota.may_tell(-1, 1, at) for at in (0.0, 30.0, 59.0, 60.0)] == [
        True, False, False, True,
    ]  # fmt: skip
