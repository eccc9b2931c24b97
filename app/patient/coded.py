"""What codes and words of a record mean, by our own names: by code where one is known, by words
where there is none, by both where they disagree."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.drugs import DrugMention
from app.domain.record import Coding
from app.patient import code_tables as tables
from app.terms import analytes
from app.terms.conditions import conditions
from app.terms.drug_resolver import drug_resolver

LONGEST: Final = 400
"""Characters of a name that are read; a longer one is a story and no name."""
_TAG: Final = re.compile(
    r"\s*\((?:disorder|finding|situation|procedure|substance|product|event|morphologic abnormality|"
    r"observable entity|context-dependent category|qualifier value|person|organism)\)\s*$",
    re.IGNORECASE,
)
_ALLERGY: Final = re.compile(
    r"\b(?:allerg(?:y|ies|ic)(?: reactions?)?(?: to)?|hypersensitivity(?: to)?|intoleran(?:ce|t)"
    r"(?: (?:to|of))?|adverse reactions?(?: to)?|sensitivity(?: to)?|anaphylaxis(?: to)?)\b|"
    r"-?\bcontaining\b|\bproducts?\b|\bsubstances?\b|\bpreparations?\b",
    re.IGNORECASE,
)
_VITAMIN: Final = re.compile(r"\b(vitamin [bd]) (\d{1,2})\b", re.IGNORECASE)
_NARROWER: Final = {"glucose": "fasting glucose", "calcium": "adjusted calcium"}


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
    of_words = [_conditions_named(one) for one in _words(codings, text)]
    return _together(of_codes, of_words, _akin, _ours)


def medicine(codings: tuple[Coding, ...], text: str) -> Known:
    """Ingredients by canonical names, by RxNorm code and by words; a class where words mean one."""
    of_codes = [tables.ingredients_of(one) for one in codings]
    named = [_medicines_named(one) for one in _words(codings, text)]
    classes = [class_name for _, class_name in named if class_name]
    known = _together(of_codes, [names for names, _ in named], _within_each_other, frozenset)
    return known if known.names or not classes else known._replace(class_name=classes[0])


def allergen(codings: tuple[Coding, ...], text: str) -> Known:
    """Ingredients or a class of medicines; neither where it is another substance (egg, latex)."""
    coded = [tables.allergens_of(one) for one in codings]
    named = [_allergens_named(one) for one in _words(codings, text)]
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
    of_words = [analytes.by_name(one[:LONGEST]) for one in _words(codings, text)]
    known = _together(of_codes, of_words, _same_measure, frozenset)
    if known.disagreement is None:
        wide = {name for name, inner in _NARROWER.items() if inner in known.names}
        return known._replace(names=known.names - wide)
    return known


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


@lru_cache(maxsize=8192)
def _conditions_named(text: str) -> frozenset[str]:
    text = text[:LONGEST]
    if tables.not_had().named(text):
        return frozenset()
    ours = tables.condition_words().named(text)
    if ours & {"chronic kidney disease"}:
        ours = ours | _stage(text)
    if any(one.startswith("chronic kidney disease stage") for one in ours):
        ours = ours | {"chronic kidney disease"}
    named = conditions().named(text) - conditions().denied(text)
    return named | (ours if not _denied(text) else frozenset())


_STAGE: Final = re.compile(
    r"\b(?:stage|grade|g)\s?(?P<which>[1-5][ab]?|i{1,2}|iii[ab]?|iv|v)\b", re.IGNORECASE
)
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_DENIED: Final = re.compile(r"^\s*(?:no|not|denies|without|negative)\b", re.IGNORECASE)


def _stage(text: str) -> frozenset[str]:
    found = _STAGE.search(text)
    if found is None:
        return frozenset()
    which = found["which"].lower()
    part = which[-1] if which[-1] in "ab" else ""
    number = which.removesuffix(part)
    return frozenset({f"chronic kidney disease stage {_ROMAN.get(number, number)}{part}"})


def _denied(text: str) -> bool:
    return _DENIED.search(text) is not None


@lru_cache(maxsize=8192)
def _medicines_named(text: str) -> tuple[frozenset[str], str | None]:
    """(ingredients, class) of what a name means; several names are one medicine or several."""
    text = _VITAMIN.sub(r"\1\2", text[:LONGEST])
    names, class_name = _meant(drug_resolver().mentions(text))
    return names, None if names else class_name


def _meant(mentions: Iterable[DrugMention]) -> tuple[frozenset[str], str | None]:
    mentions = tuple(mentions)
    known = [one.identity.ingredients for one in mentions if one.identity is not None]
    classes = [one.class_name for one in mentions if one.class_name]
    return frozenset[str]().union(*known), classes[0] if classes else None


class _Allergens(NamedTuple):
    names: frozenset[str] = frozenset()
    class_name: str | None = None
    other: bool = False
    """Another substance is named, and no medicine."""


@lru_cache(maxsize=8192)
def _allergens_named(text: str) -> _Allergens:
    bare = _ALLERGY.sub(" ", text[:LONGEST])
    bare = " ".join(re.sub(r"[()]", " ", bare).split())
    others = tables.other_allergens().find(bare)
    left = _without(bare, [(one.start, one.end) for one in others])
    names, class_name = _meant(mentions := drug_resolver().mentions(left))
    left = _without(left, [(one.start, one.end) for one in mentions])
    classes = tables.allergen_classes().find(left)
    class_name = class_name or next((one.meaning for one in classes), None)
    return _Allergens(names, class_name, bool(others) and not names and class_name is None)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{';' * (end - start)}{text[end:]}"
    return text
