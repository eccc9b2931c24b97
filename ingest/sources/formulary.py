"""A formulary's rows as typed records: what a column means, by the site's map or by its name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import UnreadableDocument
from app.domain.formulary import FormularyRow
from ingest.sources.renal import renal_band

_NAMES: dict[str, tuple[str, ...]] = {
    "drug": (
        "drug",
        "drug name",
        "medicine",
        "medicine name",
        "medication",
        "medication name",
        "medicinal product",
        "product",
        "product name",
        "brand",
        "brand name",
        "trade name",
    ),
    "ingredient": (
        "ingredient",
        "active ingredient",
        "active substance",
        "active component",
        "active moiety",
        "substance",
        "generic",
        "generic name",
        "inn",
    ),
    "form": (
        "form",
        "dosage form",
        "dose form",
        "pharmaceutical form",
        "formulation",
        "presentation",
    ),
    "route": (
        "route",
        "route of administration",
        "administration route",
        "roa",
    ),
    "indication": (
        "indication",
        "indications",
        "indicated for",
        "used for",
        "condition",
    ),
    "population": (
        "population",
        "patient group",
        "patient population",
        "age group",
    ),
    "dose": (
        "dose",
        "dosage",
        "dose amount",
        "single dose",
        "recommended dose",
    ),
    "unit": (
        "unit",
        "units",
        "dose unit",
        "dose units",
        "unit of measure",
    ),
    "frequency": (
        "frequency",
        "dose frequency",
        "dosing interval",
        "interval",
    ),
    "maximum": (
        "maximum",
        "max",
        "max dose",
        "maximum dose",
        "max daily dose",
        "maximum daily dose",
        "dose limit",
    ),
    "renal": (
        "renal",
        "renal function",
        "renal band",
        "kidney function",
        "crcl",
        "clcr",
        "egfr",
        "creatinine clearance",
        "renal impairment",
    ),
    "restriction": (
        "restriction",
        "restrictions",
        "restricted to",
        "prescribing restriction",
        "prescribing restrictions",
        "formulary restriction",
    ),
}
_UNIT_ABOVE = re.compile(r"[(\[]\s*([^)\]]+?)\s*[)\]]\s*$")
MAPPED = frozenset(_NAMES)
"""The fields a column map may name."""


@dataclass(frozen=True, slots=True)
class FormularyColumns:
    """Field -> column position in `header`. There is always a `drug`."""

    header: tuple[str, ...]
    at: dict[str, int]

    def row(self, cells: Sequence[str]) -> FormularyRow | None:
        """The row as a record; None where it names no drug."""
        fields = {name: cells[at].strip() or None for name, at in self.at.items()}
        drug = fields.pop("drug")
        if not drug:
            return None
        words = fields.pop("renal", None)
        band = renal_band(words, self.header[self.at["renal"]]) if words else None
        if fields.get("dose") and "unit" not in self.at:
            fields["unit"] = _unit_above(self.header[self.at["dose"]])
        kept = set(self.at.values()) - ({self.at["renal"]} if words and band is None else set())
        other = tuple(
            (name, cell.strip())
            for at, (name, cell) in enumerate(zip(self.header, cells, strict=True))
            if at not in kept and cell.strip()
        )
        return FormularyRow(drug=drug, renal=band, other=other, **fields)


def known_columns(header: Sequence[str], columns: dict[str, str]) -> FormularyColumns | None:
    """Which columns of `header` mean what; None where none of them names a drug.

    Args:
        columns: the site's map, field -> column name, which outranks the known names.

    Raises:
        UnreadableDocument: the map names a field or a column that is not there.
    """
    if unknown := sorted(set(columns) - MAPPED):
        raise UnreadableDocument(
            f"The column map names {', '.join(unknown)}; a formulary's fields are "
            f"{', '.join(sorted(MAPPED))}."
        )
    plain = [_plain(name) for name in header]
    at: dict[str, int] = {}
    for field, column in columns.items():
        if _plain(column) not in plain:
            found = ", ".join(repr(name) for name in header if name) or "none"
            raise UnreadableDocument(
                f"The column map reads {field} from {column!r}, which the table has not; "
                f"its columns are: {found}."
            )
        at[field] = plain.index(_plain(column))
    for field, names in _NAMES.items():
        for place, name in enumerate(plain):
            if field not in at and place not in at.values() and _bare(name) in names:
                at[field] = place
    if "drug" not in at and "ingredient" in at:
        at["drug"] = at["ingredient"]
    return FormularyColumns(tuple(header), at) if "drug" in at else None


def known_names(cells: Sequence[str]) -> int:
    """How many of the cells are column names of formularies."""
    every = {name for names in _NAMES.values() for name in names}
    return sum(_bare(_plain(cell)) in every for cell in cells)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())


def _bare(name: str) -> str:
    """The name without what stands in brackets after it: `dose (mg)` is dose."""
    return " ".join(re.sub(r"[^\w\s]", " ", _UNIT_ABOVE.sub("", name)).split())


def _unit_above(name: str) -> str | None:
    found = _UNIT_ABOVE.search(name)
    return found.group(1) if found else None
