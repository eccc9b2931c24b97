"""Slips of spelling in a record, and words that stand alone."""

import csv
import gzip
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

import pytest

from app.domain.record import Coding
from app.patient.code_tables import RXNORM, ingredients_of
from app.patient.named import medicines_named, one_slip
from app.terms.drug_resolver import drug_resolver

CONCEPTS = Path(__file__).parents[4] / "shared/data/drugs/rxnorm.csv.gz"


@pytest.mark.parametrize(
    ("written", "meant", "one"),
    [
        ("metfromin", "metformin", True),
        ("warfrin", "warfarin", True),
        ("warfarine", "warfarin", True),
        ("warfarim", "warfarin", True),
        ("arfarin", "warfarin", True),
        ("warfarin", "warfarin", False),
        ("minastrin", "mianserin", False),
        ("streptomyces", "streptomycin", False),
        ("wrafrain", "warfarin", False),
        ("", "warfarin", False),
        ("", "", False),
    ],
)
def test_one_slip(written: str, meant: str, one: bool) -> None:
    assert one_slip(written, meant) is one
    assert one_slip(meant, written) is one


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("metfromin 500 mg", {"metformin"}),
        ("lisinoprill 10mg", {"lisinopril"}),
        ("Minastrin 24 Fe", set()),
        ("Streptomyces griseus", set()),
        ("Chlorpheniramine Maleate 2 MG", {"chlorpheniramine"}),
        ("Iron", {"iron"}),
        ("asa", {"aspirin"}),
        ("Vit D3 1000 IU", {"cholecalciferol"}),
        ("vitamin B 12", {"cyanocobalamin"}),
        ("Oxygen 2 L/min", set()),
    ],
)
def test_names_of_medicines(text: str, meant: set[str]) -> None:
    assert medicines_named(text, drug_resolver()) == (frozenset(meant), None)


@pytest.mark.skipif(not CONCEPTS.is_file(), reason="RxNorm is not at ../shared/data/drugs")
def test_codes_of_rxnorm_mean_what_its_names_say() -> None:
    same = other = 0
    with gzip.open(CONCEPTS) as packed:
        rows = csv.DictReader(TextIOWrapper(packed, encoding="utf-8"))
        for row in islice(rows, 0, None, 40):
            coding = Coding(system=RXNORM, code=row["Class ID"].rpartition("/")[2])
            by_code = ingredients_of(coding)
            by_words, _ = medicines_named(row["Preferred Label"], drug_resolver())
            if by_code and by_words:
                agree = by_code <= by_words or by_words <= by_code
                same, other = same + agree, other + (not agree)
    assert same > 1500
    assert other <= same / 200
