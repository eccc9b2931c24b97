"""Units of a patient's record: what real records write, read as UCUM codes with exact factors.

The table of factors stands here because the registry of `app.terms.ucum` takes a second to load; a
test holds every factor against it.
"""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

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


class _Atom(NamedTuple):
    code: str
    kind: str
    factor: Fraction


def _atom(code: str, kind: str, factor: str, spellings: str) -> dict[str, _Atom]:
    one = _Atom(code, kind, Fraction(factor))
    return dict.fromkeys((code.lower(), *spellings.split(",")), one)


_ATOMS: Final = {
    **_atom("pg", "mass", "1e-12", "picogram,picograms"),
    **_atom("ng", "mass", "1e-9", "nanogram,nanograms"),
    **_atom("ug", "mass", "1e-6", "mcg,mcgm,microg,microgram,micrograms,microgrammes"),
    **_atom("mg", "mass", "1e-3", "mgs,mgm,milligram,milligrams,milligrammes"),
    **_atom("g", "mass", "1", "gm,gms,gr,gram,grams,gramme,grammes"),
    **_atom("kg", "mass", "1e3", "kgs,kilo,kilos,kilogram,kilograms,kilogrammes"),
    **_atom("[lb_av]", "mass", "453.59237", "lb,lbs,lb_av,lb.,lbs.,pound,pounds,[lb_us]"),
    **_atom("[oz_av]", "mass", "28.349523125", "oz,oz_av,ounce,ounces"),
    **_atom("[stone_av]", "mass", "6350.29318", "st,stone,stones"),
    **_atom("pmol", "substance", "1e-12", "picomole,picomoles,pmols"),
    **_atom("nmol", "substance", "1e-9", "nanomole,nanomoles,nmols"),
    **_atom("umol", "substance", "1e-6", "mcmol,micromol,micromole,micromoles,umols"),
    **_atom("mmol", "substance", "1e-3", "millimole,millimoles,mmols,mmole"),
    **_atom("mol", "substance", "1", "mole,moles"),
    **_atom("ueq", "equivalents", "1e-6", "mceq"),
    **_atom("meq", "equivalents", "1e-3", "meqs,mval,milliequivalent,milliequivalents"),
    **_atom("eq", "equivalents", "1", ""),
    **_atom("mosm", "osmoles", "1e-3", "mosmol,mosmole,mosm."),
    **_atom("fL", "volume", "1e-15", "femtoliter,femtoliters,femtolitre,cuum,um3"),
    **_atom("nL", "volume", "1e-9", ""),
    **_atom("uL", "volume", "1e-6", "mcl,microliter,microliters,microlitre,mm3,cmm,cumm"),
    **_atom("mL", "volume", "1e-3", "mls,cc,cm3,milliliter,milliliters,millilitre,millilitres"),
    **_atom("dL", "volume", "1e-1", "deciliter,deciliters,decilitre"),
    **_atom("L", "volume", "1", "liter,liters,litre,litres,lt,ltr"),
    **_atom("ms", "time", "1e-3", "msec,msecs,millisecond,milliseconds"),
    **_atom("s", "time", "1", "sec,secs,second,seconds"),
    **_atom("min", "time", "60", "mins,minute,minutes"),
    **_atom("h", "time", "3600", "hr,hrs,hour,hours"),
    **_atom("d", "time", "86400", "day,days"),
    **_atom("wk", "time", "604800", "wks,week,weeks"),
    **_atom("mo", "time", "2629800", "mos,month,months"),
    **_atom("a", "time", "31557600", "yr,yrs,year,years"),
    **_atom("mm", "length", "1e-3", "millimeter,millimeters,millimetre,millimetres"),
    **_atom("cm", "length", "1e-2", "cms,centimeter,centimeters,centimetre,centimetres"),
    **_atom("m", "length", "1", "meter,meters,metre,metres"),
    **_atom("[in_i]", "length", "0.0254", "in,in.,inch,inches,in_i,[in_us]"),
    **_atom("[ft_i]", "length", "0.3048", "ft,foot,feet,ft_i"),
    **_atom("m2", "area", "1", "sqm,m^2,m*2,meter2,metre2"),
    **_atom("cm2", "area", "1e-4", "cm^2"),
    **_atom("mm[Hg]", "pressure", "1", "mmhg,torr,mm_hg"),
    **_atom("kPa", "pressure", "1000000000000/133322387415", "kilopascal,kilopascals"),
    **_atom("[iU]", "activity", "1", "iu,i.u.,u,unit,units,[iu],[u],eu"),
    **_atom("m[iU]", "activity", "1e-3", "miu,mu,m[iu],milliunits"),
    **_atom("u[iU]", "activity", "1e-6", "uiu,uu,mciu,mcu,u[iu],microunits"),
    **_atom("k[iU]", "activity", "1e3", "kiu,ku,k[iu]"),
    **_atom("ukat", "catalysis", "1e-6", "mckat"),
    **_atom("10*3", "", "1e3", "k,thou,thousand,thousands,10e3,1000,x1000,tsd"),
    **_atom("10*6", "", "1e6", "mil,mill,million,millions,10e6"),
    **_atom("10*9", "", "1e9", "10e9,giga"),
    **_atom("10*12", "", "1e12", "10e12,tera"),
    **_atom("%", "", "1e-2", "percent,pct,per_cent,%[hba1c],percentage"),
    **_atom("1", "", "1", "ratio,fraction,[ph],ph,ph units,inr,index,score,{inr}"),
    **_atom("{cells}", "", "1", "cells,cell,#,{#},count,{cell},{cells}"),
    **_atom("{beats}", "", "1", "beats,beat,{beat}"),
    **_atom("{breaths}", "", "1", "breaths,breath,respirations,{breath},{resp}"),
    **_atom("{copies}", "", "1", "copies,copy,{copy}"),
}  # fmt: skip
_WHOLE: Final = {
    "bpm": "{beats}/min", "beats per min": "{beats}/min", "beats per minute": "{beats}/min",
    "beat/min": "{beats}/min", "rpm": "{breaths}/min", "per min": "/min", "/minute": "/min",
    "mm/hr": "mm/h", "mm hg": "mm[Hg]", "mm of hg": "mm[Hg]", "millimeter of mercury": "mm[Hg]",
    "millimeters of mercury": "mm[Hg]", "mmhg": "mm[Hg]", "mmm[hg]": "mm[Hg]", "g%": "g/dL",
    "gm%": "g/dL", "gms%": "g/dL", "mg%": "mg/dL", "mg/100 ml": "mg/dL", "mg/100ml": "mg/dL",
    "g/100 ml": "g/dL", "g/100ml": "g/dL", "% hb": "%", "%hb": "%", "%{hb}": "%", "vol%": "%",
    "% of total hgb": "%", "% of total hemoglobin": "%", "l/l": "1", "%{vol}": "%", "% ngsp": "%",
    "% (ngsp)": "%", "% dcct": "%", "sq m": "m2", "square meter": "m2", "square metre": "m2",
    "kg/sq m": "kg/m2", "kg/sq. m": "kg/m2", "kg/m^2": "kg/m2", "no unit": "1",
}  # fmt: skip
"""What is not put together of its parts."""
_CELSIUS: Final = frozenset(
    {"cel", "c", "\u00b0c", "\u00b0 c", "degc", "deg c", "degrees c", "celsius", "degree celsius",
     "degrees celsius", "[degc]", "centigrade", "oc"}
)  # fmt: skip
_FAHRENHEIT: Final = frozenset(
    {"[degf]", "f", "\u00b0f", "\u00b0 f", "degf", "deg f", "degrees f", "fahrenheit", "of",
     "degree fahrenheit", "degrees fahrenheit"}
)  # fmt: skip
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


@lru_cache(maxsize=4096)
def lab_unit(written: str) -> LabUnit | None:
    """What a unit means, however a record writes it; None where that is not known.

    An annotation alone (`{score}`) is a pure number. Cases do not matter, for records are often in
    capitals.
    """
    text = _plain(written)
    if not text or len(text) > LONGEST:
        return None
    if text in _CELSIUS:
        return LabUnit("Cel", ("temperature",), (), Fraction(1))
    if text in _FAHRENHEIT:
        return LabUnit("[degF]", ("temperature",), (), Fraction(5, 9), Fraction(-160, 9))
    text = _WHOLE.get(text, text).lower()
    if _ANNOTATION.fullmatch(text) and text not in _ATOMS:
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


_NOTHING: Final = (1, _Atom("", "", Fraction(1)))
_COUNTED: Final = re.compile(r"(\d{1,3})[\s.*]?(?=[a-z])(.+)")


def _one(part: str) -> tuple[int, _Atom] | None:
    bare = part if part in _ATOMS else _ANNOTATION.sub("", part).strip(" .")
    atom = _ATOMS.get(bare) or _ATOMS.get(bare.replace(" ", "_"))
    if atom is not None:
        return 1, atom
    if bare.startswith("10*") and " " in bare:
        return _one(bare.partition(" ")[0])
    counted = _COUNTED.fullmatch(bare)
    if counted and counted[2] in _ATOMS and int(counted[1]):
        return int(counted[1]), _ATOMS[counted[2]]
    return _NOTHING if part and not bare else None


def activity(unit: LabUnit) -> LabUnit:
    """The same with katals told as units of activity."""
    if "catalysis" not in unit.over:
        return unit
    over = tuple(sorted("activity" if one == "catalysis" else one for one in unit.over))
    return unit._replace(over=over, factor=unit.factor * _CATALYSIS)
