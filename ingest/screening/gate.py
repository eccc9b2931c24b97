"""The gate between reading and writing: what the screen finds something in waits for a person."""

from collections.abc import Iterable
from typing import Final

from app.domain.corpus import DocumentCard
from app.domain.frozen import Frozen
from ingest.ledger import Entry, Given, LeftOut, Made, Screened
from ingest.plan import LAST_GOOD
from ingest.review import SHOWN, Review, Standing
from ingest.screen import Finding
from ingest.screening.looking import Looked

TOLD: Final = 3
"""Findings told in a line of the report."""


class Held(Frozen):
    """A document in which the screen found something, and how it stands."""

    card: DocumentCard
    screened: Screened
    findings: tuple[Finding, ...]

    @property
    def admitted(self) -> bool:
        return self.screened.standing is Standing.ADMITTED

    def left_out(self, *, stays: bool) -> LeftOut:
        """The line about it.

        Args:
            stays: whether what was read before stays in the index.
        """
        found = "; ".join(
            f"{one.says} ({one.rule}, {one.where}: {one.quote!r})" for one in self.findings[:TOLD]
        )
        rejected = self.screened.standing is Standing.REJECTED
        then = f"It was rejected at review: {found}" if rejected else f"{found} It waits for review"
        id_ = "" if rejected else f" (id {self.screened.document[:SHOWN]})."
        return LeftOut(
            origin=self.card.origin,
            reason=then + id_ + (LAST_GOOD if stays else ""),
            refused=not rejected,
        )

    def earlier(self, before: Entry | None, origin: str, made: Made) -> Given | None:
        """The good version of this document that the file gave before, None where there is none.

        Of the same words, what was read before is good only if this screen saw it in another file
        and nobody has taken an admission back: then only something hidden was added since.

        Args:
            origin: the file's.
        """
        if before is None:
            return None
        here = before.origin + self.card.origin.removeprefix(origin)
        old = next((one for one in before.documents if one.origin == here), None)
        if old is None or old.document_id != self.card.id:
            return old
        known = {one.document for one in before.screened if one.standing is Standing.ADMITTED}
        changed = before.made.sha256 != made.sha256 and before.made.screen == made.screen
        return old if changed and self.screened.document not in known else None


class Gate:
    """Knows what was decided, and keeps in the review what the screen found. For one run."""

    def __init__(self, review: Review | None, *, keeps: bool) -> None:
        """
        Args:
            keeps: False for a dry run, which writes down nothing.
        """
        self._review = review
        self._keeps = keeps
        self._met: dict[str, set[str]] = {}
        """Place -> ids of the documents met in it, for files that were read whole or are gone."""

    def standing(self, document: str) -> Standing:
        return self._review.standing(document) if self._review else Standing.PENDING

    def judge(self, looked: Looked, card: DocumentCard, place: str) -> Held:
        """What the screen found, entered in the review, and how the document stands."""
        if self._review is not None and self._keeps:
            self._review.found(looked.document, looked.findings[0], card.origin, place)
        screened = Screened(document=looked.document, standing=self.standing(looked.document))
        return Held(card=card, screened=screened, findings=looked.findings)

    def passed(self, place: str, screened: Iterable[Screened]) -> None:
        """A file was read whole, or is gone: in it there is something in these documents alone."""
        self._met[place] = {one.document for one in screened}

    def close(self) -> None:
        """Forget what is not there any more; after publishing."""
        if self._review is None or not self._keeps:
            return
        for place in self._review.places():
            if place in self._met:
                self._review.keep_only(place, self._met[place])
