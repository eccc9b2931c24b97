"""Every fact that a split document states: of a label by its sections, of a formulary by its rows.

What is not certain is left out: the safety checks take a fact for true.
"""

from collections.abc import Iterator
from typing import Final

from app.domain.corpus import SplitDocument
from app.domain.facts import AnyFact, DocumentWithFacts
from ingest.facts.boxed_warnings import boxed_warning_facts
from ingest.facts.contraindications import contraindication_facts
from ingest.facts.dosage import dosage_lines
from ingest.facts.dose_sentences import sentence_doses
from ingest.facts.dose_tables import row_doses
from ingest.facts.formulary_rows import formulary_facts
from ingest.facts.ingredients import class_facts, ingredient_facts
from ingest.facts.label import label_of, products_of

VERSION: Final = 2
"""Goes up when the same words would give other facts, so that documents are read again."""


def with_facts(document: SplitDocument) -> DocumentWithFacts:
    """The document with its facts, each once, in reading order by kind."""
    facts = dict.fromkeys((*formulary_facts(document), *_label_facts(document)))
    return DocumentWithFacts(
        document=document.document, passages=document.passages, facts=tuple(facts)
    )


def _label_facts(document: SplitDocument) -> Iterator[AnyFact]:
    """Nothing but its products for a label whose products differ, nothing for what is no label.

    Doses are read of a single ingredient's label alone: a combination's are counted in one of its
    ingredients, or in tablets.
    """
    products = products_of(document)
    if not products:
        return
    yield from ingredient_facts(document, products)
    yield from class_facts(document, products)
    label = label_of(products)
    if label is None:
        return
    yield from boxed_warning_facts(document, label)
    yield from contraindication_facts(document, label)
    if label.single:
        for line in dosage_lines(document):
            yield from sentence_doses(document, label, line)
            yield from row_doses(document, label, line)
