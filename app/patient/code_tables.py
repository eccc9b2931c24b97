"""What codes of diagnoses, medicines and allergens mean, from the files of `codes/`; read once."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from app.domain.record import Coding
from app.terms.phrasebook import Phrasebook

SNOMED: Final = "http://snomed.info/sct"
RXNORM: Final = "http://www.nlm.nih.gov/research/umls/rxnorm"
LOINC: Final = "http://loinc.org"
ICD10_CM: Final = "http://hl7.org/fhir/sid/icd-10-cm"
_ICD10: Final = "icd-10"
_OIDS: Final = {
    "urn:oid:2.16.840.1.113883.6.96": SNOMED,
    "urn:oid:2.16.840.1.113883.6.88": RXNORM,
    "urn:oid:2.16.840.1.113883.6.1": LOINC,
    "urn:oid:2.16.840.1.113883.6.90": _ICD10,
    "urn:oid:2.16.840.1.113883.6.3": _ICD10,
}
_SHORTEST: Final = 3
"""Characters of a category of ICD-10."""


def system(coding: Coding) -> str:
    """The code system by one name, however its URI is written; ICD-10 and its modifications are
    one."""
    uri = coding.system.strip().lower().rstrip("/")
    uri = _OIDS.get(uri, uri)
    if "icd-10" in uri or "icd10" in uri:
        return _ICD10
    return uri.replace("https:", "http:")


def conditions_of(coding: Coding) -> frozenset[str]:
    """Our names of what a code of SNOMED CT or ICD-10 means; empty where it is not listed."""
    where, code = system(coding), coding.code.strip()
    if where == SNOMED:
        return implied(_snomed().get(code, frozenset()))
    return implied(_longest(_icd10(), code)) if where == _ICD10 else frozenset()


def implied(names: frozenset[str]) -> frozenset[str]:
    """The names and those that follow from them."""
    follow = _follows()
    return names.union(*(follow.get(one, ()) for one in names))


@lru_cache(maxsize=1)
def _follows() -> dict[str, list[str]]:
    follows: dict[str, list[str]] = _file("words.toml")["implies"]
    return follows


@lru_cache(maxsize=1)
def cancer_sites() -> dict[str, str]:
    """Where a malignant neoplasm is -> the cancer."""
    sites: dict[str, str] = _file("words.toml")["cancers"]
    return sites


def ingredients_of(coding: Coding) -> frozenset[str]:
    """The ingredients of an RxNorm concept; empty where it is not listed."""
    code = coding.code.strip()
    if system(coding) != RXNORM or not (code.isascii() and code.isdigit()):
        return frozenset()
    names = _rxnorm().get(int(code))
    return frozenset(names.split("+")) if names else frozenset()


def allergens_of(coding: Coding) -> tuple[frozenset[str], str | None]:
    """(ingredients, class) of the code of an allergy or a substance."""
    where, code = system(coding), coding.code.strip()
    if where == RXNORM:
        return ingredients_of(coding), None
    if where == SNOMED:
        return _allergens("snomed", "ingredients").get(code, frozenset()), next(
            iter(_allergens("snomed", "classes").get(code, ())), None
        )
    if where == _ICD10:
        return frozenset(), next(iter(_longest(_allergens("icd10", "classes"), _plain(code))), None)
    return frozenset(), None


@lru_cache(maxsize=1)
def condition_words() -> Phrasebook:
    """The conditions of `words.toml`."""
    return Phrasebook(_file("words.toml")["conditions"])


@lru_cache(maxsize=1)
def not_had() -> Phrasebook:
    return Phrasebook({"not had": _file("words.toml")["not_had"]["words"]})


@lru_cache(maxsize=1)
def listed_names() -> frozenset[str]:
    """The names of conditions in the files: those that are ours and hold no word of a record."""
    coded = (names for table in (_snomed(), _icd10()) for names in table.values())
    return frozenset(_file("words.toml")["conditions"]).union(*coded)


@lru_cache(maxsize=1)
def allergen_classes() -> Phrasebook:
    return Phrasebook(_file("allergens.toml")["words"]["classes"])


@lru_cache(maxsize=1)
def other_allergens() -> Phrasebook:
    names: list[str] = _file("allergens.toml")["words"]["others"]["names"]
    return Phrasebook({name: (name,) for name in names})


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def _text(name: str) -> str:
    return files("app.patient").joinpath("codes", name).read_text(encoding="utf-8")


def _codes(name: str) -> dict[str, frozenset[str]]:
    return {code: frozenset(one["names"]) for one in _file(name)["codes"] for code in one["codes"]}


@lru_cache(maxsize=1)
def _snomed() -> dict[str, frozenset[str]]:
    return _codes("snomed.toml")


@lru_cache(maxsize=1)
def _icd10() -> dict[str, frozenset[str]]:
    return {_plain(code): names for code, names in _codes("icd10.toml").items()}


@lru_cache(maxsize=4)
def _allergens(of: str, what: str) -> dict[str, frozenset[str]]:
    listed: dict[str, list[str]] = _file("allergens.toml")[of][what]
    return {_plain(code): frozenset({name}) for name, codes in listed.items() for code in codes}


def _longest(table: dict[str, frozenset[str]], code: str) -> frozenset[str]:
    """Of the listed code that `code` begins with, the longest."""
    plain = _plain(code)
    for end in range(len(plain), _SHORTEST - 1, -1):
        if plain[:end] in table:
            return table[plain[:end]]
    return frozenset()


def _plain(code: str) -> str:
    return code.replace(".", "").upper()


@lru_cache(maxsize=1)
def _rxnorm() -> dict[int, str]:
    """Code -> ingredients joined by `+`; the form of the file is told in
    `deploy/rxnorm_codes.py`."""
    found: dict[int, str] = {}
    for line in _text("rxnorm.txt").splitlines():
        names, _, steps = line.rpartition(":")
        code = 0
        for step in steps.split():
            code += int(step, 36)
            found[code] = names
    return found
