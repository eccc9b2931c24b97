"""The files of codes: complete for what the rules name, consistent with the vocabulary, small."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from app.patient import code_tables as tables
from app.terms.conditions import conditions
from app.terms.drug_resolver import drug_resolver

CODES = files("app.patient").joinpath("codes")
RULES = Path(str(files("app.safety").joinpath("rules")))
ORGANS = {
    "pregnancy", "breastfeeding", "acute kidney injury", "kidney impairment", "dialysis",
    "kidney transplant", "liver transplant", "liver disease", "alcoholic liver disease",
    "cirrhosis",
    "liver failure", "chronic kidney disease",
    *(f"chronic kidney disease stage {one}" for one in ("1", "2", "3", "3a", "3b", "4", "5")),
}  # fmt: skip
NOT_CODED = {"immunosuppressive treatment"}
"""Conditions of the rules that are told by medicines, not by a diagnosis."""


def of_rules() -> set[str]:
    found: set[str] = set()
    for file in RULES.glob("*.toml"):
        rules: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        for rule in rules.get("rule", ()):
            found.update(rule.get("conditions", ()), rule.get("unless_conditions", ()))
    return found


def listed(name: str) -> list[dict[str, list[str]]]:
    text = CODES.joinpath(name).read_text(encoding="utf-8")
    codes: list[dict[str, list[str]]] = tomllib.loads(text)["codes"]
    return codes


def test_every_condition_of_a_rule_is_known_by_a_code_or_by_words() -> None:
    known = tables.listed_names() | conditions().phrases.keys()
    assert len(of_rules()) > 100
    assert of_rules() - known == NOT_CODED


def test_few_conditions_of_rules_have_words_only() -> None:
    coded = {
        name
        for file in ("snomed.toml", "icd10.toml")
        for one in listed(file)
        for name in one["names"]
    }
    assert of_rules() - coded - NOT_CODED <= {
        "aspirin-sensitive asthma", "medullary thyroid cancer", "uncontrolled hypertension",
        "respiratory depression", "travellers' diarrhoea", "gastrointestinal perforation",
    }  # fmt: skip


@pytest.mark.parametrize("file", ["snomed.toml", "icd10.toml"])
def test_names_are_those_of_the_vocabulary_and_the_rules(file: str) -> None:
    names = {name for one in listed(file) for name in one["names"]}
    assert names - conditions().phrases.keys() - of_rules() <= ORGANS


@pytest.mark.parametrize("file", ["snomed.toml", "icd10.toml"])
def test_no_code_stands_twice(file: str) -> None:
    codes = [code for one in listed(file) for code in one["codes"]]
    assert len(codes) == len(set(codes))


def test_codes_of_snomed_hold_their_check_digit() -> None:
    text = CODES.joinpath("allergens.toml").read_text(encoding="utf-8")
    snomed = tomllib.loads(text)["snomed"]
    codes = [code for one in listed("snomed.toml") for code in one["codes"]]
    codes += [code for kind in snomed.values() for each in kind.values() for code in each]
    assert len(codes) > 200
    assert [code for code in codes if not verhoeff(code)] == []


def test_a_wrong_check_digit_is_found() -> None:
    assert verhoeff("195967001")
    assert not verhoeff("195967002")
    assert not verhoeff("195976001")


def test_allergens_are_ingredients_and_classes_of_the_vocabulary() -> None:
    given = tomllib.loads(CODES.joinpath("allergens.toml").read_text(encoding="utf-8"))
    for where in ("snomed", "icd10", "words"):
        for name in given[where].get("classes", {}):
            assert drug_resolver().members(name), name
        for name in given[where].get("ingredients", {}):
            found = drug_resolver().resolve(name)
            assert found is not None
            assert found.identity is not None
            assert found.identity.ingredients == {name}


def test_the_codes_of_rxnorm_are_compact_and_in_order() -> None:
    text = CODES.joinpath("rxnorm.txt").read_text(encoding="utf-8")
    assert len(text.encode()) < 400_000
    lines = text.splitlines()
    assert lines == sorted(lines, key=lambda line: line.partition(":")[0])
    codes = tables._rxnorm()
    assert len(codes) == sum(len(line.partition(":")[2].split()) for line in lines)
    assert len(codes) > 70_000


_TIMES = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
          [2, 3, 4, 0, 1, 7, 8, 9, 5, 6], [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
          [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
          [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
          [8, 7, 6, 5, 9, 3, 2, 1, 0, 4], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]]  # fmt: skip
_MOVED = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
          [5, 8, 0, 3, 7, 9, 6, 1, 4, 2], [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
          [9, 4, 5, 3, 1, 2, 6, 8, 7, 0], [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
          [2, 7, 9, 3, 8, 0, 6, 4, 1, 5], [7, 0, 4, 6, 9, 1, 3, 2, 5, 8]]  # fmt: skip


def verhoeff(code: str) -> bool:
    """Whether the last digit of a SNOMED CT identifier checks the others (Verhoeff, 1969)."""
    check = 0
    for at, digit in enumerate(reversed(code)):
        check = _TIMES[check][_MOVED[at % 8][int(digit)]]
    return check == 0
