"""What holds of every fact, whatever the document."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.corpus import SplitDocument
from ingest.facts.extract import with_facts
from tests.ingest.facts.documents import (
    COLUMNS,
    EXAMPLOL,
    heading,
    label,
    prose,
    read,
    table,
)

WORDS = """
    the dose of Exampla is for patients with children 5 10 mg g mg/kg mcg twice once daily every
    hours 8 to or - : ; . , ( ) [see 2.1] contraindicated in hypersensitivity eGFR < 30 mL/min and
    maximum starting orally WARNING Dose: Age: \u2264 \u00b5g 1,000 2,5 \u0663 b.i.d.
"""


def holds(document: SplitDocument) -> None:
    """Every fact stands, word for word, in the passage it names."""
    passages = {passage.id: passage for passage in document.passages}
    for fact in with_facts(document).facts:
        passage = passages[fact.passage_id]
        assert fact.span.of(document.document.text) == fact.quote
        assert passage.span.start <= fact.span.start <= fact.span.end <= passage.span.end
        assert fact.headings == passage.path
        assert fact.document_id == document.document.id


@given(st.lists(st.lists(st.sampled_from(WORDS.split()), max_size=25).map(" ".join), max_size=5))
def test_no_words_break_the_reading_and_every_quote_stands(lines: list[str]) -> None:
    for section in ("Boxed Warning", "2 DOSAGE AND ADMINISTRATION", "4 CONTRAINDICATIONS"):
        holds(
            read(
                [
                    heading("Products"),
                    table(COLUMNS, EXAMPLOL),
                    heading(section),
                    *prose(*lines),
                    *[table(("Age", "Dose"), (line, line)) for line in lines if line.strip()],
                ]
            )
        )


@given(st.text(max_size=200))
def test_a_product_row_of_any_words_breaks_nothing(words: str) -> None:
    product = tuple(words if at == 2 else cell for at, cell in enumerate(EXAMPLOL))
    holds(read([heading("Products"), table(COLUMNS, product), *prose("Words.")]))


def test_reading_twice_gives_the_same_facts_once_each() -> None:
    document = label(
        heading("2 DOSAGE AND ADMINISTRATION"), *prose("The dose is 10 or 20 mg once daily.")
    )
    again = with_facts(document)
    assert again == document
    assert len({fact.id for fact in again.facts}) == len(again.facts) == 3
