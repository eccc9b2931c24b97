"""From values to places of an SVG drawing."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

WIDE: Final = 640.0
HIGH: Final = 210.0
SQUARE: Final = 300.0
LEFT: Final = 52.0
RIGHT: Final = 10.0
TOP: Final = 12.0
BOTTOM: Final = 26.0


class Frame(NamedTuple):
    """Values from `low` to `high` on a plot of this size, and `places` beside each other."""

    width: float
    height: float
    low: float
    high: float
    places: int

    def x(self, at: float) -> float:
        span = self.width - LEFT - RIGHT
        return round(LEFT + span * (at + 0.5) / max(1, self.places), 2)

    def y(self, value: float) -> float:
        span = self.height - TOP - BOTTOM
        inside = min(max(value, self.low), self.high)
        return round(TOP + span * (self.high - inside) / (self.high - self.low), 2)

    def across(self, value: float) -> str:
        return f"M{LEFT} {self.y(value)}H{self.width - RIGHT}"

    def path(self, values: Sequence[float | None]) -> str:
        """From each value to the next; it breaks where there is none."""
        told, pen = [], "M"
        for at, value in enumerate(values):
            if value is None:
                pen = "M"
                continue
            told.append(f"{pen}{self.x(at)} {self.y(value)}")
            pen = "L"
        return "".join(told)

    def steps(self, values: Sequence[float | None]) -> str:
        """A stretch over each place."""
        half = (self.width - LEFT - RIGHT) / max(1, self.places) / 2
        return "".join(
            f"M{round(self.x(at) - half, 2)} {self.y(value)}H{round(self.x(at) + half, 2)}"
            for at, value in enumerate(values)
            if value is not None
        )


def round_up(value: float) -> float:
    """To the next of 1, 2, 4, 5, 6, 8 and 10 of the same power of ten."""
    if value <= 0.0:
        return 0.1
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1.0, 2.0, 4.0, 5.0, 6.0, 8.0, 10.0)
    return next(power * step for step in steps if value <= power * step * (1 + 1e-9))
