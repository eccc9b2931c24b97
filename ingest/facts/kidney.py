"""Kidney function inside a sentence: the one band it names, where it names just one."""

import re
from typing import Final

from app.domain.formulary import RenalBand
from ingest.facts.numbers import DASH
from ingest.sources.renal import renal_band

_SPOKEN_OF: Final = re.compile(
    r"renal|kidney|nephr|niere|r[e\u00e9]nal|dialys|creatinin|\bcr\.?cl\b|\bcl\s?cr\b|\be?-?gfr\b"
    r"|glomerular",
    re.IGNORECASE,
)
_MEASURE: Final = (
    r"(?:e-?gfr|estimated glomerular filtration rate(?: \(eGFR\))?"
    r"|creatinine clearance(?: \((?:CrCl|CLcr)\))?|\bcrcl|\bclcr)"
)
_UNIT: Final = r"\s*ml\s*/\s*min(?:ute)?(?:\s*/\s*1\.73\s*m\s?(?:2|\u00b2))?"
_BAND: Final = re.compile(
    rf"{_MEASURE}[^();,]*?\d[\d.]*{_UNIT}"
    rf"(?:\s*(?:and|to|but|{DASH})\s*[^();,\d]{{0,25}}\d[\d.]*{_UNIT})?",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(rf"\s*(?:and|to|but|or|{DASH})\s*[<>\u2264\u2265=\d]")


def speaks_of_kidneys(words: str) -> bool:
    return _SPOKEN_OF.search(words) is not None


def band_in(words: str) -> RenalBand | None:
    """None where the words name no band, several, or one that is not wholly understood."""
    found = list(_BAND.finditer(words))
    if len(found) != 1 or _GOES_ON.match(words, found[0].end()):
        return None
    return renal_band(found[0][0])
