"""A medicine that the person has already, or that is ordered twice."""

from typing import Final

from app.domain.answer import CitedClaim
from app.domain.patient import Medicine, Use
from app.domain.safety import CheckStatus, CheckVerdict, Provenance, Severity
from app.domain.subject import Subject
from app.safety.claim_medicines import recommended
from app.safety.local_forms import recorded_local
from app.safety.saying import passed

NAME: Final = "duplicate"
RULE: Final = "duplicate/same-ingredient"


class DuplicateOfClaim:
    """`ClaimCheck`: what a claim starts against what is taken; it warns, from memory. One that acts
    where it is put is no duplicate of one that is swallowed."""

    name: Final = NAME

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        taken = [one for one in subject.situation.medicines if one.use is Use.TAKEN]
        found: dict[str, tuple[Medicine, frozenset[str]]] = {}
        for given in recommended(claim.text):
            if given.one_of:
                continue
            for one in taken:
                same = given.names & one.ingredients if one.class_name is None else frozenset()
                if same and given.local == recorded_local(one.told.words):
                    before = found.get(one.told.words, (one, frozenset[str]()))[1]
                    found[one.told.words] = (one, before | same)
        if not found:
            return (passed(NAME, "It is not among the medicines that are taken."),)
        return tuple(_verdict(one, names) for one, names in found.values())


def _verdict(medicine: Medicine, names: frozenset[str]) -> CheckVerdict:
    listed = " and ".join(sorted(names))
    return CheckVerdict(
        name=NAME,
        status=CheckStatus.WARN,
        rule=RULE,
        fired_on=f"{listed}; {medicine.told.words}",
        why=f"It holds {listed}, which is taken or ordered already: both together may be too much.",
        next_step="Stop or change the one that is there, or do not start this one; where both are "
        "meant, look at the amount of a whole day.",
        severity=Severity.MODERATE,
        provenance=Provenance.FROM_MEMORY,
    )
