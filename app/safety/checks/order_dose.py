"""Whether the dose of an order could be read at all: an amount that was not read was not compared,
and is never a pass."""

from typing import Final

from app.domain.answer import CitedClaim
from app.domain.patient import Use
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.maximum_dose import NAME
from app.safety.doses import doses_in
from app.safety.local_forms import local_at
from app.safety.saying import not_checked, passed
from app.terms.drugs import drug_names

SUPPLY: Final = "The dose as an amount with its unit and how often, for each medicine."


class OrderDose:
    """`ClaimCheck` of an order in words: `not_checked` where its dosage holds no dose that is read,
    or none that a day's amount can be worked out of. What is put on skin or eyes has none."""

    name: Final = NAME

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        named = drug_names().found(claim.text)
        if named and all(local_at(claim.text, one.start, one.end) for one in named[:1]):
            return (passed(NAME, "It acts where it is put."),)
        asked = [one.ingredients for one in subject.situation.medicines if one.use is Use.ASKED]
        ingredients = frozenset[str]().union(*asked)
        otherwise = next(iter(ingredients)) if len(ingredients) == 1 else None
        doses = [one for one in doses_in(claim.text, otherwise) if one.drug in ingredients]
        told = {one.drug for one in doses if one.per_day is not None}
        unread = sorted(ingredients - told)
        if not unread:
            return (passed(NAME, "Every dose was read."),)
        listed = ", ".join(unread[:6])
        return (not_checked(NAME, f"no dose of a day could be read of {listed}", SUPPLY),)
