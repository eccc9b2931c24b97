"""What a formulary's row states: a dose, its maximum, a contraindication, a restriction.

A row is left out as a whole where its drug, or the kidney function it is bound to, is not certain:
a dose without its band would be read as a dose for everybody.
"""

import re
from collections.abc import Iterator
from typing import Final, TypedDict

from app.domain.corpus import SplitDocument
from app.domain.facts import (
    AnyFact,
    ContraindicationFact,
    DoseFact,
    DoseRole,
    Frequency,
    Per,
    Quantity,
    RestrictionFact,
)
from app.domain.formulary import FormularyRow, RenalBand
from ingest.facts.frequencies import frequency
from ingest.facts.ingredients import row_facts, row_ingredients
from ingest.facts.kidney import speaks_of_kidneys
from ingest.facts.quantities import whole_quantity
from ingest.facts.standing import Standing, is_whole, standing

_CONTRAINDICATED: Final = re.compile(r"(?<!not )\bcontra-?indicated\b", re.IGNORECASE)
_A_DAY: Final = re.compile(r"\b(?:daily|day|24 ?h(?:ours)?)\b", re.IGNORECASE)


class _For(TypedDict):
    """Whom the row is for, as the fields of the facts say it."""

    population: str | None
    indication: str | None
    route: str | None
    renal: RenalBand | None


def formulary_facts(document: SplitDocument) -> Iterator[AnyFact]:
    """The facts of every row that has a typed record."""
    language = document.document.card.provenance.language
    for passage in document.passages:
        row = passage.record
        if row is None or not is_whole(document, passage.span) or _open_kidney(row):
            continue
        about = row_ingredients(row)
        if about is None:
            continue
        yield from row_facts(document, passage, row, about)
        at = standing(document, passage, passage.span, about)
        whom = _For(
            population=row.population,
            indication=row.indication,
            route=row.route,
            renal=row.renal,
        )
        yield from _doses(row, at, whom, language)
        yield from _conditions(row, at, whom)


def _doses(row: FormularyRow, at: Standing, whom: _For, language: str) -> Iterator[DoseFact]:
    amount = _amount(row, language)
    if amount is not None and (row.frequency or row.route):
        yield DoseFact(
            **at,
            **whom,
            amount=amount,
            frequency=_frequency(row),
            form=row.form,
            restriction=row.restriction,
            beside=row.other,
        )
    most = _maximum(row, at["quote"], language)
    if most is not None:
        yield DoseFact(
            **at,
            **whom,
            role=DoseRole.MAXIMUM,
            amount=most,
            form=row.form,
            restriction=row.restriction,
            beside=row.other,
        )


def _conditions(
    row: FormularyRow, at: Standing, whom: _For
) -> Iterator[ContraindicationFact | RestrictionFact]:
    """What the restriction says; `contraindicated` alone needs a kidney band to say when."""
    words = row.restriction
    if not words:
        return
    if not _CONTRAINDICATED.search(words):
        yield RestrictionFact(**at, **whom, words=words)
    elif row.renal is not None or len(words.split()) > 1:
        yield ContraindicationFact(**at, **whom, against=words)


def _amount(row: FormularyRow, language: str) -> Quantity | None:
    if not row.dose:
        return None
    found = whole_quantity(row.dose, row.unit, language)
    if found is None:
        return None
    daily = _frequency_words(row) == "daily"
    return found.quantity.model_copy(update={"per": Per.DAY}) if daily else found.quantity


def _maximum(row: FormularyRow, quote: str, language: str) -> Quantity | None:
    """None too where neither the cell nor its column says what it is counted for."""
    found = whole_quantity(row.maximum, None, language) if row.maximum else None
    if found is None or row.maximum is None or found.timed:
        return found.quantity if found else None
    column = re.search(rf"(?:^|; )([^:;]+): {re.escape(row.maximum)}(?:[;.]|$)", quote)
    if column is None or not _A_DAY.search(column[1]):
        return None
    return found.quantity.model_copy(update={"per": Per.DAY})


def _frequency(row: FormularyRow) -> Frequency | None:
    return frequency(row.frequency) if row.frequency else None


def _frequency_words(row: FormularyRow) -> str:
    return " ".join((row.frequency or "").casefold().split())


def _open_kidney(row: FormularyRow) -> bool:
    """Whether the row speaks of the kidneys in words that are no band: the reader keeps those
    beside the typed columns."""
    if row.renal is not None:
        return False
    words = [cell for pair in row.other for cell in pair]
    return any(speaks_of_kidneys(each) for each in (*words, row.population or "", row.form or ""))
