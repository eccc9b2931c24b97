"""A record's summary on a terminal: every line with its place, unknown where nothing is stated."""

import io

from rich.console import Console

from app.console.summaries import show
from app.domain.record import Unusable
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.summary import (
    PatientSummary,
    RecordPlace,
    SectionKind,
    SummaryFinding,
    SummaryLine,
    SummarySection,
)
from app.http.examples import SUMMARY
from tests.app.console.test_rendering import TRACE

EXAMPLE = PatientSummary.model_validate(
    SUMMARY["content"]["application/json"]["examples"]["summary"]["value"]
)


def shown(summary: PatientSummary) -> str:
    out = io.StringIO()
    show(summary, Console(file=out, width=200, highlight=False))
    return out.getvalue()


def made(*sections: SummarySection, **more: object) -> PatientSummary:
    said = {"patient": "Patient/1", "as_of": EXAMPLE.as_of, "sections": sections, "trace": TRACE}
    return PatientSummary.model_validate(said | more)


def line(text: str, number: int, before: SummaryLine | None = None) -> SummaryLine:
    place = RecordPlace(resource=f"Observation/{number}", on="2026-03-03")
    return SummaryLine(text=text, cites=(place,), before=before)


def test_a_line_stands_with_the_resource_and_date_it_is_from() -> None:
    text = shown(EXAMPLE)
    medicine = "Spironolactone 25 mg tablet: active since 2026-01-05."
    assert f"{medicine} [MedicationRequest/3, 2026-01-05]" in text
    assert text.startswith("Patient/1 as of 2026-03-31")


def test_nothing_stated_is_not_none() -> None:
    assert "Allergies: nothing stated" in shown(EXAMPLE)
    assert "Allergies: none" not in shown(EXAMPLE)


def test_a_finding_tells_rule_what_to_do_and_resources() -> None:
    text = shown(EXAMPLE)
    assert "renal, critical: Below an eGFR of 30" in text
    assert "Do not start it" in text
    assert "[MedicationRequest/3, 2026-01-05; Observation/4, 2026-03-03]" in text
    assert "rule renal/spironolactone, unreviewed" in text


def test_resources_that_the_finding_names_itself_are_not_said_twice() -> None:
    check = CheckVerdict(
        name="renal", status=CheckStatus.WARN, fired_on="eGFR 25, Observation/4", why="Low."
    )
    place = RecordPlace(resource="Observation/4", on="2026-03-03")
    text = shown(made(findings=(SummaryFinding(check=check, cites=(place,)),)))
    assert text.count("Observation/4") == 1


def test_no_finding_is_told_as_what_it_is() -> None:
    assert "no check that could be made met a rule" in shown(made())


def test_the_value_before_stands_under_the_latest() -> None:
    lines = (line("HbA1c 7.4 %.", 4, before=line("HbA1c 7.9 %.", 2)),)
    text = shown(made(SummarySection(kind=SectionKind.RESULTS, title="Results", lines=lines)))
    assert "  HbA1c 7.4 %. [Observation/4, 2026-03-03]\n" in text
    assert "before: HbA1c 7.9 %. [Observation/2, 2026-03-03]" in text


def test_what_is_missing_unusable_or_left_out_is_told() -> None:
    text = shown(EXAMPLE)
    assert "add to the record" in text
    assert EXAMPLE.to_supply[0] in text
    assert "1 part of the record could not be used, and count as unknown" in text
    assert "Bundle.entry[7].resource.valueQuantity: The unit is missing." in text
    many = tuple(Unusable(at=f"Bundle.entry[{n}]", why="It is of no type.") for n in range(30))
    section = SummarySection(
        kind=SectionKind.EVENTS, title="Events", lines=(line("Seen.", 1),), left_out=3
    )
    text = shown(made(section, unusable=many, without_library="Nothing was ingested yet."))
    assert "and 10 more; --json lists them" in text
    assert "3 older not shown" in text
    assert "Without drug facts of a library: Nothing was ingested yet." in text


def test_what_a_terminal_would_obey_is_not_sent() -> None:
    lines = (line("HbA1c \x1b[2J 7.4 %.", 4),)
    section = SummarySection(kind=SectionKind.RESULTS, title="Results", lines=lines)
    assert "\x1b" not in shown(made(section))
