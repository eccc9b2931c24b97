"""RxNorm's names: RXNCONSO.RRF, with RXNREL.RRF the brands, with RXNSAB.RRF the version."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.terms.releases.names import Release, ReleasedName, Told, once, plain
from app.terms.releases.rrf import rows

CONCEPTS: Final = "RXNCONSO.RRF"
RELATIONS: Final = "RXNREL.RRF"
SOURCES: Final = "RXNSAB.RRF"
_CONCEPT_FIELDS: Final = 18
_RELATION_FIELDS: Final = 16
_SOURCE_FIELDS: Final = 25
_OWN: Final = "RXNORM"
_INGREDIENT: Final = "IN"
_PRECISE: Final = "PIN"
_SEVERAL: Final = "MIN"
_BRAND: Final = "BN"
_OTHERS: Final = frozenset({"SY", "TMSY"})
_BRAND_OF: Final = frozenset({"tradename_of", "has_tradename"})
_FORM_OF: Final = frozenset({"form_of", "has_form"})


def read_rxnorm(folder: Path, told: Told) -> Release:
    """The names that RxNorm itself gives ingredients, combinations and brands.

    Raises:
        ConfigurationError: a row is malformed; with file and line.
        OSError: a file cannot be read.
    """
    concepts = folder / CONCEPTS
    named: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(concepts, _CONCEPT_FIELDS, told):
        cui, language, source, kind, name, suppressed = (row[at] for at in (0, 1, 11, 12, 14, 16))
        if language == "ENG" and source == _OWN and suppressed == "N":
            folded = plain(name)
            if folded is not None:
                named[kind][cui].append(folded)
    relations = folder / RELATIONS
    files = [concepts]
    of: defaultdict[str, set[str]] = defaultdict(set)
    notes: list[str] = []
    if relations.is_file():
        files.append(relations)
        _relate(relations, told, named, of)
    elif named[_BRAND]:
        notes.append(f"{len(named[_BRAND]):,} brands were left out: {RELATIONS} is not there.")
    return Release("rxnorm", _version(folder), tuple(files), once(_names(named, of)), tuple(notes))


def _relate(
    file: Path,
    told: Told,
    named: defaultdict[str, dict[str, list[str]]],
    of: defaultdict[str, set[str]],
) -> None:
    """Brand or precise ingredient -> its ingredients, whichever way round a row says it."""
    ingredients = named[_INGREDIENT]
    for row in rows(file, _RELATION_FIELDS, told):
        first, second, relation = row[0], row[4], row[7]
        kind = _BRAND if relation in _BRAND_OF else _PRECISE if relation in _FORM_OF else None
        if kind is None:
            continue
        for one, other in ((first, second), (second, first)):
            if one in named[kind] and other in ingredients:
                of[one].add(other)


def _names(
    named: defaultdict[str, dict[str, list[str]]], of: defaultdict[str, set[str]]
) -> Iterator[ReleasedName]:
    ingredients = {cui: names[0] for cui, names in named[_INGREDIENT].items()}
    for cui, name in ingredients.items():
        others = (other for kind in _OTHERS for other in named[kind].get(cui, ()))
        for each in (name, *others):
            yield ReleasedName(each, "ingredient", (name,))
    for names in named[_SEVERAL].values():
        parts = tuple(sorted(part.strip() for part in names[0].split(" / ")))
        if len(parts) > 1:
            yield ReleasedName(names[0], "product", parts)
    for kind in (_PRECISE, _BRAND):
        for cui, names in named[kind].items():
            parts = tuple(sorted(ingredients[one] for one in of.get(cui, ())))
            if parts:
                one = kind == _PRECISE and len(parts) == 1
                for name in names:
                    yield ReleasedName(name, "ingredient" if one else "product", parts)


def _version(folder: Path) -> str:
    file = folder / SOURCES
    if not file.is_file():
        return "unknown"
    for row in rows(file, _SOURCE_FIELDS, lambda done, total: None):  # noqa: ARG005
        if row[3] == _OWN and row[6]:
            return row[6]
    return "unknown"
