"""What the checks say of a record's own medicines where the question and its answer name none of
them: the gravest few are told, and how many more there are. `--json` and the summary have them all.
"""

import re
from collections.abc import Iterable
from typing import Final

from app.domain.answer import Answer, Outcome
from app.domain.citation import Origin
from app.domain.safety import CheckStatus, CheckVerdict, Severity

GRAVEST: Final = 3
_ORDER: Final = (*Severity, None)
_RESOURCE: Final = re.compile(r"\b[A-Z][A-Za-z]+/[A-Za-z0-9.\-]*[A-Za-z0-9]")
_PERSON: Final = "Patient/"
_ALL_OF_THEM: Final = re.compile(
    r"\b(?:medicines?|medications?|meds|drugs?|tablets?|pills?|prescriptions?|treatments?|"
    r"interact\w*|together|polypharmacy|deprescrib\w*|contraindicat\w*|warnings?|findings?)\b",
    re.IGNORECASE,
)
"""A question about all that the person takes."""


def beyond_the_gravest(outcome: Outcome, asked: str) -> tuple[CheckVerdict, ...]:
    """The warnings that are only counted.

    None of them bears on a medicine or a condition that the question or the answer names, or on an
    entry of the record that the answer cites.

    Args:
        asked: the question; empty: it is not known, and everything is told.
    """
    of_record = [
        one for one in outcome.checks if one.status is CheckStatus.WARN and _resources(one)
    ]
    if len(of_record) <= GRAVEST or not asked or _ALL_OF_THEM.search(asked):
        return ()
    claims = outcome.claims if isinstance(outcome, Answer) else ()
    named = _names(" ".join((asked, *(one.text for one in claims))))
    cited = {
        each.source for one in claims for each in one.citations if each.origin is Origin.RECORD
    }
    asides = [one for one in of_record if not _bears(one, named, cited)]
    asides.sort(key=lambda one: _ORDER.index(one.severity))
    return tuple(asides[GRAVEST:])


def _bears(check: CheckVerdict, named: frozenset[str], cited: Iterable[str]) -> bool:
    if not _resources(check).isdisjoint(cited):
        return True
    return not _names(check.fired_on or "").isdisjoint(named)


def _resources(check: CheckVerdict) -> frozenset[str]:
    """Those of the record that it speaks of, without the person: what only an age or a sex
    concerns is about the medicine."""
    found = _RESOURCE.findall(check.fired_on or "")
    return frozenset(one for one in found if not one.startswith(_PERSON))


def _names(text: str) -> frozenset[str]:
    """Ingredients, members of classes, and conditions."""
    from app.terms.conditions import conditions  # vocabularies: only where there is much to tell
    from app.terms.drug_resolver import drug_resolver

    found: set[str] = set(conditions().named(text))
    for drug in drug_resolver().mentions(text):
        found.update(name for one in drug.candidates for name in one.ingredients)
        if drug.class_name is not None:
            found.update(drug_resolver().members(drug.class_name))
    return frozenset(found)
