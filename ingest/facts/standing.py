"""Where a fact stands, as the fields that every fact has."""

from typing import TypedDict

from app.domain.corpus import Passage, Span, SplitDocument


class Standing(TypedDict):
    """The fields of `Fact` that say whom it is about and where its words are."""

    ingredients: tuple[str, ...]
    document_id: str
    passage_id: str
    span: Span
    quote: str
    headings: tuple[str, ...]


def standing(
    document: SplitDocument, passage: Passage, span: Span, ingredients: tuple[str, ...]
) -> Standing:
    """`span` lies inside `passage`, in the document's own offsets."""
    return Standing(
        ingredients=ingredients,
        document_id=document.document.id,
        passage_id=passage.id,
        span=span,
        quote=span.of(document.document.text),
        headings=passage.path,
    )


def is_whole(document: SplitDocument, span: Span) -> bool:
    """Whether a sentence or row was not cut to fit into a passage: it begins a line or follows a
    mark that ends a sentence, and ends a line or with such a mark."""
    text = document.document.text
    at = span.start
    while at and text[at - 1] == " ":
        at -= 1
    begins = at == 0 or text[at - 1] in '\n.!?:;)]"\u201d\u2019'
    ends = text[span.end : span.end + 1] in ("", "\n") or text[span.end - 1] in '.!?:)]"\u201d'
    return begins and ends
