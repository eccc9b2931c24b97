"""Whether a generation is what was published: its files, passages and facts, and a search."""

from contextlib import closing
from pathlib import Path

from app.domain.errors import IndexMismatch, IndexUnavailable, NotFound
from app.domain.frozen import Frozen
from app.domain.manifest import Counts
from app.domain.ports.embedding import Embedder
from app.domain.ports.facts import FactStore
from app.domain.ports.library import Library
from app.index.inventory import damage
from app.index.known_item import known_item_problem
from app.index.leases import OpenSnapshot
from app.index.manifest import corpus_sha256, read_manifest
from app.index.opening import IndexParts


class Verification(Frozen):
    """What was found; no problems: the generation is what was published."""

    generation: str
    counts: Counts
    problems: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    """What could not be checked here, and why."""


def verify(folder: Path, parts: IndexParts) -> Verification:
    """Read every file of the generation in `folder` again and compare it with what was published.

    Raises:
        IndexUnavailable: its manifest cannot be read.
    """
    found = Verification(generation=folder.name, counts=read_manifest(folder).counts)
    damaged = damage(folder, thorough=True)
    if damaged:
        return found.model_copy(update={"problems": (f"{damaged}.",)})
    try:
        snapshot = parts.opened(folder)
    except IndexMismatch as error:
        unchecked = (f"Its search was not tried. {error}",)
        return found.model_copy(update={"unchecked": unchecked})
    except IndexUnavailable as error:
        return found.model_copy(update={"problems": (str(error),)})
    with closing(snapshot):
        return found.model_copy(update={"problems": _problems(snapshot, parts.embedder)})


def _problems(snapshot: OpenSnapshot, embedder: Embedder) -> tuple[str, ...]:
    index, library = snapshot.index, snapshot.library
    ids = list(library.passage_ids())
    problems = []
    if corpus_sha256(ids) != snapshot.manifest.corpus_sha256:
        problems.append("The library's passages are not those of the manifest.")
    if list(index.passage_ids()) != ids:
        problems.append("The index and the library hold different passages.")
    else:
        problem = known_item_problem(index, library, ids, embedder)
        if problem:
            problems.append(f"The known-item query fails: {problem}.")
    stray = fact_problem(snapshot.facts, library)
    if stray:
        problems.append(stray)
    return tuple(problems)


def fact_problem(facts: FactStore, library: Library) -> str | None:
    """The first fact whose words do not stand in its passage, in one sentence; None for none."""
    for fact in facts.every():
        try:
            passage = library.passages([fact.passage_id])[0]
        except NotFound:
            return f"A drug fact stands in the passage {fact.passage_id}, which is not there."
        start, end = fact.span.start - passage.span.start, fact.span.end - passage.span.start
        inside = start >= 0 and passage.text[start:end] == fact.quote
        if not inside or passage.document_id != fact.document_id:
            return f"A drug fact quotes words that the passage {passage.id} does not hold."
    return None
