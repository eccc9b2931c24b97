"""What both forms of a drug label say of themselves in the same words: dates, set ids."""

import re
from datetime import date
from typing import Final

DAILYMED: Final = "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid="

_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d\d.*)?")
_SET_ID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def day(written: str) -> date | None:
    """An HL7 time stamp's day (`20130930`, `20130930120000`); None for one that cannot be."""
    stamp = _DAY.fullmatch(written)
    try:
        return date(int(stamp[1]), int(stamp[2]), int(stamp[3])) if stamp else None
    except ValueError:
        return None


def daily_med(set_id: str) -> str | None:
    """The address of the label's current edition; None where the set id is none."""
    return f"{DAILYMED}{set_id}" if _SET_ID.fullmatch(set_id) else None
