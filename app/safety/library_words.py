"""From a fact of the library to the words that a verdict quotes."""

from app.domain.facts import Fact
from app.domain.safety import LibraryWords
from app.domain.subject import Subject


def quoted(fact: Fact, subject: Subject) -> LibraryWords:
    return LibraryWords(
        document_id=fact.document_id,
        passage_id=fact.passage_id,
        title=subject.stated.title(fact.document_id),
        span=fact.span,
        quote=fact.quote,
    )
