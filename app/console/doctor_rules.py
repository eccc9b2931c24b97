"""The line of `citewell doctor` on clinical rules."""

from app.console import rule_list
from app.console.checks import Check, Result
from app.domain.errors import CitewellError
from app.domain.safety import Provenance
from app.settings import Settings


def rules_signed(settings: Settings) -> Check:
    """How many rules there are, and how many nobody of this site answers for."""
    try:
        rows = rule_list.rows(settings, None)
    except CitewellError as error:
        return Check(
            name="rules", result=Result.FAIL, found="sign-offs cannot be read", to_do=str(error)
        )
    memory = sum(row.rule.provenance is Provenance.FROM_MEMORY for row in rows)
    unsigned = sum(row.signed is None for row in rows)
    found = f"{len(rows)} rules, {memory} of them from memory; {unsigned} signed off by nobody here"
    if not unsigned:
        return Check(name="rules", result=Result.OK, found=found)
    return Check(
        name="rules",
        result=Result.WARN,
        found=found,
        to_do="Have the clinical owner read them (citewell rules list --each) and record it: "
        "citewell rules sign-off.",
    )
