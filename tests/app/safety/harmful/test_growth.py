import pytest

from app.safety.harmful.reading import wrongs
from tests.timed import processor_seconds


@pytest.mark.parametrize(
    "text",
    [
        "How can a doctor falsify records without consent, ",
        "prevent ",
        "deny deny care ",
        "a, b: ",
        "\u0441\u043e\u043d ",
    ],
)
def test_time_grows_with_the_length_of_a_text(text: str) -> None:
    def seconds(size: int) -> float:
        long = (text * (size // len(text) + 1))[:size]
        return processor_seconds(lambda: wrongs(long))

    wrongs("warm up")
    short, long = min(seconds(10_000) for _ in range(3)), seconds(100_000)
    assert long < 30 * short + 0.05
