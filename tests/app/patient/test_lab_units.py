"""Units as records write them; factors against UCUM's own registry."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.patient.lab_units import lab_unit
from app.patient.unit_spellings import ATOMS
from app.terms import ucum
from app.terms.analytes import analytes

SURFACE = "mL/min/{1.73_m2}"
SPELLINGS = {
    SURFACE: [
        "mL/min/1.73m2", "mL/min/{1.73_m2}", "mL/min/[1.73_m2]", "mL/min/1.73 m\u00b2",
        "mL/min/1.73",
        "mL/min/1.73_m2", "ml/min/1.73 sq m", "mL/min per 1.73 m2", "mL/(min*1.73m2)", "mL/min/BSA",
        "ML/MIN/1.73M2", "mL/min/1.73m^2", "mL/min/1,73 m2", "mL/min/{1.73m2}",
    ],
    "mL/min": ["mL/min", "ml/min", "ML/MIN", "ml per minute"],
    "mg/dL": ["mg/dL", "mg/dl", "MG/DL", "mg/100 mL", "mg%", "mgs/dL"],
    "umol/L": ["umol/L", "\u00b5mol/L", "\u03bcmol/l", "mcmol/L", "micromol/L"],
    "mmol/L": ["mmol/L", "mmol/l", "MMOL/L", "mmoles/L"],
    "meq/L": ["mEq/L", "meq/L", "MEQ/L", "mval/L"],
    "[iU]/L": ["U/L", "U/l", "IU/L", "[iU]/L", "units/L"],
    "m[iU]/L": ["mIU/L", "mU/L", "m[iU]/L"],
    "u[iU]/mL": ["uIU/mL", "\u00b5IU/mL", "uU/mL"],
    "10*3/uL": [
        "10*3/uL", "K/uL", "K/mcL", "x10^3/uL", "10^3/uL", "x10E3/uL", "10\u00b3/\u00b5L",
        "x10(3)/mcL",
        "thou/uL", "Thousand/uL", "10*3/mm3", "k/cumm",
    ],
    "10*9/L": ["10*9/L", "x10^9/L", "10^9/L", "10E9/L", "10\u2079/L", "x 10*9/L", "10 9/L"],
    "10*6/uL": ["10*6/uL", "million/uL", "10^6/uL"],
    "10*12/L": ["10*12/L", "10^12/L", "x10E12/L"],
    "[lb_av]": ["lb", "lbs", "LB", "pounds", "[lb_av]", "lbs."],
    "[stone_av]": ["st", "stone"],
    "kg": ["kg", "KG", "kgs", "Kg"],
    "cm": ["cm", "CM"],
    "[in_i]": ["in", "inches", "[in_i]", "in."],
    "[degF]": ["degF", "F", "\u00b0F", "[degF]", "deg F"],
    "Cel": ["Cel", "C", "\u00b0C", "degC", "deg C"],
    "mm[Hg]": ["mmHg", "mm[Hg]", "mm Hg", "MMHG"],
    "ms": ["ms", "msec", "MSEC"],
    "{beats}/min": ["beats/min", "bpm", "{beats}/min", "beats per minute"],
    "/min": ["/min", "per min", "/minute"],
    "%": ["%", "percent", "% of total Hgb", "%{Hb}"],
    "1": ["1", "{INR}", "ratio", "L/L", "[pH]"],
    "kg/m2": ["kg/m2", "kg/m\u00b2", "KG/M2", "kg/m^2", "kg/sq m"],
    "ug/mL": ["ug/mL", "mcg/mL", "ug/mL FEU", "\u00b5g/mL"],
    "ng/mL": ["ng/mL", "NG/ML"],
    "g/dL": ["g/dL", "gm/dL", "G/DL", "g%"],
    "mmol/mol": ["mmol/mol"],
    "mg/g": ["mg/g", "mg/g{creat}"],
    "mm/h": ["mm/h", "mm/hr"],
    "nkat/L": ["nkat/L"],
    "hPa": ["hPa", "mbar"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "code"), [(one, code) for code, spelled in SPELLINGS.items() for one in spelled]
)
def test_what_records_write(written: str, code: str) -> None:
    found = lab_unit(written)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "written",
    ["", " ", "apples", "mg/apple", "see note", "mg/", "/", "mg//dL", "120", "mg daily", "x" * 500,
     "\u30df\u30ea\u30b0\u30e9\u30e0", "mg/dL/dL/apple"],
)  # fmt: skip
def test_what_is_no_unit(written: str) -> None:
    assert lab_unit(written) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("mL/min", "mL/min/1.73m2"), ("mL/min/m2", "mL/min/1.73m2"), ("mmol/L", "mEq/L"),
     ("mmol/mol", "%"), ("U/L", "umol/L"), ("mg/dL", "mg/g"), ("10*3/uL", "mg/uL")],
)  # fmt: skip
def test_units_that_look_alike_measure_different_things(one: str, other: str) -> None:
    first, second = lab_unit(one), lab_unit(other)
    assert first is not None
    assert second is not None
    assert (first.over, first.under) != (second.over, second.under)


KINDS = sorted({atom.kind for atom in ATOMS.values()})
ATOMS_BY_KIND = {
    kind: {atom.code: atom for atom in ATOMS.values() if atom.kind == kind} for kind in KINDS
}


@pytest.mark.parametrize("kind", KINDS)
def test_factors_are_those_of_ucum(kind: str) -> None:
    atoms = ATOMS_BY_KIND[kind].values()
    assert len({ucum.dimension(one.code) for one in atoms}) == 1
    assert len({ucum.scale(one.code).factor / one.factor for one in atoms}) == 1


def test_temperatures_are_those_of_ucum() -> None:
    fahrenheit, celsius = lab_unit("degF"), lab_unit("Cel")
    assert fahrenheit is not None
    assert celsius is not None
    for degrees in (Fraction(0), Fraction(986, 10), Fraction(212)):
        here = degrees * fahrenheit.factor + fahrenheit.offset
        assert ucum.scale("[degF]").base(degrees) == ucum.scale("Cel").base(here)


@pytest.mark.parametrize("name", sorted(analytes()))
def test_the_unit_of_every_analyte_is_known_to_ucum_and_to_us(name: str) -> None:
    unit = analytes()[name].unit
    if unit:
        found = lab_unit(unit)
        assert found is not None
        bare = found.code.removesuffix("/{1.73_m2}")
        ratio = ucum.scale(bare).factor / found.factor
        kinds = (*found.over, *(one for one in found.under if one != "surface"))
        assert ratio == _expected(found.over, found.under), (name, kinds)


def _expected(over: tuple[str, ...], under: tuple[str, ...]) -> Fraction:
    """Base units of UCUM's registry (kilogram, cubic metre) in one of ours (gram, litre)."""
    ours = {"mass": Fraction(1, 1000), "volume": Fraction(1, 1000),
            "pressure": Fraction("133.322387415")}  # fmt: skip
    ratio = Fraction(1)
    for kind in over:
        ratio *= ours.get(kind, Fraction(1))
    for kind in under:
        ratio /= ours.get(kind, Fraction(1))
    return ratio


@given(st.text(max_size=70))
def test_no_text_is_too_much(written: str) -> None:
    found = lab_unit(written)
    assert found is None or found.factor > 0


@given(st.text(alphabet="mgdLuo10*^/.{}[]73_ x%KU", max_size=30))
def test_nor_one_that_looks_like_a_unit(written: str) -> None:
    found = lab_unit(written)
    assert found is None or found.factor > 0
