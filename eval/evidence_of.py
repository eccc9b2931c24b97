"""From the words of a set's line to evidence."""

from app.domain.answer import Evidence
from app.domain.corpus import DocumentCard, Passage, Provenance, Span, content_id
from app.terms.sentences import sentence_spans


def evidence_of(source: str, label: int, path: tuple[str, ...], text: str) -> Evidence:
    """The text as one passage of a document of its own, with its sentences as ingest marks them.

    Args:
        source: name of the set.
        path: the headings it stands under, from the title down.
    """
    document_id = content_id(source, str(label), *path, text)
    passage = Passage(
        id=content_id(document_id, "0"),
        document_id=document_id,
        source=source,
        path=path,
        span=Span(start=0, end=len(text)),
        text=text,
        sentences=sentence_spans(text),
    )
    described = DocumentCard(
        id=document_id,
        origin=f"{source}/{label}",
        title=path[0] if path else f"evidence {label}",
        provenance=Provenance(source=source, licence="unstated"),
    )
    return Evidence(label=label, passage=passage, document=described)
