"""How often, in the words and abbreviations of prescriptions. From memory, unreviewed."""

from fractions import Fraction
from typing import Final

from app.terms.wording import words

TIMES: Final = {"once": 1, "twice": 2, "thrice": 3}

PERIODS: Final = {
    "hourly": Fraction(1, 24),
    "daily": Fraction(1),
    "nightly": Fraction(1),
    "weekly": Fraction(7),
    "fortnightly": Fraction(14),
    "monthly": Fraction(487, 16),
    "yearly": Fraction(1461, 4),
    "annually": Fraction(1461, 4),
}
"""Adverbs, in days. A month has 30.4375 days and a year 365.25, as in UCUM."""

SPANS: Final = {
    "minute": Fraction(1, 1440),
    "minutes": Fraction(1, 1440),
    "min": Fraction(1, 1440),
    "hour": Fraction(1, 24),
    "hours": Fraction(1, 24),
    "hr": Fraction(1, 24),
    "hrs": Fraction(1, 24),
    "h": Fraction(1, 24),
    "day": Fraction(1),
    "days": Fraction(1),
    "d": Fraction(1),
    "morning": Fraction(1),
    "evening": Fraction(1),
    "night": Fraction(1),
    "bedtime": Fraction(1),
    "week": Fraction(7),
    "weeks": Fraction(7),
    "wk": Fraction(7),
    "wks": Fraction(7),
    "fortnight": Fraction(14),
    "month": Fraction(487, 16),
    "months": Fraction(487, 16),
    "mo": Fraction(487, 16),
    "year": Fraction(1461, 4),
    "years": Fraction(1461, 4),
    "yr": Fraction(1461, 4),
}
"""What stands behind `every` or `per`, in days."""

ABBREVIATIONS: Final = {
    "qd": 1,
    "od": 1,
    "qam": 1,
    "qpm": 1,
    "qhs": 1,
    "bid": 2,
    "bd": 2,
    "tid": 3,
    "tds": 3,
    "qid": 4,
    "qds": 4,
}
"""Latin, times a day."""
ALTERNATE: Final = {"qod": Fraction(1, 2), "eod": Fraction(1, 2)}

AS_NEEDED: Final = (
    ("prn",),
    ("as", "needed"),
    ("as", "required"),
    ("as", "necessary"),
    ("if", "needed"),
    ("if", "required"),
    ("if", "necessary"),
    ("when", "needed"),
    ("when", "required"),
    ("when", "necessary"),
)
DAILY_WHAT: Final = words(
    "dose doses dosage dosages dosing regimen use intake life living activities amount "
    "requirement requirements maintenance maximum therapy treatment administration injection "
    "injections infusion infusions tablet tablets capsule capsules application"
)
"""Before these `daily` describes a thing; what is not said again there is no false claim."""
