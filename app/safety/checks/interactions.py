"""Medicines that do harm together: those of the question and the person, and those of a claim.

Rules come from the ONC high-priority list, label texts and, marked so, from memory; typed facts of
the ingested labels are shown with them, and speak alone where no rule does.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from app.domain.answer import CitedClaim
from app.domain.corpus import Audience
from app.domain.safety import CheckStatus, CheckVerdict, LibraryWords, Provenance, Severity
from app.domain.subject import NothingStated, Stated, Subject
from app.safety.claim_medicines import recommended, recommended_together, warned_of
from app.safety.interaction_facts import Labels
from app.safety.meant import is_someone
from app.safety.saying import fired, not_checked, passed, told_together
from app.safety.taken_together import MOST, Pair, Taken, between, named, of_person

NAME: Final = "interactions"
OTHERS: Final = "Every other medicine that the person takes, herbal and over-the-counter ones too."
_EITHER: Final = re.compile(
    r"\b(?:or|vs|versus|than|compared|instead|rather|switch\w*|chang\w+ (?:from|to)|replac\w+|"
    r"alternative|convert\w*)\b",
    re.IGNORECASE,
)
_OR: Final = re.compile(r"\W{0,3}(?:or|vs\.?|versus)\s+(?:\w+\s+)?", re.IGNORECASE)
_ADDED: Final = re.compile(
    r"\b(?:also|too|as well|on top|together|plus|add|with it|(?:can|may|should|could) "
    r"(?:i|we|he|she|they) (?:\w+ )?(?:take|have|use|add|get)|(?:can|may|should|could) i give)\b",
    re.IGNORECASE,
)
"""The question would add what it names."""
_BOTH: Final = re.compile(
    r"\b(?:with|together|combin\w+|and|plus|add\w*|alongside|concomitant\w*|interact\w*|on top)\b",
    re.IGNORECASE,
)


class QuestionInteractions:
    """Every two of the medicines that the question is about or the person takes."""

    @property
    def name(self) -> str:
        return NAME

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        """One verdict for each rule or label that a pair meets; it warns and never blocks."""
        taken = of_person(subject.situation.medicines, subject.question)
        if not taken:
            return (passed(NAME, "The question names no medicine."),)
        if len(taken) == 1 and taken[0].recorded:
            return (passed(NAME, f"The record tells of {taken[0].label} alone."),)
        twice = tuple(_by_another_name(subject.question.text, taken))
        if len(taken) == 1:
            return (*twice, _others_unknown(subject, f"Only {taken[0].label} is named."))
        text, labels = subject.question.text, Labels(subject.stated)
        said: list[CheckVerdict] = [*twice]
        of_record: list[CheckVerdict] = []
        for one, other in combinations(taken[:MOST], 2):
            if one.recorded and other.recorded:
                of_record += _of_pair(one, other, labels)
            elif not _is_choice(text, one, other):
                said += (*_of_pair(one, other, labels), *_in_both(one, other))
        said = _each_rule_once(said, of_record) if of_record else said
        return (*(said or [passed(NAME, "No rule is met by the medicines named.")]), *_rest(taken))


class ClaimInteractions:
    """Each medicine that a claim recommends, with those of the person and of the claim."""

    @property
    def name(self) -> str:
        return NAME

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        """It blocks where a sourced rule says that a serious pair should not be given."""
        given = recommended(claim.text)
        if not given:
            return (passed(NAME, "The claim recommends no medicine."),)
        taken = of_person(subject.situation.medicines, subject.question)[:MOST]
        warned, labels = warned_of(claim.text), Labels(subject.stated)
        said: list[CheckVerdict] = []
        for one in given[:MOST]:
            own = [each for each in taken if each.names & one.names]
            had = any(not each.asked for each in own)
            for other in taken:
                if other.names <= warned or any(
                    _is_choice(subject.question.text, each, other) for each in own
                ):
                    continue
                # what the person has already is not what the question would add to it
                blocks = not (had and other.asked)
                said += _of_pair(one, other, labels, claims=blocks)
        for one, other in recommended_together(claim.text):
            said += _of_pair(one, other, labels, claims=True)
        if said:
            return tuple(dict.fromkeys(said))
        if not any(not one.asked for one in taken):
            return (_others_unknown(subject, "No other medicine is known."),)
        return (passed(NAME, "No rule is met."),)


class Interactions:
    """Two medicines by their names."""

    def __init__(self, stated: Stated | None = None) -> None:
        self._stated: Final[Stated] = stated or NothingStated()

    def between(self, one: str, other: str) -> tuple[CheckVerdict, ...]:
        """As `InteractionFinder.between`."""
        left, right = named(one), named(other)
        for name, found in ((one, left), (other, right)):
            if not found:
                return (not_checked(NAME, "A name is not known.", f"Another name for {name}."),)
        labels = Labels(self._stated)
        said = [v for a in left[:MOST] for b in right[:MOST] for v in _of_pair(a, b, labels)]
        return tuple(said) or (passed(NAME, "No rule is met."),)


def _each_rule_once(
    asked: Sequence[CheckVerdict], of_record: Sequence[CheckVerdict]
) -> list[CheckVerdict]:
    """What the question's medicines meet first, with the pairs of the record that meet the same."""
    met = {(one.rule, one.why) for one in asked}
    together = told_together((*asked, *of_record))
    return sorted(together, key=lambda one: (one.rule, one.why) not in met)


def _of_pair(
    one: Taken, other: Taken, labels: Labels, *, claims: bool = False
) -> Iterator[CheckVerdict]:
    words = () if one.stopped or other.stopped else labels.between(one, other)
    met = tuple(between(one, other))
    for pair in met:
        yield _by_rule(pair, words, claims=claims)
    if words and not met:
        yield _by_library(one, other, words, claims=claims)


def _by_rule(pair: Pair, words: tuple[LibraryWords, ...], *, claims: bool) -> CheckVerdict:
    rule = pair.met.rule.of(pair.met.of_one, pair.met.of_other)
    one, other = _told(pair.one, pair.met.of_one), _told(pair.other, pair.met.of_other)
    on = f"{one} with {other}"
    stopped = pair.one.stopped or pair.other.stopped
    wait = f" It still holds for {rule.after} after one was stopped." if stopped else ""
    return fired(
        NAME,
        rule,
        on,
        blocks=claims and rule.blocks and not stopped and _wholly(pair),
        why=f"{rule.says} ({rule.mechanism}.){wait}",
        library=words,
        supply=_asks(pair.one, pair.other),
    )


def _wholly(pair: Pair) -> bool:
    """Whether all that a claim's class may mean is met, by name: `antibiotics` as a whole are
    not."""
    named = pair.met.of_one - pair.met.rule.from_memory
    return not pair.one.one_of or named == pair.one.names


def _by_library(
    one: Taken, other: Taken, words: tuple[LibraryWords, ...], *, claims: bool
) -> CheckVerdict:
    blocks = claims and not one.one_of
    return CheckVerdict(
        name=NAME,
        status=CheckStatus.BLOCK if blocks else CheckStatus.WARN,
        rule="interaction/library",
        fired_on=f"{_from_record(one.label, one)} with {_from_record(other.label, other)}",
        why="A label of the library names the one as a contraindication of the other.",
        next_step="Read the label's words; choose another medicine.",
        severity=Severity.SERIOUS,
        provenance=Provenance.LIBRARY,
        library=words,
        supply=_asks(one, other),
    )


def _in_both(one: Taken, other: Taken) -> Iterator[CheckVerdict]:
    """An ingredient of both, where one of them holds more beside it: `co-codamol` and
    `paracetamol`."""
    both = one.names & other.names
    vague = one.one_of or other.one_of or one.local != other.local
    if not both or vague or one.names == other.names or one.stopped or other.stopped:
        return
    yield _same_in(one, other, both)


def _by_another_name(text: str, taken: Sequence[Taken]) -> Iterator[CheckVerdict]:
    """What is taken and is asked for by another of its names: `I take Nurofen`, `ibuprofen`."""
    if not _ADDED.search(text):
        return
    asked = {each.label.casefold(): each for each in named(text) if not each.one_of}
    for one in taken[:MOST]:
        if one.asked or one.stopped or one.recorded or one.one_of or one.label.casefold() in asked:
            continue
        for other in asked.values():
            if other.names == one.names and other.local == one.local:
                yield _same_in(one, other, one.names)


def _same_in(one: Taken, other: Taken, both: frozenset[str]) -> CheckVerdict:
    listed = " and ".join(sorted(both))
    return CheckVerdict(
        name=NAME,
        status=CheckStatus.WARN,
        rule="interaction/same-ingredient",
        fired_on=f"{_from_record(one.label, one)} with {_from_record(other.label, other)}",
        why=f"Both hold {listed}: together they may be too much.",
        next_step="Add up the amount of a whole day, or leave one of them out.",
        severity=Severity.SERIOUS,
        provenance=Provenance.FROM_MEMORY,
    )


def _told(one: Taken, of_it: Iterable[str]) -> str:
    """`blood thinner (apixaban, warfarin)`: the label, and the members that are meant."""
    members = sorted(of_it)
    if members == [one.label.lower()]:
        return _from_record(one.label, one)
    listed = ", ".join(members[:6]) + (" ..." if len(members) > 6 else "")
    return _from_record(f"{one.label} ({listed})", one)


def _from_record(label: str, one: Taken) -> str:
    return f"{label} ({one.recorded})" if one.recorded else label


def _asks(*medicines: Taken) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.ask for one in medicines if one.ask))


def _others_unknown(subject: Subject, why: str) -> CheckVerdict:
    """A person's other medicines are missing; a question on no person lacks none."""
    patient = subject.question.audience is Audience.PATIENT
    if patient or is_someone(subject.situation):
        return not_checked(NAME, why, OTHERS)
    return passed(NAME, f"{why} The question is about no one person.")


def _is_choice(text: str, one: Taken, other: Taken) -> bool:
    """Whether a question asks for one of the two: `X or Y`, and not whether both may be taken."""
    places = sorted(
        (at, at + len(each.label)) for each in (one, other) if (at := text.find(each.label)) >= 0
    )
    if len(places) == 2 and _OR.fullmatch(text[places[0][1] : places[1][0]]):
        return True
    if not (one.asked and other.asked):
        return False
    return _EITHER.search(text) is not None and _BOTH.search(text) is None


def _rest(taken: Sequence[Taken]) -> tuple[CheckVerdict, ...]:
    if len(taken) <= MOST:
        return ()
    return (
        not_checked(
            NAME,
            f"{len(taken)} medicines are named; the first {MOST} were looked at.",
            f"Ask about at most {MOST} medicines at once.",
        ),
    )
