"""What retrieval is given and what it returns: access, filters, hits, rankings."""

import re
import unicodedata
from datetime import date

from pydantic import Field

from app.domain.corpus import Audience, Status
from app.domain.frozen import Frozen


class Access(Frozen):
    """What a caller may see: documents of these audiences, and those tagged with one of `tags`.

    `tags=None` sees every tag (the operator at the machine); an empty set sees untagged documents.
    """

    audiences: frozenset[Audience]
    tags: frozenset[str] | None = frozenset()


def folded_grade(written: str) -> str:
    """How two grades of evidence are compared: the words, not their case, spaces or hyphens; the
    sign of `1-` is none."""
    plain = unicodedata.normalize("NFKC", written).casefold()
    return " ".join(re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", plain).split())


class Filters(Frozen):
    """What the caller narrows the search to; an empty set does not narrow."""

    sources: frozenset[str] = frozenset()
    jurisdictions: frozenset[str] = frozenset()
    document_ids: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    """Of evidence, in the words of the documents, compared folded; an ungraded document matches
    none. A retriever turns them into documents: an index does not know them."""
    published_from: date | None = None
    published_to: date | None = None
    """Both ends inclusive; an undated document matches no date filter."""
    include_superseded: bool = False
    """Superseded editions too; retracted documents are never retrieved."""


class Selection(Frozen):
    """Access and filters joined: the one condition both legs apply before they rank."""

    access: Access
    filters: Filters = Filters()

    @property
    def statuses(self) -> frozenset[Status]:
        if self.filters.include_superseded:
            return frozenset({Status.CURRENT, Status.SUPERSEDED})
        return frozenset({Status.CURRENT})


class LegHit(Frozen):
    """One passage as one leg ranked it; `score` is the leg's own (cosine in [-1, 1], or BM25)."""

    passage_id: str
    document_id: str
    score: float


class Legs(Frozen):
    """Both legs' results for one question, best first."""

    dense: tuple[LegHit, ...]
    lexical: tuple[LegHit, ...]
    dense_missed: tuple[LegHit, ...] = ()
    """What the dense leg gives to passages that the lexical leg alone ranked this high."""
    lexical_missed: tuple[LegHit, ...] = ()
    """The reverse; a passage that shares no word with the question is left out."""


class Place(Frozen):
    """Where a stage put a passage: rank from 1, and the stage's own score."""

    rank: int = Field(ge=1)
    score: float


class Hit(Frozen):
    """A passage in a ranking, with the place each stage gave it (None: the stage missed it)."""

    passage_id: str
    document_id: str
    rank: int = Field(ge=1)
    score: float
    dense: Place | None = None
    lexical: Place | None = None
    reranked: Place | None = None


class Expansion(Frozen):
    """Other words that were searched for, too: `added` in place of the question's `written`."""

    written: str
    added: str


class Rewording(Frozen):
    """A question in other words."""

    text: str
    weight: float = Field(gt=0.0, lt=1.0)
    """Share of this wording in a passage's score; the question's own has the rest."""
    changes: tuple[Expansion, ...]


class Ranking(Frozen):
    """Hits, best first; ranks run from 1 without a gap."""

    hits: tuple[Hit, ...] = ()
    expanded: tuple[Expansion, ...] = ()
    """What was searched for beside the question's own words."""
