"""A claim that names a medicine which the site switched off is held back."""

from typing import Final

from app.domain.answer import CitedClaim
from app.domain.ports.drugs import DrugResolver
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.domain.switching import CHECK, SwitchKind


class SwitchedOffDrugs:
    """Says nothing where no medicine is off. A class is no medicine: its members are held back
    where they are named."""

    name: Final = CHECK

    def __init__(self, drugs: DrugResolver) -> None:
        self._drugs = drugs

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        off = subject.off
        if not off.of(SwitchKind.DRUG):
            return ()
        for text in dict.fromkeys((claim.text, *(each.quote for each in claim.citations))):
            mentions = self._drugs.mentions(text)
            named = [one for one in mentions if one.class_name is None]
            switch = off.drug(each for one in named for each in one.candidates)
            switch = switch or off.written(text)
            if switch is not None:
                return (
                    CheckVerdict(
                        name=CHECK,
                        status=CheckStatus.BLOCK,
                        fired_on=switch.subject,
                        why=f"What is said of {switch.subject} is switched off here for now.",
                    ),
                )
        return ()
