"""What codes and words of a record mean, by our own names: by code where one is known, by words
where there is none, by both where they disagree."""

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from app.domain.record import Coding
from app.patient import code_tables as tables
from app.patient.named import LONGEST, allergens_named, conditions_named, medicines_named
from app.terms import analytes
from app.terms.conditions import conditions
from app.terms.drug_resolver import NamedDrugResolver, drug_resolver

_TAG: Final = re.compile(
    r"\s*\((?:disorder|finding|situation|procedure|substance|product|event|morphologic abnormality|"
    r"observable entity|context-dependent category|qualifier value|person|organism)\)\s*$",
    re.IGNORECASE,
)
_NARROWER: Final = {
    "glucose": "fasting glucose",
    "calcium": "adjusted calcium",
    "red cell width": "red cell width in volume",
}
"""An analyte -> what is called like it, and is another by its code or by a word more."""


class Known(NamedTuple):
    """What codes and words mean.

    Attributes:
        names: our own, of what codes and words mean together; of a class none.
        class_name: of `app.terms.drugs`, where a class is meant and no member of it.
        disagreement: what the code and what the words mean, where it is not the same; in our own
            names, never in the record's words.
    """

    names: frozenset[str] = frozenset()
    class_name: str | None = None
    disagreement: str | None = None


def problem(codings: tuple[Coding, ...], text: str) -> Known:
    """Conditions, by code of SNOMED CT and ICD-10(-CM), and by words.

    Names are those of `app.terms.conditions` and of `codes/snomed.toml`. A name that says that
    something was screened for, feared or not there is none.
    """
    of_codes = [tables.conditions_of(one) for one in codings]
    of_words = [conditions_named(one) for one in _words(codings, text)]
    return _together(of_codes, of_words, _akin, _ours)


def medicine(
    codings: tuple[Coding, ...], text: str, drugs: NamedDrugResolver | None = None
) -> Known:
    """Ingredients by canonical names, by RxNorm code and by words; a class where words mean one.

    `drugs` reads the words; None: the resolver over the names that the product ships.
    """
    of_codes = [tables.ingredients_of(one) for one in codings]
    named = [medicines_named(one, drugs or drug_resolver()) for one in _words(codings, text)]
    classes = [class_name for _, class_name in named if class_name]
    known = _together(of_codes, [names for names, _ in named], _within_each_other, frozenset)
    return known if known.names or not classes else known._replace(class_name=classes[0])


def allergen(
    codings: tuple[Coding, ...], text: str, drugs: NamedDrugResolver | None = None
) -> Known:
    """Ingredients or a class of medicines; neither where it is another substance (egg, latex).

    `drugs` as for `medicine`.
    """
    coded = [tables.allergens_of(one) for one in codings]
    named = [allergens_named(one, drugs or drug_resolver()) for one in _words(codings, text)]
    known = _together(
        [names for names, _ in coded], [one.names for one in named], _within_each_other, frozenset
    )
    classes = list(dict.fromkeys(name for _, name in coded if name))
    spoken = list(dict.fromkeys(one.class_name for one in named if one.class_name))
    class_name = next(iter((*classes, *spoken)), None)
    said = known.disagreement or _classes_disagree(known.names, [*classes, *spoken])
    meant = [
        *sorted(frozenset[str]().union(*(names for names, _ in coded))),
        *map(_spoken, classes),
    ]
    if said is None and meant and any(one.other for one in named):
        said = f"The code means {' and '.join(meant)}, the words mean another substance."
    return Known(known.names, class_name, said)


def _classes_disagree(names: frozenset[str], classes: list[str]) -> str | None:
    members = drug_resolver().members
    for one in classes:
        if names and not names & members(one):
            return f"{_listed(names)} and {_spoken(one)} are both named."
        for other in classes:
            if one != other and not members(one) & members(other):
                return f"{_spoken(one)} and {_spoken(other)} are both named."
    return None


def _spoken(class_name: str) -> str:
    return class_name.replace("_", " ")


def analyte(codings: tuple[Coding, ...], text: str) -> Known:
    """Analytes of `app.terms.analytes`, by LOINC code and by words; of a panel its members."""
    of_codes = [
        analytes.by_loinc(one.code.strip()) if tables.system(one) == tables.LOINC else frozenset()
        for one in codings
    ]
    of_words = [_measured(one[:LONGEST]) for one in _words(codings, text)]
    known = _together(of_codes, of_words, _same_measure, frozenset)
    if known.disagreement is None:
        wide = {name for name, inner in _NARROWER.items() if inner in known.names}
        return known._replace(names=known.names - wide)
    return known


def _measured(text: str) -> frozenset[str]:
    """What Cockcroft and Gault's formula gives is a clearance, whatever it is called."""
    names = analytes.by_name(text)
    if "egfr" in names and "cockcroft" in text.lower():
        return names - {"egfr"} | {"crcl"}
    return names


def _together(
    of_codes: Iterable[frozenset[str]],
    of_words: Iterable[frozenset[str]],
    agree: Callable[[frozenset[str], frozenset[str]], bool],
    ours: Callable[[frozenset[str]], frozenset[str]],
) -> Known:
    """Both in one, and whether they disagree: codes among each other, and codes with words."""
    codes = [one for one in dict.fromkeys(of_codes) if one]
    words = [one for one in dict.fromkeys(of_words) if one]
    names = frozenset[str]().union(*codes, *words)
    said = None
    for first, second, how in (
        *((a, b, "One code means {}, another {}.") for a in codes for b in codes if a is not b),
        *((a, b, "The code means {}, the words mean {}.") for a in codes for b in words),
    ):
        one, other = ours(first), ours(second)
        if one and other and not agree(one, other):
            said = how.format(_listed(one), _listed(other))
            break
    return Known(names, None, said)


def _listed(names: Iterable[str]) -> str:
    return " and ".join(sorted(names))


def _akin(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) or conditions().related(one, other)


def _within_each_other(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


def _same_measure(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) or any(
        wide in one | other and inner in one | other for wide, inner in _NARROWER.items()
    )


def _ours(names: frozenset[str]) -> frozenset[str]:
    """Those that are listed: others are words of the record."""
    return names & (conditions().phrases.keys() | tables.listed_names())


def _words(codings: tuple[Coding, ...], text: str) -> tuple[str, ...]:
    """The text and what codes are displayed as, each once."""
    written = (text, *(one.display for one in codings))
    return tuple(dict.fromkeys(bare for one in written if (bare := _TAG.sub("", one).strip())))
