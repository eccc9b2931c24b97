"""Units: exact, told apart by what they measure, and loaded only where they are needed."""

import subprocess
import sys
from fractions import Fraction

import pytest

from app.grounding.quantities.tokens import plain, tokens
from app.grounding.quantities.units import unit_at
from app.terms.ucum import dimension, scale
from app.terms.units import UNITS


@pytest.mark.parametrize(
    ("one", "other", "times"),
    [
        ("g", "mg", 1000),
        ("mg", "ug", 1000),
        ("L", "mL", 1000),
        ("wk", "h", 168),
        ("a", "mo", 12),
        ("[tsp_m]", "mL", 5),
        ("[iU]", "m[iU]", 1000),
        ("h", "s", 3600),
        ("mCi", "uCi", 1000),
    ],
)
def test_a_conversion_is_exact(one: str, other: str, times: int) -> None:
    assert scale(one).factor / scale(other).factor == times


def test_a_temperature_is_converted_with_its_zero() -> None:
    assert scale("Cel").base(Fraction(25)) == scale("[degF]").base(Fraction(77))


def test_units_of_one_kind_have_one_dimension() -> None:
    kinds: dict[str, set[tuple[tuple[str, str], ...]]] = {}
    for unit in UNITS:
        kinds.setdefault(unit.kind, set()).add(dimension(unit.code))
    assert {kind: found for kind, found in kinds.items() if len(found) > 1} == {}


def test_no_spelling_is_of_two_units() -> None:
    spellings = [spelling for unit in UNITS for spelling in unit.spellings]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("mg", "mass"),
        ("mg per kg of body weight", "mass/mass"),
        ("mcg/kg/min", "mass/mass/time"),
        ("mg/m\u00b2", "mass/area"),
        ("mL/min", "volume/time"),
        ("mm Hg", "pressure"),
        ("beats per minute", "beat/time"),
        ("mEq/L", "equivalents/volume"),
        ("mmol/L", "substance/volume"),
        ("\u00b5g", "mass"),
    ],
)
def test_a_unit_is_known_by_what_it_measures(text: str, measure: str) -> None:
    row = tokens(plain(text))
    unit = unit_at(row, 0)
    assert unit is not None
    assert (unit.measure, unit.end) == (measure, len(row))


@pytest.mark.parametrize("text", ["and", "patients", "/", "per"])
def test_other_words_are_no_unit(text: str) -> None:
    assert unit_at(tokens(text), 0) is None


def test_the_units_library_waits_for_the_first_unit() -> None:
    script = "import sys, app.grounding.numbers; sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
