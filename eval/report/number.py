"""How a figure is written, everywhere in the report."""

from typing import Final

UNDEFINED: Final = "undefined"


def written(value: float | None) -> str:
    """Whole numbers as they are, shares to four places, larger ones to what can matter.

    `None` is "undefined"; the reason stands beside it.
    """
    if value is None:
        return UNDEFINED
    if isinstance(value, int):
        return f"{value:,}"
    size = abs(value)
    if size == 0.0 or 0.0001 <= size <= 1.0:
        return f"{value:.4f}"
    if size < 0.0001:
        return f"{value:.1e}"
    return f"{value:,.2f}" if size < 1000.0 else f"{value:,.0f}"
