"""Medicines against conditions, pregnancy and breastfeeding.

It speaks of a recommendation, not of a warning or a mention; on the question alone it warns. What
documents of the library call contraindicated stands beside the rules, and both are shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from app.domain.answer import CitedClaim
from app.domain.patient import Medicine, Situation, Use
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.claims_people import own_people
from app.safety.checks.contraindication import Contraindication, Holds, contraindications, holds
from app.safety.checks.library_contraindications import stated_against, stated_for
from app.safety.checks.recommended import Recommended, members, recommended
from app.safety.checks.taken_out import has, hedged, taken_out
from app.safety.checks.unknown_pregnancy import pregnancy_unknown
from app.safety.checks.whom import anything_told
from app.safety.saying import fired, not_checked, passed
from app.safety.situation.medicines import ingredients_of
from app.terms.drugs import drug_names

NAME: Final = "contraindications"
_OTHERWISE: Final = "A document of the library gives a dose all the same: both are shown."


class ContraindicationCheck:
    """`QuestionCheck` by `on_question`, `ClaimCheck` by `check`."""

    name = NAME

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        given = recommended(claim, subject)
        if not given:
            return (passed(NAME, "The claim recommends no medicine."),)
        person = subject.situation
        found: dict[str, CheckVerdict] = {}
        blocked: set[str] = set()
        for one in given:
            rules = _rules_for(one.name, one.class_name)
            named = own_people(one, claim.text) if rules else Situation()
            for rule in rules:
                held = holds(rule, person) or holds(rule, named)
                if held is None or taken_out(rule, one, claim.text):
                    continue
                meant = members(one)
                blocks = not (hedged(rule, claim.text) or meant & rule.from_memory)
                verdict = _verdict(
                    rule.of(meant), held, one.words, one.name, subject, blocks=blocks
                )
                found.setdefault(rule.id, verdict)
                if verdict.status == "block":
                    blocked.add(one.words)
            for verdict in stated_against(NAME, one, claim.text, subject, with_block=True):
                if one.words not in blocked:
                    found.setdefault(f"{one.words} {verdict.fired_on}", verdict)
        if found:
            return tuple(found.values())
        missing = pregnancy_unknown(given, subject)
        if missing:
            return (not_checked(NAME, missing.why, missing.supply),)
        return (passed(NAME, _compared(person)),)


class ContraindicationQuestionCheck:
    """The medicines of the question against what is told of the person; it warns only."""

    name = NAME

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        person = subject.situation
        medicines = [one for one in person.medicines if one.use is not Use.STOPPED]
        if not medicines:
            return (passed(NAME, "The question names no medicine that is taken or asked about."),)
        found = _by_rules(medicines, subject)
        for medicine in medicines:
            for name in sorted(medicine.ingredients) if medicine.class_name is None else ():
                given = Recommended(name, None, medicine.told.words, "")
                for verdict in stated_against(NAME, given, "", subject, with_block=False):
                    found.setdefault(f"{name} {verdict.fired_on}", verdict)
        if found:
            return tuple(found.values())
        asked = tuple(
            Recommended(name, None, one.told.words, "")
            for one in medicines
            if one.class_name is None
            for name in sorted(one.ingredients)
        )
        missing = pregnancy_unknown(asked, subject)
        if missing:
            return (not_checked(NAME, missing.why, missing.supply),)
        return (passed(NAME, _compared(person)),)


def _by_rules(medicines: Iterable[Medicine], subject: Subject) -> dict[str, CheckVerdict]:
    """One verdict for each rule that holds, with all the medicines that it speaks of."""
    met: dict[str, tuple[Contraindication, Holds, list[Medicine]]] = {}
    held: dict[str, Holds | None] = {}
    for medicine in medicines:
        texts = (subject.question.text, medicine.told.words)
        for rule in _rules_of(medicine):
            if rule.id not in held:
                held[rule.id] = holds(rule, subject.situation)
            holding = held[rule.id]
            if holding is None or any(has(one, text) for one in rule.unless for text in texts):
                continue
            key = f"{rule.id} {rule.provenance}"
            met.setdefault(key, (rule, holding, []))[2].append(medicine)
    return {
        name: _verdict(
            rule,
            holding,
            " and ".join(one.told.words for one in each),
            "",
            subject,
            blocks=False,
            supply=tuple(one.which for one in each if one.which),
        )
        for name, (rule, holding, each) in met.items()
    }


def _verdict(
    rule: Contraindication,
    held: Holds,
    written: str,
    ingredient: str,
    subject: Subject,
    *,
    blocks: bool,
    supply: tuple[str, ...] = (),
) -> CheckVerdict:
    given = Recommended(ingredient, None, written, "")
    against = tuple(
        words
        for one in stated_against(NAME, given, "", subject, with_block=False)
        for words in one.library
    )
    otherwise = stated_for(given, rule.state, subject)
    return fired(
        NAME,
        rule,
        f"{written}; {held.words}",
        blocks=blocks and rule.blocks and held.sure,
        why=f"{rule.says} {_OTHERWISE}" if otherwise else None,
        library=(*against, *otherwise),
        supply=(*held.supply, *supply),
    )


def _compared(person: Situation) -> str:
    if not anything_told(person):
        return "Nothing is told of a person."
    return "None is known among what is told; what was not told was not compared."


@lru_cache(maxsize=1)
def _index() -> tuple[
    dict[str, tuple[Contraindication, ...]], dict[str, tuple[Contraindication, ...]]
]:
    """The rules by ingredient, and by class."""
    names = drug_names()
    by_drug: defaultdict[str, list[Contraindication]] = defaultdict(list)
    by_class: defaultdict[str, list[Contraindication]] = defaultdict(list)
    for rule in contraindications():
        drugs = set(rule.drugs)
        for each in rule.classes:
            drugs |= ingredients_of(names, each)
            by_class[each].append(rule)
        for drug in drugs - rule.not_drugs:
            by_drug[drug].append(rule)
    return (
        {name: tuple(rules) for name, rules in by_drug.items()},
        {name: tuple(rules) for name, rules in by_class.items()},
    )


def _rules_for(ingredient: str, class_name: str | None) -> tuple[Contraindication, ...]:
    by_drug, by_class = _index()
    return by_class.get(class_name, ()) if class_name else by_drug.get(ingredient, ())


def _rules_of(medicine: Medicine) -> Iterator[Contraindication]:
    """Of a class that is taken, the rules of each member; of one asked about, those of the class
    alone. Each is as it speaks of the members that meet it."""
    by_drug, by_class = _index()
    if medicine.class_name is not None:
        yield from by_class.get(medicine.class_name, ())
        if medicine.use is not Use.TAKEN:
            return
    met: dict[str, tuple[Contraindication, set[str]]] = {}
    for name in sorted(medicine.ingredients):
        for rule in by_drug.get(name, ()):
            met.setdefault(rule.id, (rule, set()))[1].add(name)
    for rule, names in met.values():
        yield rule.of(names)
