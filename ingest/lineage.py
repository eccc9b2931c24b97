"""Which edition of a document succeeds which: as declared, and as found in what the library holds.

Found are, among documents of one audience and one set of access tags:

- records of one PMID, of which NLM's latest version counts, or else the one last revised;
- labels of one set id, of which the highest version counts;
- documents without such a number that agree in publisher, language, jurisdiction, and in their
  title but for its years, edition numbers and "update" (`editions.py`), whose words are alike, and
  one of which is later than all the others by edition number or date;
- the record that a record states it was updated in, where the library holds that.

Nothing is linked on less. What a link rests on may go again, so each run works out anew what is
superseded or retracted, from what each document states and from nothing that was worked out before.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from app.domain.corpus import DocumentCard, Provenance, Status
from app.domain.frozen import Frozen
from app.domain.retractions import retracted
from ingest.editions import later, order, work

ALIKE: Final = 0.4
"""Likeness from which two documents of one title and publisher are editions of one work. Between
whole documents on different matters it stays below .37 (8 issues of one weekly, 48 pages of one
guideline, 271 chapters of another), between editions of one label it is .98."""
_WORD: Final = re.compile(r"[^\W\d_]{5,}")
_VERSIONED: Final = ("pmid:", "setid:")
_SHOWN: Final = 3

Cards = Callable[[], Iterable[DocumentCard]]
"""Every card of the library, each time it is called."""


class Succession(Frozen):
    """A declared `superseded_by`: the edition at `place` was replaced by the one at `successor`."""

    place: str
    origin: str
    successor: str
    declared: str
    """The successor's path as `corpus.toml` has it."""


class Known(Frozen):
    """What lists and notices name, by identifier."""

    retracted: frozenset[str] = frozenset()
    deleted: frozenset[str] = frozenset()


class Settled(Frozen):
    """What has to change, so that every document stands as it should."""

    changed: tuple[DocumentCard, ...] = ()
    deleted: tuple[DocumentCard, ...] = ()
    """Documents that their source took back."""
    notes: tuple[str, ...] = ()
    """Links that are new, and editions that could not be told apart; a line each."""


def warnings(successions: Iterable[Succession], ingested: Callable[[str], bool]) -> tuple[str, ...]:
    """What is wrong with the declared successions, one line each.

    The older edition stays out of evidence in every case: a missing successor is no reason to trust
    it again.

    Args:
        ingested: whether a place holds a file that was read.
    """
    return tuple(
        _warning(one)
        for one in successions
        if one.successor == one.place or not ingested(one.successor)
    )


def settle(cards: Cards, known: Known, words: Callable[[str], str], today: date) -> Settled:
    """How every document stands, worked out in two passes over the cards; in one where no document
    bears on another.

    Args:
        words: the text of the document of an id; asked of candidates alone.
        today: an edition that takes effect later supersedes nothing yet.
    """
    return _Settling(known, words, today).settle(cards)


class _Settling:
    def __init__(self, known: Known, words: Callable[[str], str], today: date) -> None:
        self._known = known
        self._words = words
        self._today = today
        self._links: dict[str, DocumentCard] = {}
        """Id of an older edition -> the card of the one that holds."""
        self._notes: list[str] = []

    def settle(self, cards: Cards) -> Settled:
        kept = self._concerned(cards)
        groups: dict[str, list[DocumentCard]] = defaultdict(list)
        for card in map(_unsettled, kept):
            if key := _key(card):
                groups[key].append(card)
        for key, group in sorted(groups.items()):
            if len(group) > 1:
                self._link(key, group)
        self._link_updates(kept)
        gone = self._retracted(kept)
        return self._settled(kept, gone)

    def _concerned(self, cards: Cards) -> list[DocumentCard]:
        """The cards that may have to change, and those that decide on them."""
        times: Counter[int] = Counter()
        wanted: set[str] = set()
        gone = set(self._known.retracted)
        listed = self._known.retracted | self._known.deleted
        any_concerned = False
        for written in cards():
            card = _unsettled(written)
            of = card.provenance
            if key := _key(card):
                times[hash(key)] += 1
                any_concerned |= times[hash(key)] > 1
            any_concerned |= (
                written.provenance.said is not None
                or of.updated_in is not None
                or of.status is Status.RETRACTED
                or not listed.isdisjoint(of.identifiers)
            )
            if of.updated_in:
                wanted.add(of.updated_in)
            if of.status is Status.RETRACTED:
                gone.update(of.identifiers)
        if not any_concerned:
            return []
        named = gone | wanted | self._known.deleted
        return [
            card
            for card in cards()
            if card.provenance.said is not None
            or card.provenance.updated_in is not None
            or not named.isdisjoint(card.provenance.identifiers)
            or ((key := _key(_unsettled(card))) is not None and times[hash(key)] > 1)
        ]

    def _link(self, key: str, group: list[DocumentCard]) -> None:
        if key.startswith("pmid:"):
            latest = max(group, key=_record_order)
            mine = _record_order(latest)
            for card in group:
                other = _record_order(card)
                if other[:2] < mine[:2] or (
                    other < mine and card.provenance.source == latest.provenance.source
                ):
                    self._links[card.id] = latest
            return
        able = [one for one in group if one.provenance.status is Status.CURRENT]
        self._link_editions([one for one in able if self._in_force(one)], key)

    def _in_force(self, card: DocumentCard) -> bool:
        effective = card.provenance.effective
        if effective is None or effective <= self._today:
            return True
        self._notes.append(f"{card.origin} takes effect on {effective} and supersedes nothing yet.")
        return False

    def _link_editions(self, group: list[DocumentCard], key: str) -> None:
        orders = {one.id: order(one.title, one.provenance) for one in group}
        if len(set(orders.values())) < 2:
            return  # parts of one edition, or nothing tells them apart
        newest, *older = sorted(group, key=lambda one: (orders[one.id][1:], orders[one.id]))[::-1]
        if not all(later(orders[newest.id], orders[one.id]) for one in older):
            self._unclear(group, "which of them is the latest is not")
            return
        linked = [newest]
        for card in older:
            if key.startswith(_VERSIONED) or any(self._alike(card, one) for one in linked):
                linked.append(card)
                self._links[card.id] = newest
            else:
                self._unclear(
                    [card, newest], "their words are not alike: whether it is one work is not"
                )

    def _unclear(self, cards: Sequence[DocumentCard], what: str) -> None:
        names = ", ".join(sorted(one.origin for one in cards)[:_SHOWN])
        more = f" and {len(cards) - _SHOWN} more" if len(cards) > _SHOWN else ""
        self._notes.append(
            f"{names}{more} have one publisher and title, but {what} clear. None was linked: "
            "declare `superseded_by` in corpus.toml where one replaces another."
        )

    def _alike(self, one: DocumentCard, other: DocumentCard) -> bool:
        return likeness(self._words(one.id), self._words(other.id)) >= ALIKE

    def _link_updates(self, kept: Sequence[DocumentCard]) -> None:
        held = {
            card.provenance.identifiers[0]: card
            for card in map(_unsettled, kept)
            if card.provenance.identifiers and card.provenance.status is Status.CURRENT
        }
        for card in kept:
            update = held.get(card.provenance.updated_in or "")
            if update is not None and update.id != card.id:
                self._links.setdefault(card.id, self._links.get(update.id, update))

    def _retracted(self, kept: Sequence[DocumentCard]) -> frozenset[str]:
        """A record's own retraction counts unless a later version of the record has none."""
        stated = (
            identifier
            for card in map(_unsettled, kept)
            if card.provenance.status is Status.RETRACTED and card.id not in self._links
            for identifier in card.provenance.identifiers
        )
        return self._known.retracted.union(stated)

    def _settled(self, kept: Sequence[DocumentCard], gone: frozenset[str]) -> Settled:
        changed: list[DocumentCard] = []
        deleted: list[DocumentCard] = []
        versions = 0
        for before in kept:
            of = before.provenance
            if of.identifiers and of.identifiers[0] in self._known.deleted:
                deleted.append(before)
                continue
            after = self._standing(_unsettled(before), gone)
            if after != before:
                changed.append(after)
                if before.id in self._links and (_key(after) or "").startswith("pmid:"):
                    versions += 1
                else:
                    self._notes.extend(_told(before, after))
        if versions:
            self._notes.append(f"{versions} PubMed records were replaced by later versions.")
        return Settled(
            changed=tuple(changed), deleted=tuple(deleted), notes=tuple(dict.fromkeys(self._notes))
        )

    def _standing(self, card: DocumentCard, gone: frozenset[str]) -> DocumentCard:
        of = card.provenance
        link = self._links.get(card.id)
        if not gone.isdisjoint(of.identifiers):
            return retracted(card)
        if link is None or of.status is not Status.CURRENT:
            return card
        update = {"status": Status.SUPERSEDED, "said": of.status, "superseded_by": link.origin}
        return _stating(card, of.model_copy(update=update))


def likeness(one: str, other: str) -> float:
    """Share of the words of five letters or more, in either text, that stand in both."""
    mine, theirs = (frozenset(_WORD.findall(words.casefold())) for words in (one, other))
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _unsettled(card: DocumentCard) -> DocumentCard:
    """The card as it was declared or stated, without what was found."""
    of = card.provenance
    if of.said is None:
        return card
    update: dict[str, Status | None] = {"status": of.said, "said": None}
    if of.said is Status.CURRENT:
        update["superseded_by"] = None
    return _stating(card, of.model_copy(update=update))


def _stating(card: DocumentCard, provenance: Provenance) -> DocumentCard:
    return card.model_copy(update={"provenance": provenance})


def _key(card: DocumentCard) -> str | None:
    """What the editions of one work share; None for a document that is of none."""
    of = card.provenance
    readers = f"{of.audience} {' '.join(sorted(of.access_tags))}"
    if of.identifiers:
        own = of.identifiers[0]
        return f"{own} {readers}" if own.startswith(_VERSIONED) else None
    if of.publisher is None or (name := work(card.title)) is None:
        return None
    publisher = " ".join(of.publisher.casefold().split())
    return "\n".join((name, publisher, of.language, of.jurisdiction or "", readers))


def _record_order(card: DocumentCard) -> tuple[int, date, list[tuple[int, str]]]:
    """NLM's version, its date, and at last the file's name, which NLM counts up."""
    of = card.provenance
    version = int(of.version) if of.version and of.version.isdecimal() else 0
    names = re.findall(r"(\d+)|(\D+)", card.origin)
    return version, of.revised or date.min, [(int(n or -1), words) for n, words in names]


def _told(before: DocumentCard, after: DocumentCard) -> Iterator[str]:
    of = after.provenance
    if of.status is Status.RETRACTED:
        yield f"{after.origin} is retracted, by a list or a notice that names it."
    elif of.superseded_by and of.superseded_by != before.provenance.superseded_by:
        yield f"{after.origin} was found to be superseded by {of.superseded_by}."
    elif before.provenance.status is not of.status:
        yield f"{after.origin} is {of.status} again: what stood against it is gone."


def _warning(one: Succession) -> str:
    if one.successor == one.place:
        why = "which is the document itself"
    else:
        why = f"which was not ingested ({one.successor})"
    return (
        f"{one.origin} is declared superseded by {one.declared!r}, {why}. It stays superseded; "
        "correct `superseded_by` in corpus.toml or add the file."
    )
