"""Made-up labels and formularies, split as the job splits them."""

from collections.abc import Sequence

from app.domain.corpus import Provenance, SplitDocument
from app.domain.facts import AnyFact, DocumentWithFacts, DoseFact, F
from app.domain.formulary import FormularyRow
from ingest.assemble import assemble
from ingest.facts.extract import with_facts
from ingest.reading import Block, BlockKind, ReadDocument, Table
from ingest.split import split

COLUMNS = ("Product", "Generic name", "Active ingredient", "Strength", "Route", "Document type")
EXAMPLOL = (
    "Exampla",
    "examplol",
    "EXAMPLOL HYDROCHLORIDE (UNII AAAA000000)",
    "5 mg of EXAMPLOL",
    "ORAL",
    "HUMAN PRESCRIPTION DRUG LABEL",
)
BOTH = (
    "Bothara",
    "examplol and otherine",
    "EXAMPLOL (UNII AAAA000000), OTHERINE SODIUM (UNII BBBB000000)",
    "5 mg of EXAMPLOL, 2 mg of OTHERINE SODIUM",
    "ORAL",
    "HUMAN PRESCRIPTION DRUG LABEL",
)


def heading(text: str, level: int = 1) -> Block:
    return Block(kind=BlockKind.HEADING, text=text, level=level)


def prose(*texts: str) -> list[Block]:
    return [Block(kind=BlockKind.PROSE, text=text) for text in texts]


def table(header: tuple[str, ...], *rows: tuple[str, ...]) -> Block:
    return Block(kind=BlockKind.TABLE, table=Table(header=header, rows=rows))


def read(blocks: Sequence[Block], language: str = "en") -> SplitDocument:
    provenance = Provenance(source="made up", licence="CC0-1.0", language=language)
    return split(assemble(ReadDocument(title="Exampla", blocks=tuple(blocks)), "a.xml", provenance))


def label(*blocks: Block, products: tuple[tuple[str, ...], ...] = (EXAMPLOL,)) -> DocumentWithFacts:
    """A label of these products, read for facts."""
    return with_facts(read([heading("Products"), table(COLUMNS, *products), *blocks]))


def doses(*texts: str, under: tuple[str, ...] = ()) -> list[DoseFact]:
    """The doses read from paragraphs under `Dosage and Administration`."""
    path = [heading(name, level) for level, name in enumerate(under, start=2)]
    return of(
        label(heading("2 DOSAGE AND ADMINISTRATION"), *path, *prose(*texts)),
        DoseFact,
    )


def formulary(row: FormularyRow, line: str = "", language: str = "en") -> tuple[AnyFact, ...]:
    """The facts of a formulary of one row; `line` are its cells."""
    block = Block(
        kind=BlockKind.TABLE,
        table=Table(header=("Row",), rows=((line or row.model_dump_json(),),), records=(row,)),
    )
    return with_facts(read([block], language)).facts


def of(document: DocumentWithFacts, kind: type[F]) -> list[F]:
    return [fact for fact in document.facts if isinstance(fact, kind)]


def figures(dose: DoseFact) -> str:
    """`5-10 mg/dose` for short tables of cases."""
    low, high = dose.amount.normal
    spread = f"{low.normalize():f}" + (f"-{high.normalize():f}" if high != low else "")
    return f"{spread} {dose.amount.normal_unit}/{dose.amount.per.value}"
