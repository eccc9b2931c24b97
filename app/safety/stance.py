"""Whether a sentence recommends a medicine, warns of it, or only mentions it.

A sentence is parted into clauses, and each name is judged by what stands right before and behind
it, then by the nearest word of advice in its clause. In doubt a line without a verb recommends (it
is a line of a regimen or a list), and a sentence that tells something does not.
"""

from bisect import bisect_right
from functools import lru_cache

from app.domain.frozen import Frozen
from app.safety import stance_words as words
from app.safety.stance_advice import Stance as Stance
from app.safety.stance_advice import against_before, by_words, heading, said_before
from app.safety.stance_clauses import Clause, clauses_of, same_list, tail_of
from app.safety.stance_names import only_names, other_letters
from app.terms.drugs import CLASS, drug_names
from app.terms.phrasebook import Named
from app.terms.sentences import sentence_spans


class DrugStance(Frozen):
    """One medicine or class that a sentence names, and how it stands to it."""

    name: str
    """Canonical ingredient; empty for a class."""
    class_name: str | None = None
    stance: Stance
    start: int
    end: int
    excludes: str = ""
    """Of one that is recommended: the words that say for whom it is not."""


@lru_cache(maxsize=1024)
def stances(text: str) -> tuple[DrugStance, ...]:
    """The medicines of `text` in their order; time grows with its length."""
    found = drug_names().found(text)
    if not found:
        return ()
    said: list[DrugStance] = []
    under: Stance | None = None
    sentences = sentence_spans(text)
    starts = [one.start for one in found]
    for sentence in sentences:
        first, last = (
            bisect_right(starts, sentence.start - 1),
            bisect_right(starts, sentence.end - 1),
        )
        line = text[sentence.start : sentence.end]
        if first == last:
            if said and words.OF_THE_SAME.match(line):
                said = _excluding_too(said, line)
            under = heading(line)
            continue
        said += _sentence(line, sentence.start, found[first:last], under)
    return tuple(said)


def _sentence(
    line: str, at: int, found: tuple[Named, ...], under: Stance | None
) -> list[DrugStance]:
    clauses = clauses_of(line, [one.start - at for one in found])
    begins = [one.start for one in clauses]
    asks = line.endswith("?")
    said: list[DrugStance] = []
    other = other_letters(line, [(one.start - at, one.end - at) for one in found])
    before: tuple[int, Stance] | None = None
    place: tuple[int, int] | None = None
    for one in found:
        start, end = one.start - at, one.end - at
        number = bisect_right(begins, start) - 1
        clause = clauses[number]
        if (start, end) == place and said:
            stance = said[-1].stance
        elif asks:
            stance = Stance.MENTIONED
        else:
            lead_in = _lead_in(clauses[max(0, number - 1)], clause) or under
            bare = only_names(other, start, end)
            judge = _among_names if bare else _of
            stance = judge(line, clause, start, end, before, lead_in)
        before, place = (end, stance), (start, end)
        said.append(
            DrugStance(
                name="" if one.meaning.startswith(CLASS) else one.meaning,
                class_name=one.meaning.removeprefix(CLASS)
                if one.meaning.startswith(CLASS)
                else None,
                stance=stance,
                start=one.start,
                end=one.end,
                excludes=_excludes(line, start, end) if stance is Stance.RECOMMENDED else "",
            )
        )
    return said


def _among_names(
    line: str,
    clause: Clause,
    start: int,
    end: int,
    before: tuple[int, Stance] | None,
    under: Stance | None,
) -> Stance:
    """As `_of` judges where no other word stands near."""
    del end
    listed = before is not None and same_list(line, clause, before[0])
    if before is not None and listed and words.LISTED.match(line[before[0] : start]):
        return before[1]
    return Stance.MENTIONED if clause.supposing or clause.study else under or Stance.RECOMMENDED


def _lead_in(before: Clause, clause: Clause) -> Stance | None:
    """What the words before a colon say of the names behind it."""
    return heading(before.text) if clause.text.startswith(":") else None


def _of(
    line: str,
    clause: Clause,
    start: int,
    end: int,
    before: tuple[int, Stance] | None,
    under: Stance | None,
) -> Stance:
    lead = line[max(clause.start, start - words.REACH) : start]
    tail = tail_of(line, clause, end)
    beside = _beside(line, clause, (start, end), lead, tail, before)
    if beside is not None:
        return beside
    advised = by_words(clause, lead, tail)
    if advised is not None:
        supposed = advised is Stance.RECOMMENDED and clause.supposing
        return Stance.MENTIONED if supposed else advised
    if (
        before is not None
        and same_list(line, clause, before[0])
        and words.LISTED.match(line[before[0] : start])
    ):
        return before[1]
    around = line[max(0, start - words.REACH) : end + words.REACH]
    return _without_advice(around, clause, line[end : end + words.REACH], under)


def _beside(
    line: str,
    clause: Clause,
    place: tuple[int, int],
    lead: str,
    tail: str,
    before: tuple[int, Stance] | None,
) -> Stance | None:
    """By the words right behind and right before the name."""
    start, end = place
    if words.NAME_ENDS.match(line, end):
        return Stance.MENTIONED
    if words.DENIED_BEHIND.match(tail) or words.RULED_OUT.match(line, end):
        return Stance.AGAINST
    near = line[max(0, start - words.REACH) : start]
    return _right_before(near, lead) or _after_another(line, clause, start, near, before)


def _right_before(near: str, lead: str) -> Stance | None:
    if words.EXCEPTING.search(near):
        others = said_before(near)
        return Stance.RECOMMENDED if others is Stance.AGAINST else Stance.AGAINST
    if words.IN_ITS_PLACE.search(near):
        return Stance.RECOMMENDED
    if words.NOT_THIS.search(near):
        return Stance.AGAINST
    if words.BESIDE.search(near):
        return Stance.MENTIONED
    if words.TAKER.search(near):
        return Stance.AGAINST if against_before(lead) else Stance.MENTIONED
    harm = words.HARM_OF.search(near)
    return Stance.AGAINST if harm and not words.LESS.search(near[: harm.end()]) else None


def _after_another(
    line: str, clause: Clause, start: int, near: str, before: tuple[int, Stance] | None
) -> Stance | None:
    """A name in a list that is not recommended, or taken together with what is warned of."""
    if before is None or before[1] is Stance.RECOMMENDED or not same_list(line, clause, before[0]):
        return None
    if words.LISTED.match(line[before[0] : start]):
        return before[1]
    together = before[1] is Stance.AGAINST and words.TOGETHER.search(near)
    return Stance.AGAINST if together else None


def _without_advice(around: str, clause: Clause, tail: str, under: Stance | None) -> Stance:
    if clause.supposing or clause.study:
        return Stance.MENTIONED
    if words.DOSED.search(tail):
        return under or Stance.RECOMMENDED
    if words.TELLS.search(around):
        return Stance.MENTIONED
    return under or Stance.RECOMMENDED


def _excludes(line: str, start: int, end: int) -> str:
    found = words.EXCLUDES.search(line, end, end + words.REACH) or words.EXCLUDES.search(
        line, max(0, start - words.REACH), start
    )
    return found.group().strip(" (") if found else ""


def _excluding_too(said: list[DrugStance], line: str) -> list[DrugStance]:
    """A further sentence of the same medicine may say for whom it is not."""
    found = words.EXCLUDES.search(line)
    if found is None or said[-1].stance is not Stance.RECOMMENDED:
        return said
    more = "; ".join(filter(None, (said[-1].excludes, found.group().strip(" ("))))
    return [*said[:-1], said[-1].model_copy(update={"excludes": more})]
