"""Units of a patient's record: what real records write, read as UCUM codes with exact factors."""

import re
import unicodedata
from fractions import Fraction
from typing import Final, NamedTuple

from app.patient.unit_spellings import ATOMS, CELSIUS, FAHRENHEIT, WHOLE, Atom

PER_SURFACE: Final = "{1.73_m2}"
"""Per the body surface of a standard adult; UCUM knows it as an annotation only."""


class LabUnit(NamedTuple):
    """A unit: what it measures above and under the line, and how many base units it has.

    Attributes:
        code: its UCUM code.
        over, under: kinds of quantity, sorted (`mass`, `volume`); a pure number has none.
        factor: base units in one; the base units are gram, mole, equivalent, litre, second, metre,
            square metre, mm[Hg], degree Celsius, unit of activity, osmole and one.
        offset: base units at zero; of temperatures only.
    """

    code: str
    over: tuple[str, ...]
    under: tuple[str, ...]
    factor: Fraction
    offset: Fraction = Fraction(0)


_SURFACE: Final = re.compile(
    r"[\s/.*x(]*(?:\bper\b)?\s*[({\[]?\s*1[.,]73[\s_.*x-]*(?:m\s?\^?\*?e?2|sq\.?[\s_-]?m(?:eters?)?|m)?\s*"
    r"[)}\]]?(?:\s*bsa)?\)?$|/\s?\{?bsa\}?$"
)
_POWER: Final = re.compile(
    r"^(?:x|\*)?\s?(?:10|\u044510)\s?(?:\*\*?|\^|e|\(|\s)?\s?(3|6|9|12)\)?(?![\d.])\s?(?=$|[/\s{a-z#])"
)
_ANNOTATION: Final = re.compile(r"\{[^{}]*\}")
LONGEST: Final = 60
_CATALYSIS: Final = Fraction(60) * 1_000_000
"""Units of activity (a micromole in a minute) in a katal."""


def lab_unit(written: str) -> LabUnit | None:
    """What a unit means, however a record writes it; None where that is not known.

    An annotation alone (`{score}`) is a pure number. Cases do not matter, for records are often in
    capitals.
    """
    known = _known.get(written)
    if known is None:
        known = _lab_unit(written)
        if known is not None and len(_known) < _MOST_KNOWN and "{" not in written:
            _known[written] = known
    return known


_MOST_KNOWN: Final = 4096
_known: Final[dict[str, LabUnit]] = {}
"""Spellings of units that were read before. What is no unit is not kept, nor what an annotation
says: it may be words of a patient's record."""


def _lab_unit(written: str) -> LabUnit | None:
    text = _plain(written)
    if not text or len(text) > LONGEST:
        return None
    if text in CELSIUS:
        return LabUnit("Cel", ("temperature",), (), Fraction(1))
    if text in FAHRENHEIT:
        return LabUnit("[degF]", ("temperature",), (), Fraction(5, 9), Fraction(-160, 9))
    text = WHOLE.get(text, text).lower()
    if _ANNOTATION.fullmatch(text) and text not in ATOMS:
        return LabUnit(written.strip(), (), (), Fraction(1))
    surface = _SURFACE.search(text)
    if surface is not None and surface.start() > 0:
        bare = _joined(text[: surface.start()].replace("(", ""))
        return bare and bare._replace(
            code=f"{bare.code}/{PER_SURFACE}", under=tuple(sorted((*bare.under, "surface")))
        )
    return _joined(text)


def _plain(written: str) -> str:
    text = re.sub(r"10([\u00b3\u2076\u2079])", lambda one: f"10*{_RAISED[one[1]]}", written)
    text = text.replace("10\u00b9\u00b2", "10*12").replace("\u00d7", "x").replace("\u00b7", ".")
    text = unicodedata.normalize("NFKC", text).replace("\u03bc", "u")
    return " ".join(_EQUIVALENT.sub("", text.lower()).split())


_EQUIVALENT: Final = re.compile(r"\s*\{?\bfeu\}?(?=\s*(?:/|$))")
"""Fibrinogen equivalent units, beside the unit of a D-dimer."""
_RAISED: Final = {"\u00b3": 3, "\u2076": 6, "\u2079": 9}


def _joined(text: str) -> LabUnit | None:
    """A unit of parts over and under lines."""
    power = _POWER.match(text)
    if power:
        text = f"10*{power[1]}{text[power.end() :]}"
    parts = [one.strip() for one in re.split(r"/|\bper\b", text)]
    over: list[str] = []
    under: list[str] = []
    codes: list[str] = []
    factor = Fraction(1)
    for at, part in enumerate(parts):
        atom = _one(part) if part else (_NOTHING if at == 0 and len(parts) > 1 else None)
        if atom is None:
            return None
        count, one = atom
        codes.append(one.code if count == 1 else f"{count}.{one.code}")
        factor = factor * count * one.factor if at == 0 else factor / (count * one.factor)
        kinds = [one.kind] if one.kind else []
        if at == 0:
            over += kinds
        else:
            under += kinds
    if over == under == ["volume"]:
        over, under = [], []
    return LabUnit("/".join(codes), tuple(sorted(over)), tuple(sorted(under)), factor)


_NOTHING: Final = (1, Atom("", "", Fraction(1)))
_COUNTED: Final = re.compile(r"(\d{1,3})[\s.*]?(?=[a-z])(.+)")


def _one(part: str) -> tuple[int, Atom] | None:
    bare = part if part in ATOMS else _ANNOTATION.sub("", part).strip(" .")
    atom = ATOMS.get(bare) or ATOMS.get(bare.replace(" ", "_"))
    if atom is not None:
        return 1, atom
    if bare.startswith("10*") and " " in bare:
        return _one(bare.partition(" ")[0])
    counted = _COUNTED.fullmatch(bare)
    if counted and counted[2] in ATOMS and int(counted[1]):
        return int(counted[1]), ATOMS[counted[2]]
    return _NOTHING if part and not bare else None


def activity(unit: LabUnit) -> LabUnit:
    """The same with katals told as units of activity."""
    if "catalysis" not in unit.over:
        return unit
    over = tuple(sorted("activity" if one == "catalysis" else one for one in unit.over))
    return unit._replace(over=over, factor=unit.factor * _CATALYSIS)
