"""The boxed warning of each medicine that an answer recommends, appended with its passages."""

from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.answer import CitedClaim
from app.domain.facts import BoxedWarningFact
from app.domain.safety import CheckStatus, CheckVerdict, LibraryWords, Provenance, Severity
from app.domain.subject import Subject
from app.safety.claim_medicines import recommended
from app.safety.saying import passed

NAME: Final = "boxed warning"
RULE: Final = "boxed-warning/label"
SHORTEST: Final = 25
"""Characters from which a part tells something; `WARNING` alone does not."""


class BoxedWarnings:
    """Boxed warnings of the labels in the library; typed facts are its only source."""

    @property
    def name(self) -> str:
        return NAME

    def check(self, claims: Sequence[CitedClaim], subject: Subject) -> tuple[CheckVerdict, ...]:
        """A warning for each label of a recommended medicine that has a boxed one."""
        said = [verdict for drug in _drugs(claims) for verdict in _warnings(drug, subject)]
        why = "No label in the library has a boxed warning for a medicine that is recommended."
        return tuple(said) or (passed(NAME, why),)


def _drugs(claims: Sequence[CitedClaim]) -> tuple[frozenset[str], ...]:
    """Each medicine that the claims recommend by name, a product by all its ingredients; a class
    names no label."""
    found: dict[frozenset[str], None] = {}
    for claim in claims:
        for one in recommended(claim.text):
            if not one.one_of:
                found[one.names] = None
    return tuple(found)


def _warnings(drug: frozenset[str], subject: Subject) -> Iterator[CheckVerdict]:
    by_document: dict[str, list[BoxedWarningFact]] = {}
    asked: tuple[str | frozenset[str], ...] = tuple(sorted(drug))
    for name in (drug, *asked) if len(drug) > 1 else asked:
        for fact in subject.stated.facts(name, BoxedWarningFact):
            by_document.setdefault(fact.document_id, []).append(fact)
    for document_id, facts in by_document.items():
        title = subject.stated.title(document_id)
        ordered = sorted(facts, key=lambda one: one.part)
        yield CheckVerdict(
            name=NAME,
            status=CheckStatus.WARN,
            rule=RULE,
            fired_on=" and ".join(sorted(drug)),
            why=f"The label has a boxed warning: {_telling(ordered)}",
            next_step="Read the boxed warning before the medicine is given.",
            severity=Severity.CRITICAL,
            provenance=Provenance.LIBRARY,
            library=tuple(
                LibraryWords(
                    document_id=document_id,
                    passage_id=one.passage_id,
                    title=title,
                    span=one.span,
                    quote=one.quote,
                )
                for one in ordered
            ),
        )


def _telling(facts: Sequence[BoxedWarningFact]) -> str:
    """The part that says most in fewest words: the shortest that is more than a heading."""
    whole = [" ".join(one.quote.split()) for one in facts]
    told = [one for one in whole if len(one) >= SHORTEST] or whole
    return min(told, key=len)
