"""Numbers in words, and the words that mark where a number only names something."""

from fractions import Fraction
from typing import Final

from app.terms.wording import listed, words

ONES: Final = {
    word: value
    for value, word in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen"
        )
    )
}
TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2
    )
}
SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
PARTS: Final = {
    "half": Fraction(1, 2),
    "halves": Fraction(1, 2),
    "third": Fraction(1, 3),
    "thirds": Fraction(1, 3),
    "quarter": Fraction(1, 4),
    "quarters": Fraction(1, 4),
    "fourth": Fraction(1, 4),
    "fourths": Fraction(1, 4),
    "fifth": Fraction(1, 5),
    "fifths": Fraction(1, 5),
}
ORDINALS: Final = {"other": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
"""In `every third day`; `every other day` is every second one."""

FOLDS: Final = {f"{word}fold": value for word, value in ONES.items() if value > 1}

NAMES_A_PLACE: Final = words(
    "table tables figure figures fig figs section sections appendix reference references ref refs "
    "chapter page pages item items note footnote study studies trial trials "
    "experiment protocol cohort arm version edition question recommendation step method"
)
"""What a number behind them points at is a place or a name, and no quantity: `Table 3`."""

NAMES_A_CLASS: Final = words(
    "type types grade grades stage stages class classes phase category group groups level schedule "
    "factor day days week weeks month months visit cycle line tier alpha beta omega "
    "interleukin"
)
"""A number behind them tells which one: `stage 4`. It is compared with the same word's numbers."""
