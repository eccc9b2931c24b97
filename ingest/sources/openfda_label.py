"""Drug labels as openFDA publishes them in JSON: answers of its API, and its bulk files.

Source: openFDA, "Drug label API: searchable fields". One result is one label, its id the record.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from app.domain.corpus import Audience
from app.domain.errors import UnreadableDocument
from ingest.clean import clean
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile, Stated, Table
from ingest.sources.json_records import BrokenJson, Json, JsonRecords
from ingest.sources.openfda_text import say_texts
from ingest.sources.spl_outline import Heading, Outline
from ingest.sources.spl_sections import PRODUCT_DATA, SECTIONS
from ingest.sources.spl_stated import daily_med, day

LONGEST_NAME: Final = 60
"""Characters of the product data that name a label which openFDA has not matched to a product."""

_SNIFFED: Final = 256 * 1024
_OWN_NAME: Final = re.compile(
    rb'"(set_id|effective_time)"\s*:|"(%s)"\s*:\s*\['
    % b"|".join(
        key.encode() for key in (PRODUCT_DATA, *(section.key for section in SECTIONS)) if "_" in key
    )
)
"""Fields that hardly any other JSON has; two of them make a label. openFDA's other endpoints repeat
`spl_set_id` and the like."""
_NO_SECTIONS: Final = frozenset(
    {
        "id",
        "set_id",
        "version",
        "effective_time",
        "openfda",
        PRODUCT_DATA,
        "spl_indexing_data_elements",
    }
)
_AUDIENCES: Final = {
    "HUMAN PRESCRIPTION DRUG": Audience.CLINICIAN,
    "HUMAN OTC DRUG": Audience.PATIENT,
}
_COLUMNS: Final = {
    "Product": "brand_name",
    "Generic name": "generic_name",
    "NDC": "product_ndc",
    "Active ingredient": "substance_name",
    "UNII": "unii",
    "Pharmacologic class": "pharm_class_epc",
    "Route": "route",
    "Labeler": "manufacturer_name",
    "Document type": "product_type",
}


class OpenFdaLabelReader:
    """Reads `{"meta": ..., "results": [...]}`, a list of results, or one result.

    A result without a section yields a document without blocks. openFDA's texts have no paragraphs
    or list items, begin or end with the section's highlights, and run raised figures into those
    before them (10<sup>9</sup> is 109 there, outside of tables): where a label can be had from
    DailyMed, its SPL file says more.
    """

    @property
    def name(self) -> str:
        return "openfda_label"

    @property
    def version(self) -> int:
        return 3

    def accepts(self, file: SourceFile) -> bool:
        if file.path.suffix.lower() != ".json":
            return False
        with file.path.open("rb") as opened:
            begun = opened.read(_SNIFFED)
        return len({found.groups() for found in _OWN_NAME.finditer(begun)}) > 1

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        count = 0
        try:
            with file.path.open(encoding="utf-8-sig") as opened:
                records = JsonRecords(opened)
                for record in records:
                    if not isinstance(record, dict) or "error" in record:
                        raise BrokenJson(f"result {count + 1} is no label")
                    count += 1
                    yield _document(record, count, _licence(records.around))
        except (BrokenJson, UnicodeDecodeError) as error:
            raise UnreadableDocument(
                f"{file.origin} is not a whole openFDA file: after {count} label(s), {error}. "
                "Fetch it again."
            ) from error
        if not count:
            raise UnreadableDocument(f"{file.origin} holds no label. Fetch it again.")


def _document(record: Mapping[str, Json], at: int, licence: str | None) -> ReadDocument:
    set_id = _first(record, "set_id")
    listed = record.get("openfda")
    product = listed if isinstance(listed, dict) else {}
    title = _title(record, product)
    fields = {key: _texts(value) for key, value in record.items() if key not in _NO_SECTIONS}
    outline = Outline(title)
    table = _product_table(record, product)
    if table is not None:
        outline.say((Heading("Products"),), [table])
    before = len(outline.blocks)
    say_texts(fields, outline)
    types = {kind.upper() for kind in _strings(product.get("product_type"))}
    return ReadDocument(
        title=title,
        blocks=tuple(outline.blocks) if len(outline.blocks) > before else (),
        record=_first(record, "id") or set_id or str(at),
        stated=Stated(
            publisher=_first(product, "manufacturer_name") or None,
            licence=licence,
            jurisdiction="US",
            audience=_AUDIENCES.get(types.pop()) if len(types) == 1 else None,
            version=_first(record, "version") or None,
            effective=day(_first(record, "effective_time")),
            url=daily_med(set_id),
        ),
    )


def _title(record: Mapping[str, Json], product: Mapping[str, Json]) -> str:
    """`Brand (generic) label`; where no product is named, the words its product data begin with."""
    brand, generic = _first(product, "brand_name"), _first(product, "generic_name")
    if brand and generic and brand.casefold() != generic.casefold():
        return f"{brand} ({generic}) label"
    if brand or generic:
        return f"{brand or generic} label"
    named = _first(record, PRODUCT_DATA)
    if len(named) > LONGEST_NAME:
        named = named[:LONGEST_NAME].rsplit(" ", 1)[0]
    return f"{named or 'Drug'} label"


def _product_table(record: Mapping[str, Json], product: Mapping[str, Json]) -> Block | None:
    """What openFDA knows of the products; the label's own list of them where it knows none."""
    cells = {name: ", ".join(_strings(product.get(field))) for name, field in _COLUMNS.items()}
    if not (cells["Product"] or cells["Generic name"] or cells["Active ingredient"]):
        cells["Product data"] = _first(record, PRODUCT_DATA)
    stated = {name: cell for name, cell in cells.items() if cell}
    if not stated:
        return None
    table = Table(header=tuple(stated), rows=(tuple(stated.values()),))
    return Block(kind=BlockKind.TABLE, table=table)


def _licence(around: Mapping[str, Json]) -> str | None:
    meta = around.get("meta")
    return _first(meta, "license") or None if isinstance(meta, dict) else None


def _first(record: Mapping[str, Json], field: str) -> str:
    return next(iter(_strings(record.get(field))), "")


def _strings(value: Json) -> list[str]:
    return list(filter(None, map(clean, _texts(value))))


def _texts(value: Json) -> list[str]:
    """The field's strings; openFDA writes most as lists of one."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
