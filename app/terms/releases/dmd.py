"""The names of the NHS dictionary of medicines and devices: ingredients, therapeutic moieties and,
where the products' files are there, brands."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.domain.errors import ConfigurationError
from app.terms.releases.names import NameKind, Release, ReleasedName, Told, once, plain
from app.terms.releases.xml_records import records

INGREDIENTS: Final = "f_ingredient2_"
MOIETIES: Final = "f_vtm2_"
PRODUCTS: Final = "f_vmp2_"
BRANDED: Final = "f_amp2_"
_VERSION: Final = re.compile(r"_(\d[\d_-]*)$")
_STRENGTH: Final = re.compile(
    r"\s+(?:\d|(?:tablets?|capsules?|cream|ointment|oral|injection|inhaler|eye|ear|nasal)\b).*$"
)
_JOINED: Final = re.compile(r" \+ ")


def read_dmd(folder: Path, told: Told) -> Release:
    """Ingredients, moieties (`Co-codamol`, `Amoxicillin + Clavulanic acid`) and brands.

    A brand is what stands before the strength in the name of an actual medicinal product, where its
    virtual product names its ingredients and is called otherwise.

    Raises:
        ConfigurationError: f_ingredient2_*.xml is missing or twice there, a record lacks its number
            or name, or a file is no XML; with file and line.
        OSError: a file cannot be read.
    """
    files = {start: _one(folder, start) for start in (INGREDIENTS, MOIETIES, PRODUCTS, BRANDED)}
    first = files[INGREDIENTS]
    if first is None:
        raise ConfigurationError(f"{folder} holds no {INGREDIENTS}*.xml.")
    names = dict(_named(first, "ING", "ISID", told))
    notes = [f"{start}*.xml is not there." for start, file in files.items() if file is None]
    found = [ReleasedName(name, "ingredient", (name,)) for name in names.values()]
    for _, name in _named(files[MOIETIES], "VTM", "VTMID", told):
        parts = tuple(sorted(part.strip() for part in _JOINED.split(name)))
        kind: NameKind = "product" if len(parts) > 1 else "ingredient"
        found.append(ReleasedName(name.replace(" + ", " / "), kind, parts))
    if files[PRODUCTS] is not None and files[BRANDED] is not None:
        found.extend(_brands(files[PRODUCTS], files[BRANDED], names, told))
    read = tuple(file for file in files.values() if file is not None)
    version = _VERSION.search(first.stem)
    return Release("dmd", version[1] if version else "unknown", read, once(found), tuple(notes))


def _brands(
    products: Path, branded: Path, names: dict[str, str], told: Told
) -> Iterator[ReleasedName]:
    called: dict[str, str] = dict(_named(products, "VMP", "VPID", told))
    holds: defaultdict[str, set[str]] = defaultdict(set)
    for _, record in records(products, "VPI", told):
        ingredient = names.get(record.get("ISID", ""))
        if ingredient is not None:
            holds[record.get("VPID", "")].add(ingredient)
    for _, record in records(branded, "AMP", told):
        number = record.get("VPID", "")
        brand = plain(_STRENGTH.sub("", record.get("NM", "").casefold()))
        generic = _STRENGTH.sub("", called.get(number, ""))
        if brand is not None and brand != generic and holds[number] and brand not in holds[number]:
            yield ReleasedName(brand, "product", tuple(sorted(holds[number])))


def _named(file: Path | None, element: str, number: str, told: Told) -> Iterator[tuple[str, str]]:
    if file is None:
        return
    for line, record in records(file, element, told):
        if record.get("INVALID") == "1":
            continue
        if number not in record or "NM" not in record:
            raise ConfigurationError(f"{file}, line {line}: a {element} lacks {number} or NM.")
        name = " ".join(record["NM"].casefold().split())
        if plain(name.replace("+", "/")) is not None:
            yield record[number], name


def _one(folder: Path, start: str) -> Path | None:
    found = sorted(folder.glob(f"{start}*.xml"))
    if len(found) > 1:
        raise ConfigurationError(f"{folder} holds two releases: {found[0].name}, {found[1].name}.")
    return found[0] if found else None
