"""Evidence with the places that both legs gave it, made by hand."""

from app.domain.answer import CitedClaim, Evidence, Verdict, VerdictKind
from app.domain.citation import Citation
from app.domain.confidence import Found
from app.domain.ranking import Hit, Place
from app.domain.signs import Signs
from tests.fakes import FAKE_ANALYZER, FakeEmbedder, split_document

CARD = FakeEmbedder().card


def piece(
    label: int,
    title: str,
    text: str,
    dense: tuple[int, float] | None = None,
    lexical: tuple[int, float] | None = None,
    reranked: float | None = None,
) -> Evidence:
    """A document of one passage; places are (rank, score)."""
    split = split_document(title, [text])
    passage = split.passages[0]
    hit = Hit(
        passage_id=passage.id,
        document_id=passage.document_id,
        rank=label,
        score=1.0,
        dense=Place(rank=dense[0], score=dense[1]) if dense else None,
        lexical=Place(rank=lexical[0], score=lexical[1]) if lexical else None,
        reranked=Place(rank=label, score=reranked) if reranked is not None else None,
    )
    return Evidence(label=label, passage=passage, document=split.document.card, hit=hit)


def claim(evidence: Evidence, carried: float = 1.0) -> CitedClaim:
    """A quotation of the whole passage."""
    return worded(evidence.passage.text, evidence, carried)


def worded(text: str, evidence: Evidence, carried: float) -> CitedClaim:
    passage = evidence.passage
    return CitedClaim(
        text=text,
        citations=(
            Citation(
                label=evidence.label,
                document_id=passage.document_id,
                passage_id=passage.id,
                source=passage.source,
                span=passage.span,
                quote=passage.text,
            ),
        ),
        verdicts=(
            Verdict(kind=VerdictKind.SUPPORTED, by="quote"),
            Verdict(kind=VerdictKind.NOT_APPLICABLE, by="entailment", strength=carried),
        ),
    )


def found(question: str, *evidence: Evidence, signs: Signs | None = None) -> Found:
    return Found(
        question=question,
        evidence=evidence,
        signs=signs,
        embedder=CARD,
        analyzer=FAKE_ANALYZER,
        generator="quotes",
    )
