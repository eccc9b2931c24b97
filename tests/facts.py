"""Made-up documents with facts, for the tests of their store."""

from decimal import Decimal

from app.domain.corpus import Passage, Provenance, Span, SplitDocument
from app.domain.facts import (
    ContraindicationFact,
    DocumentWithFacts,
    DoseFact,
    Per,
    Quantity,
)
from tests.fakes import split_document

MG_5 = Quantity(
    low=Decimal(5),
    high=Decimal(5),
    unit="mg",
    per=Per.DOSE,
    normal_unit="mg",
    factor=Decimal(1),
)


def stated(
    title: str,
    ingredients: tuple[str, ...] = ("examplol",),
    provenance: Provenance | None = None,
    dose: str = "Give 5 mg by mouth.",
) -> DocumentWithFacts:
    """A document of two passages: a dose, and a contraindication in its second sentence."""
    name = " + ".join(ingredients)
    document = split_document(
        title, [dose, f"Read this. {name} is contraindicated in fever."], provenance
    )
    first, second = document.passages
    whole, words = first.span, second.sentences[1]
    return DocumentWithFacts(
        document=document.document,
        passages=document.passages,
        facts=(
            DoseFact(
                ingredients=ingredients,
                document_id=document.document.id,
                passage_id=first.id,
                span=whole,
                quote=whole.of(document.document.text),
                amount=MG_5,
                route="by mouth",
            ),
            contraindication(document, second, words, ingredients),
        ),
    )


def contraindication(
    document: SplitDocument, passage: Passage, span: Span, ingredients: tuple[str, ...]
) -> ContraindicationFact:
    return ContraindicationFact(
        ingredients=ingredients,
        document_id=document.document.id,
        passage_id=passage.id,
        span=span,
        quote=span.of(document.document.text),
        headings=passage.path,
        against="in fever",
    )
