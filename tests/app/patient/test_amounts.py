"""Amounts as written and in an analyte's own unit, against values worked out by hand."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.record import Amount
from app.patient import amounts, lab_units
from app.patient.amounts import quantity, ranged, standard, written
from app.patient.converting import NGSP_SLOPE, NGSP_START, conversion
from app.patient.lab_units import lab_unit
from app.terms.analytes import analytes

SURFACE = "mL/min/{1.73_m2}"

# analyte, value, unit, by hand in the analyte's own unit
BY_HAND = [
    ("creatinine", 1.9, "mg/dL", 1.9 * 88.4),
    ("creatinine", 0.1, "mmol/L", 100),
    ("egfr", 38, "mL/min/1.73m2", 38),
    ("egfr", 38, "mL/min", 38),
    ("crcl", 1, "mL/s", 60),
    ("urea nitrogen", 20, "mg/dL", 20 * 0.357),
    ("urea", 30, "mg/dL", 30 * 0.1665),
    ("sodium", 140, "mEq/L", 140),
    ("potassium", 4.1, "mEq/L", 4.1),
    ("calcium", 9.5, "mg/dL", 9.5 * 0.2495),
    ("calcium", 5, "mEq/L", 2.5),
    ("magnesium", 2, "mEq/L", 1),
    ("magnesium", 2, "mg/dL", 2 * 0.4114),
    ("phosphate", 3.5, "mg/dL", 3.5 * 0.3229),
    ("glucose", 126, "mg/dL", 126 / 18.016),
    ("fasting glucose", 7, "mmol/L", 7),
    ("cholesterol", 200, "mg/dL", 200 * 0.02586),
    ("triglycerides", 150, "mg/dL", 150 * 0.01129),
    ("bilirubin", 1, "mg/dL", 17.1),
    ("albumin", 4, "g/dL", 40),
    ("haemoglobin", 13.5, "g/dL", 135),
    ("haemoglobin", 8.4, "mmol/L", 8.4 * 16.1145),
    ("haematocrit", 0.42, "L/L", 42),
    ("white cells", 7.2, "K/uL", 7.2),
    ("white cells", 7200, "/uL", 7.2),
    ("platelets", 250, "10*3/uL", 250),
    ("platelets", 250000, "/mm3", 250),
    ("red cells", 4.5, "10*6/uL", 4.5),
    ("cd4", 350, "cells/uL", 350),
    ("ferritin", 100, "ng/mL", 100),
    ("vitamin b12", 300, "pg/mL", 300 * 0.7378),
    ("vitamin d", 20, "ng/mL", 20 * 2.496),
    ("tsh", 2.5, "uIU/mL", 2.5),
    ("free t4", 1.2, "ng/dL", 1.2 * 12.87),
    ("bnp", 400, "pg/mL", 400),
    ("troponin i", 0.04, "ng/mL", 40),
    ("crp", 1.2, "mg/dL", 12),
    ("lactate", 18, "mg/dL", 18 * 0.111),
    ("uric acid", 6, "mg/dL", 6 * 59.48),
    ("alt", 1.5, "ukat/L", 90),
    ("digoxin level", 1.2, "nmol/L", 1.2 * 0.78094),
    ("phenytoin level", 40, "umol/L", 40 * 0.25227),
    ("lithium level", 0.8, "mEq/L", 0.8),
    ("albumin-creatinine ratio", 3, "mg/mmol", 3 * 8.84),
    ("hba1c", 0.074, "1", 7.4),
    ("hba1c", 53, "mmol/mol", 7.0),
    ("hba1c", 43, "mmol/mol", 6.085),
    ("weight", 154, "lb", 69.853),
    ("weight", 11, "st", 69.853),
    ("weight", 3200, "g", 3.2),
    ("height", 70, "in", 177.8),
    ("height", 1.75, "m", 175),
    ("temperature", 98.6, "degF", 37),
    ("temperature", 104, "F", 40),
    ("systolic pressure", 16, "kPa", 120.0),
    ("pco2", 40, "mmHg", 5.333),
    ("oxygen saturation", 0.97, "1", 97),
    ("qtc", 0.45, "s", 450),
    ("gestational age", 84, "d", 12),
    ("pulse", 72, "bpm", 72),
    ("inr", 2.5, "", 2.5),
    ("inr", 2.5, "{INR}", 2.5),
    ("ph", 7.4, "[pH]", 7.4),
    ("pain score", 4, "{score}", 4),
    ("d-dimer", 0.5, "mg/L FEU", 500),
    ("osmolality", 290, "mmol/kg", 290),
]


@pytest.mark.parametrize(("analyte", "value", "unit", "wanted"), BY_HAND)
def test_values_in_the_analytes_own_unit(
    analyte: str, value: float, unit: str, wanted: float
) -> None:
    found, why = standard(quantity(value, None, unit), analyte)
    assert why is None
    assert found is not None
    assert found.value == pytest.approx(wanted, rel=2e-3)
    assert found.unit == analytes()[analyte].unit


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "why"),
    [
        ("weight", 7000, "kg", amounts.IMPOSSIBLE),
        ("weight", -3, "kg", amounts.IMPOSSIBLE),
        ("hba1c", 740, "%", amounts.IMPOSSIBLE),
        ("hba1c", 7.4, "mmol/mol", amounts.IMPOSSIBLE),
        ("hba1c", 53, "%", amounts.IMPOSSIBLE),
        ("creatinine", 90, "mg/dL", amounts.IMPOSSIBLE),
        ("creatinine", 1.9, "umol/L", amounts.IMPOSSIBLE),
        ("height", 1.75, "cm", amounts.IMPOSSIBLE),
        ("temperature", 98.6, "Cel", amounts.IMPOSSIBLE),
        ("calcium", 9.5, "mmol/L", amounts.IMPOSSIBLE),
        ("platelets", 250000, "10*9/L", amounts.IMPOSSIBLE),
        ("potassium", 4.1, "", amounts.NO_UNIT),
        ("weight", 70, "", amounts.NO_UNIT),
        ("hba1c", 7.4, "", amounts.NO_UNIT),
        ("potassium", 4.1, "apples", amounts.UNREAD),
        ("potassium", 4.1, "%", amounts.NO_FIT),
        ("potassium", 4.1, "kg", amounts.NO_FIT),
        ("crcl", 38, "mL/min/1.73m2", amounts.NO_FIT),
        ("alt", 30, "mg/dL", amounts.NO_FIT),
        ("phosphate", 2, "mEq/L", amounts.NO_FIT),
        ("inr", 2.5, "s", amounts.NO_FIT),
        ("smoking status", 3, "1", amounts.NO_MEASURE),
        ("potassium", None, "mmol/L", amounts.NO_VALUE),
        ("potassium", math.nan, "mmol/L", amounts.NO_VALUE),
        ("potassium", math.inf, "mmol/L", amounts.NO_VALUE),
        ("potassium", True, "mmol/L", amounts.NO_VALUE),
        ("potassium", [4.1], "mmol/L", amounts.NO_VALUE),
        ("potassium", 10**400, "mmol/L", amounts.NO_VALUE),
        ("potassium", "4.1 and rising", "mmol/L", amounts.NO_VALUE),
    ],
)
def test_why_there_is_no_value(analyte: str, value: object, unit: str, why: str) -> None:
    assert standard(quantity(value, None, unit), analyte) == (None, why)


@pytest.mark.parametrize(
    ("unit", "code", "wanted"),
    [
        ("mL/min/1.73m2", "mL/min/{1.73_m2}", SURFACE),
        ("mL/min/1.73m2", "mL/min", SURFACE),
        ("mL/min", "mL/min/{1.73_m2}", SURFACE),
        ("percent of the whole", "%", "%"),
        ("K/uL", "10*3/uL", "10*3/uL"),
        ("IU/L", "U/L", "[iU]/L"),
        ("INR", "1", "1"),
        (None, "mg/dL", "mg/dL"),
        ("mg/dL", None, "mg/dL"),
        (None, None, ""),
        (" ", "", ""),
    ],
)
def test_a_unit_and_its_code_are_one(unit: str | None, code: str | None, wanted: str) -> None:
    assert quantity(1, None, unit, code).unit == wanted


@pytest.mark.parametrize(
    ("value", "unit", "code"),
    [(5, "mg/dL", "mmol/L"), (150, "lb", "kg"), (98, "degF", "Cel"), ("120 lb", "kg", None)],
)
def test_a_unit_that_contradicts_its_code_is_none(
    value: object, unit: str, code: str | None
) -> None:
    amount = quantity(value, None, unit, code)
    for analyte in ("glucose", "weight", "temperature"):
        assert standard(amount, analyte) == (None, amounts.CONTRADICTED)


@pytest.mark.parametrize(
    ("text", "low", "high", "sign", "unit"),
    [
        ("<0.5 mg/dL", None, 0.5, "<", "mg/dL"),
        ("< 0.5", None, 0.5, "<", ""),
        (">60", 60, None, ">", ""),
        (">= 90 mL/min/1.73m2", 90, None, ">=", SURFACE),
        ("\u2265 90", 90, None, ">=", ""),
        ("\u22643", None, 3, "<=", ""),
        ("less than 0.5", None, 0.5, "<", ""),
        ("Greater than 60", 60, None, ">", ""),
        ("5-7", 5, 7, None, ""),
        ("5.0 \u2013 7.0 mmol/L", 5, 7, None, "mmol/L"),
        ("5 to 7 mmol/L", 5, 7, None, "mmol/L"),
        ("120 lb", 120, 120, None, "[lb_av]"),
        ("7,4 %", 7.4, 7.4, None, "%"),
        ("7.4%", 7.4, 7.4, None, "%"),
        ("98.6F", 98.6, 98.6, None, "[degF]"),
        ("250,000 /uL", 250000, 250000, None, "/uL"),
        ("1,234", 1234, 1234, None, ""),
        ("0,123", 0.123, 0.123, None, ""),
        ("-2.5", -2.5, -2.5, None, ""),
        (".5 mg/dL", 0.5, 0.5, None, "mg/dL"),
        ("1e3 mg/dL", 1000, 1000, None, "mg/dL"),
        ("3.2 x 10^9/L", 3.2, 3.2, None, "10*9/L"),
        ("7.400000000000000000000001 %", 7.4, 7.4, None, "%"),
        ("5 ft 11 in", 71, 71, None, "[in_i]"),
        ("5'11\"", 71, 71, None, "[in_i]"),
        ("11 st 4 lb", 158, 158, None, "[lb_av]"),
        ("7 lb 8.5 oz", 120.5, 120.5, None, "[oz_av]"),
    ],
)
def test_texts_that_are_amounts(
    text: str, low: float | None, high: float | None, sign: str | None, unit: str
) -> None:
    found = written(text)
    assert found == Amount.model_validate(
        {"low": low, "high": high, "comparator": sign, "unit": unit, "written": text}
    )


@pytest.mark.parametrize(
    "text",
    ["", "negative", "120/80", "1:40", "2019-05", "2019-05-03", "5 apples", "20 mg daily", "7 to 5",
     "12.345,6", "++", "5 ft 13 in", "3 g 4 mg", "about 5", "5 - ", "<", "<5-7", "nan", "inf",
     "5 6", "\u4e94", "x" * 1000, "9" * 1000, "0x10", "1_000", "--5"],
)  # fmt: skip
def test_texts_that_are_none(text: str) -> None:
    assert written(text) is None


@pytest.mark.parametrize(
    ("value", "sign", "low", "high", "kept"),
    [
        (0.5, "<", None, 0.5, "<"),
        (60, ">", 60, None, ">"),
        ("60", ">=", 60, None, ">="),
        ("<0.5", "<", None, 0.5, "<"),
        ("<0.5", None, None, 0.5, "<"),
        ("<0.5", ">", None, None, None),
        ("5-7", "<", None, None, None),
        (5, "ad", 5, 5, None),
        (Decimal("7.40"), None, 7.4, 7.4, None),
    ],
)
def test_comparators(
    value: object, sign: str | None, low: float | None, high: float | None, kept: str | None
) -> None:
    found = quantity(value, sign, "mg/dL")
    assert (found.low, found.high, found.comparator) == (low, high, kept)


def test_a_value_beyond_what_was_measurable_stays_one() -> None:
    found, _ = standard(quantity("60", ">", "mL/min/1.73m2"), "egfr")
    assert found is not None
    assert (found.low, found.high, found.comparator, found.value) == (60, None, ">", None)
    assert found.written == ">60 mL/min/1.73m2"
    assert standard(quantity(7000, ">", "kg"), "weight") == (None, amounts.IMPOSSIBLE)


def test_what_was_written_is_kept() -> None:
    assert quantity(1.9, None, "mg/dL").written == "1.9 mg/dL"
    assert quantity(Decimal("7.40"), "<", None, "%").written == "<7.40 %"
    assert quantity("<0.5", None, "mg/dL").written == "<0.5 mg/dL"
    assert quantity(98.6, None, "\u00b0F").written == "98.6 \u00b0F"


def test_ranges() -> None:
    low, high = quantity(5, None, "mg/dL"), quantity(7, None, "mg/dL")
    both = ranged(low, high)
    assert (both.low, both.high, both.comparator, both.unit) == (5, 7, None, "mg/dL")
    above, below = ranged(low, None), ranged(None, high)
    assert (above.low, above.high, above.comparator) == (5, None, ">=")
    assert (below.low, below.high, below.comparator) == (None, 7, "<=")
    for none in (ranged(high, low), ranged(None, None), ranged(quantity("?"), high)):
        assert (none.low, none.high) == (None, None)
    mixed = ranged(low, quantity(7, None, "mmol/L"))
    assert standard(mixed, "glucose") == (None, amounts.CONTRADICTED)


def test_an_analyte_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        standard(quantity(1), "phlogiston")


def test_the_master_equation_goes_both_ways() -> None:
    ngsp = [float(NGSP_SLOPE * ifcc + NGSP_START) for ifcc in (20, 31, 42, 48, 53, 64, 75, 86)]
    assert [round(one, 1) for one in ngsp] == [4.0, 5.0, 6.0, 6.5, 7.0, 8.0, 9.0, 10.0]


CONVERTIBLE = [
    (name, unit)
    for name, one in sorted(analytes().items())
    for unit in ("mg/dL", "mmol/L", "ug/L", "umol/L", "meq/L", "K/uL", "lb", "in", "degF", "%", "1")
    if one.unit
    and (wanted := lab_unit(one.unit))
    and (given_unit := lab_unit(unit))
    and conversion(given_unit, wanted, one)
]


@given(st.sampled_from(CONVERTIBLE), st.floats(0.001, 1e6))
def test_conversions_there_and_back(pair: tuple[str, str], value: float) -> None:
    name, unit = pair
    one = analytes()[name]
    here, there = lab_unit(unit), lab_unit(one.unit)
    assert here is not None
    assert there is not None
    forth = conversion(here, there, one)
    back = conversion(there, here, one.model_copy(update={"molar_mass": one.molar_mass}))
    assert forth is not None
    if back is not None:
        assert back.of(forth.of(value)) == pytest.approx(value, rel=1e-9, abs=1e-9)


@given(st.text(max_size=100), st.text(max_size=30), st.text(max_size=30), st.text(max_size=5))
def test_nothing_crashes(value: str, unit: str, code: str, sign: str) -> None:
    amount = quantity(value, sign, unit, code)
    found, why = standard(amount, "potassium")
    assert (found is None) != (why is None)
    assert written(value) is None or len(value) <= 80


@given(st.text(alphabet="0123456789.,<>=-+eE mgdLkstoinft'\"/x", max_size=40))
def test_nor_what_looks_like_an_amount(value: str) -> None:
    found = written(value)
    if found is not None and found.low is not None and found.high is not None:
        assert found.low <= found.high


def test_reasons_hold_no_word_of_the_record() -> None:
    for unit in ("canary", "canary or mg/dL", "mg/canary"):
        _, why = standard(quantity(5, None, unit, "mmol/L" if "or" in unit else None), "potassium")
        assert why is None or "canary" not in why


def test_no_word_of_a_record_is_remembered() -> None:
    for unit in ("canary", "{canary}", "mg/{canary}", "mg{canary}/dL", "canary/dL"):
        standard(quantity("canary", None, unit, "{canary}"), "inr")
        standard(quantity(2.5, None, unit), "inr")
    assert lab_units._known
    assert "canary" not in repr(lab_units._known)
