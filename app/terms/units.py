"""Units as clinical English writes them, and the UCUM code of each.

Source of the codes: the Unified Code for Units of Measure (ucum.org). A code in braces is a UCUM
annotation: it names what is counted (tablets, doses) and converts to nothing else.
"""

from typing import Final, NamedTuple


class UnitWords(NamedTuple):
    """One unit.

    Attributes:
        code: its UCUM code.
        kind: what it measures. Only units of one kind are converted into each other, so that an
            equivalent is never read as a mole, nor a milligram per kilogram as a plain ratio.
        spellings: in lower case, words separated by single blanks.
    """

    code: str
    kind: str
    spellings: tuple[str, ...]


def _counted(name: str, *spellings: str) -> UnitWords:
    return UnitWords(f"{{{name}}}", name, spellings)


UNITS: Final = (
    UnitWords("pg", "mass", ("pg", "picogram", "picograms")),
    UnitWords("ng", "mass", ("ng", "nanogram", "nanograms")),
    UnitWords(
        "ug", "mass", ("ug", "mcg", "mcgs", "mkg", "microgram", "micrograms", "microgrammes")
    ),
    UnitWords("mg", "mass", ("mg", "mgs", "mgm", "milligram", "milligrams", "milligrammes")),
    UnitWords("g", "mass", ("g", "gm", "gms", "gram", "grams", "gramme", "grammes")),
    UnitWords("kg", "mass", ("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms")),
    UnitWords("[lb_av]", "mass", ("lb", "lbs", "pound", "pounds")),
    UnitWords("[oz_av]", "mass", ("oz", "ounce", "ounces")),
    UnitWords("nL", "volume", ("nl", "nanoliter", "nanoliters", "nanolitre", "nanolitres")),
    UnitWords(
        "uL", "volume", ("ul", "mcl", "microliter", "microliters", "microlitre", "microlitres")
    ),
    UnitWords(
        "mL",
        "volume",
        ("ml", "mls", "cc", "cm3", "milliliter", "milliliters", "millilitre", "millilitres"),
    ),
    UnitWords("dL", "volume", ("dl", "deciliter", "deciliters", "decilitre", "decilitres")),
    UnitWords("L", "volume", ("l", "liter", "liters", "litre", "litres")),
    UnitWords("mm3", "volume", ("mm3", "cubic millimeter", "cubic millimeters")),
    UnitWords("[tsp_m]", "volume", ("tsp", "teaspoon", "teaspoons", "teaspoonful", "teaspoonfuls")),
    UnitWords("[tbs_m]", "volume", ("tbsp", "tablespoon", "tablespoons", "tablespoonful")),
    UnitWords("ms", "time", ("ms", "msec", "msecs", "millisecond", "milliseconds")),
    UnitWords("s", "time", ("sec", "secs", "second", "seconds")),
    UnitWords("min", "time", ("min", "mins", "minute", "minutes")),
    UnitWords("h", "time", ("h", "hr", "hrs", "hour", "hours")),
    UnitWords("d", "time", ("d", "day", "days")),
    UnitWords("wk", "time", ("wk", "wks", "week", "weeks")),
    UnitWords("mo", "time", ("mo", "mos", "month", "months")),
    UnitWords("a", "time", ("y", "yr", "yrs", "year", "years")),
    UnitWords("um", "length", ("um", "micron", "microns", "micrometer", "micrometers")),
    UnitWords("mm", "length", ("mm", "millimeter", "millimeters", "millimetre", "millimetres")),
    UnitWords("cm", "length", ("cm", "centimeter", "centimeters", "centimetre", "centimetres")),
    UnitWords("m", "length", ("meter", "meters", "metre", "metres")),
    UnitWords("[in_i]", "length", ("inch", "inches")),
    UnitWords("[ft_i]", "length", ("foot", "feet")),
    UnitWords("cm2", "area", ("cm2", "square centimeter", "square centimeters")),
    UnitWords(
        "m2",
        "area",
        ("m2", "m^2", "square meter", "square meters", "square metre", "square metres", "sq m"),
    ),
    UnitWords("nmol", "substance", ("nmol", "nmols", "nanomole", "nanomoles")),
    UnitWords("umol", "substance", ("umol", "umols", "mcmol", "micromole", "micromoles")),
    UnitWords("mmol", "substance", ("mmol", "mmols", "millimole", "millimoles")),
    UnitWords("mol", "substance", ("mol", "mole", "moles")),
    UnitWords("umol/L", "substance/volume", ("micromolar",)),
    UnitWords("mmol/L", "substance/volume", ("millimolar",)),
    UnitWords("meq", "equivalents", ("meq", "meqs", "milliequivalent", "milliequivalents")),
    UnitWords("eq", "equivalents", ("eq", "equivalents")),
    UnitWords("mosm", "osmoles", ("mosm", "mosmol", "mosmols", "milliosmole", "milliosmoles")),
    UnitWords(
        "[iU]",
        "units",
        (
            "u",
            "unit",
            "units",
            "iu",
            "ius",
            "international unit",
            "international units",
            "usp unit",
            "usp units",
        ),
    ),
    UnitWords("m[iU]", "units", ("miu", "milliunit", "milliunits")),
    UnitWords("%", "percent", ("%", "percent", "per cent", "percentage points")),
    UnitWords("mm[Hg]", "pressure", ("mmhg", "mm hg", "millimeters of mercury")),
    UnitWords("cm[H2O]", "pressure", ("cmh2o", "cm h2o")),
    UnitWords("kPa", "pressure", ("kpa",)),
    UnitWords(
        "Cel",
        "temperature",
        ("\u00b0c", "\u00b0 c", "degrees c", "degrees celsius", "degrees centigrade", "celsius"),
    ),
    UnitWords(
        "[degF]",
        "temperature",
        ("\u00b0f", "\u00b0 f", "degrees f", "degrees fahrenheit", "fahrenheit"),
    ),
    UnitWords("deg", "angle", ("\u00b0", "degree", "degrees")),
    UnitWords("uCi", "activity", ("uci", "mcci", "microcurie", "microcuries")),
    UnitWords("mCi", "activity", ("mci", "millicurie", "millicuries")),
    UnitWords("MBq", "activity", ("mbq", "megabecquerel")),
    UnitWords("Gy", "absorbed dose", ("gy", "gray")),
    UnitWords("kcal", "energy", ("kcal", "kcals", "kilocalorie", "kilocalories", "calories")),
    UnitWords("kJ", "energy", ("kj", "kilojoule", "kilojoules")),
    UnitWords("[ppm]", "parts", ("ppm",)),
    _counted("tablet", "tab", "tabs", "tablet", "tablets"),
    _counted("capsule", "cap", "caps", "capsule", "capsules"),
    _counted("caplet", "caplet", "caplets"),
    _counted("pill", "pill", "pills"),
    _counted("lozenge", "lozenge", "lozenges"),
    _counted("puff", "puff", "puffs", "actuation", "actuations"),
    _counted("inhalation", "inhalation", "inhalations", "breath", "breaths"),
    _counted("spray", "spray", "sprays"),
    _counted("drop", "drop", "drops", "gtt"),
    _counted("patch", "patch", "patches"),
    _counted("vial", "vial", "vials"),
    _counted("ampule", "ampule", "ampules", "ampoule", "ampoules", "ampul", "ampuls"),
    _counted("syringe", "syringe", "syringes"),
    _counted("suppository", "suppository", "suppositories"),
    _counted("sachet", "sachet", "sachets", "packet", "packets"),
    _counted("injection", "injection", "injections"),
    _counted("infusion", "infusion", "infusions"),
    _counted("dose", "dose", "doses"),
    _counted(
        "divided dose",
        "divided dose",
        "divided doses",
        "equally divided doses",
        "equal doses",
        "separate doses",
        "single doses",
    ),
    _counted("cycle", "cycle", "cycles"),
    _counted("beat", "beat", "beats"),
    _counted("breaths", "respirations"),
    _counted("cell", "cells"),
    _counted("copy", "copies"),
    _counted("drink", "drink", "drinks"),
    _counted("cigarette", "cigarette", "cigarettes"),
    _counted("times", "x", "time", "times", "fold"),
)

COMPOUNDS: Final = {"bpm": ("beat", "time", "min")}
"""Abbreviations of something counted over a unit: what, and the unit's kind and code."""
