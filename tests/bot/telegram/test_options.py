import pytest

from bot.settings import BadSetting
from bot.telegram.options import Options, read_options


def test_what_is_not_said_is_telegram_itself_and_nobody() -> None:
    assert read_options({}) == Options("https://api.telegram.org", frozenset())


def test_a_server_of_ones_own_and_owners() -> None:
    environment = {
        "PINCITE_TELEGRAM_API": "http://127.0.0.1:8081/",
        "PINCITE_TELEGRAM_OWNERS": " 12, 34 56,",
    }
    assert read_options(environment) == Options("http://127.0.0.1:8081", frozenset({12, 34, 56}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PINCITE_TELEGRAM_API", "api.telegram.org"),
        ("PINCITE_TELEGRAM_API", "ftp://example.org"),
        ("PINCITE_TELEGRAM_OWNERS", "@anna"),
        ("PINCITE_TELEGRAM_OWNERS", "-5"),
        ("PINCITE_TELEGRAM_OWNERS", "٣"),
    ],
)
def test_what_cannot_be_meant_is_said(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read_options({name: value})
