"""Of warnings about a record's own medicines those that bear are told, and the rest is counted."""

import pytest

from app.console.asides import GRAVEST, beyond_the_gravest
from app.domain.abstention import AbstentionReason
from app.domain.answer import Abstention, Answer
from app.domain.citation import Origin
from app.domain.corpus import Audience
from app.domain.safety import CheckStatus, CheckVerdict, Severity
from tests.app.console.test_rendering import ANSWER, CITATION, TRACE, shown


def warning(rule: str, severity: Severity, fired_on: str) -> CheckVerdict:
    return CheckVerdict(
        name="interactions",
        status=CheckStatus.WARN,
        rule=rule,
        severity=severity,
        fired_on=fired_on,
        why=f"{rule} holds.",
    )


WARFARIN = "warfarin (Warfarin 3 mg, MedicationRequest/1)"
NAPROXEN = "naproxen (Naproxen 500 mg, MedicationRequest/2)"
CHECKS = (
    warning("minor", Severity.MINOR, "omeprazole (MedicationRequest/7); 88 years old, Patient/1"),
    warning("warfarin", Severity.MODERATE, f"{WARFARIN} with {NAPROXEN}"),
    warning("a", Severity.SERIOUS, "digoxin (Digoxin, MedicationRequest/3)"),
    warning("b", Severity.SERIOUS, "ramipril (Ramipril, MedicationRequest/4)"),
    warning("potassium", Severity.MODERATE, "Spironolactone, MedicationRequest/5; Observation/1"),
    warning("c", Severity.CRITICAL, "colchicine (Colchicine, MedicationRequest/6)"),
    CheckVerdict(name="hepatic", status=CheckStatus.NOT_CHECKED, why="Nothing is told."),
)


def answer(text: str = "INR 3.9.", source: str = "Observation/2") -> Answer:
    citation = CITATION.model_copy(
        update={"origin": Origin.RECORD, "source": source, "quote": text}
    )
    claim = ANSWER.claims[0].model_copy(update={"text": text, "citations": (citation,)})
    return ANSWER.model_copy(update={"claims": (claim,), "checks": CHECKS})


def counted(outcome: Answer | Abstention, asked: str) -> set[str | None]:
    return {one.rule for one in beyond_the_gravest(outcome, asked)}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("What was her last INR?", set()),
        ("Is she on an anticoagulant?", {"warfarin"}),
        ("May she have an NSAID?", {"warfarin"}),
        ("Is she on a proton pump inhibitor?", {"minor"}),
    ],
)
def test_the_gravest_few_and_all_that_bears_are_told(asked: str, told: set[str]) -> None:
    assert counted(answer(), asked) == {"minor", "warfarin", "potassium"} - told


def test_what_the_answer_names_or_cites_is_told() -> None:
    asked = "What was her last INR?"
    named = answer("Stop warfarin at an INR above 8.")
    assert counted(named, asked) == {"minor", "potassium"}
    assert counted(answer(source="Observation/1"), asked) == {"minor", "warfarin"}
    assert "potassium" in counted(answer(source="Observation/11"), asked)


@pytest.mark.parametrize("asked", ["Are my tablets safe together?", "Any interactions?", ""])
def test_a_question_about_all_medicines_is_told_all(asked: str) -> None:
    assert counted(answer(), asked) == set()


def test_few_are_told_whatever_is_asked() -> None:
    few = answer().model_copy(update={"checks": CHECKS[:GRAVEST]})
    assert counted(few, "What was her last INR?") == set()


def test_where_nothing_is_answered_the_question_alone_tells() -> None:
    none = Abstention(
        reason=AbstentionReason.WEAK_EVIDENCE, explanation="None.", checks=CHECKS, trace=TRACE
    )
    assert counted(none, "Can she have warfarin?") == {"minor", "potassium"}


@pytest.mark.parametrize("audience", list(Audience))
def test_what_is_left_out_is_counted_on_the_terminal(audience: Audience) -> None:
    text = shown(answer(), audience, "What was her last INR?")
    assert "3 more warnings about the record's other medicines: `citewell patient summary`" in text
    assert "c holds." in text
    assert "minor holds." not in text
    assert "Checks passed: 0 of 2" in text
    assert "more warnings" not in shown(answer(), audience)
