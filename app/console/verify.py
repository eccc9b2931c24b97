"""Whether a generation is what its manifest says, and keeps the promise citations rest on."""

from enum import StrEnum

from app.domain.corpus import Audience, SplitDocument, Status
from app.domain.frozen import Frozen
from app.domain.ports.embedding import Embedder
from app.domain.ports.index import Snapshot
from app.domain.ranking import Access, Filters, Selection

_EVERYTHING = Access(audiences=frozenset(Audience), tags=None)


class Result(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Check(Frozen):
    """One thing that was looked at, what was found, and what to do about it."""

    name: str
    result: Result
    found: str
    to_do: str = ""


_REBUILD = "Run citewell index rebuild, or roll back with citewell index rollback."


def verify(snapshot: Snapshot, embedder: Embedder) -> tuple[Check, ...]:
    """Read every document of the snapshot and ask it for a passage it must find."""
    documents = passages = astray = 0
    sample: SplitDocument | None = None
    ids: list[str] = []
    for each in snapshot.library.split_documents():
        documents += 1
        passages += len(each.passages)
        ids.extend(passage.id for passage in each.passages)
        astray += sum(
            passage.span.of(each.document.text) != passage.text for passage in each.passages
        )
        if sample is None and each.passages and _is_searched(each):
            sample = each
    said = snapshot.manifest.counts
    indexed = snapshot.index.count()
    return (
        _check(
            "counts",
            (documents, passages, passages) == (said.documents, said.passages, indexed),
            f"manifest {said.documents} documents and {said.passages} passages, library "
            f"{documents} and {passages}, index {indexed} passages",
        ),
        _check("ids", len(ids) == len(set(ids)), f"{len(ids) - len(set(ids))} passages twice"),
        _check("quotations", astray == 0, f"{astray} passages differ from their document's text"),
        _known_item(snapshot, embedder, sample),
    )


def _known_item(snapshot: Snapshot, embedder: Embedder, sample: SplitDocument | None) -> Check:
    if sample is None:
        return _check("known item", False, "the generation is empty")
    wanted = sample.passages[0]
    legs = snapshot.index.search(
        embedder.embed_passages([wanted.indexed_text])[0],
        wanted.text,
        Selection(access=_EVERYTHING, filters=Filters(include_superseded=True)),
        10,
    )
    found = wanted.id in {hit.passage_id for hit in legs.dense}
    said = "found by its own words" if found else "not found by its own words"
    return _check("known item", found, f"passage {wanted.id} {said}")


def _check(name: str, holds: bool, found: str) -> Check:
    if holds:
        return Check(name=name, result=Result.OK, found=found)
    return Check(name=name, result=Result.FAIL, found=found, to_do=_REBUILD)


def _is_searched(document: SplitDocument) -> bool:
    return document.document.card.provenance.status is not Status.RETRACTED
