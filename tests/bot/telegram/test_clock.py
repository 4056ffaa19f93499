from bot.telegram.clock import backoff


def test_waits_double_up_to_the_longest() -> None:
    assert [backoff(misses, 30.0) for misses in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]


def test_an_outage_of_a_week_is_waited_out() -> None:
    assert backoff(20_000, 30.0) == 30.0
