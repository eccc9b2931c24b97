"""A sentence of somebody else's is held against what is told of a person, on the real rules."""

from collections.abc import Iterator

import pytest

from app.compose import Parts, build_parts
from app.domain.audit import AuditKind
from app.domain.corpus import Audience
from app.domain.errors import InvalidQuestion
from app.domain.question import Caller, Question, Speaker, Turn
from app.domain.ranking import Access
from app.domain.safety import CheckStatus
from app.settings import read_settings

WARD = Caller(name="ward", access=Access(audiences=frozenset(Audience), tags=None))
DOXYCYCLINE = "Give doxycycline 100 mg twice daily for seven days."


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """Of a home into which nothing was ingested: rules speak without a library."""
    made = build_parts(read_settings(home=tmp_path_factory.mktemp("home")))
    yield made
    made.close()


def fired(parts: Parts, statement: str, about: Question) -> dict[str, CheckStatus]:
    report = parts.statements.check(statement, about, WARD)
    return {one.rule: one.status for one in report.checks if one.rule is not None}


def test_what_harms_the_person_is_told_and_what_does_not_is_not(parts: Parts) -> None:
    pregnant = fired(parts, DOXYCYCLINE, Question.asked("She is 20 weeks pregnant."))
    assert any("tetracycline" in rule for rule in pregnant), pregnant
    assert CheckStatus.BLOCK in pregnant.values()
    other = fired(parts, "Give paracetamol 1 g.", Question.asked("She is 20 weeks pregnant."))
    assert CheckStatus.BLOCK not in other.values()
    man = fired(parts, DOXYCYCLINE, Question.asked("He is a man of 40."))
    assert not any("tetracycline" in rule and "pregnan" in rule for rule in man)


def test_what_was_told_in_an_earlier_turn_counts(parts: Parts) -> None:
    earlier = (Turn(speaker=Speaker.USER, text="I am 12 weeks pregnant."),)
    about = Question.asked("I have an infected bite.", conversation=earlier)
    assert CheckStatus.BLOCK in fired(parts, DOXYCYCLINE, about).values()


def test_what_is_missing_is_not_checked_and_says_what_to_supply(parts: Parts) -> None:
    report = parts.statements.check(
        "Give metformin 1 g twice daily.", Question.asked("A man"), WARD
    )
    renal = [one for one in report.checks if one.name == "renal"]
    assert [one.status for one in renal] == [CheckStatus.NOT_CHECKED]
    assert any("eGFR" in one for one in report.to_supply)


def test_that_no_library_was_compared_is_told(parts: Parts) -> None:
    report = parts.statements.check(DOXYCYCLINE, Question.asked("A man of 40."), WARD)
    assert report.without_library is not None


def test_an_emergency_of_the_person_is_found(parts: Parts) -> None:
    about = Question.asked("I have crushing chest pain and sweat.", Audience.PATIENT, country="GB")
    report = parts.statements.check("Take an aspirin.", about, WARD)
    assert any(one.name.startswith("emergency/") for one in report.findings)


def test_it_is_on_record_without_a_word(parts: Parts) -> None:
    report = parts.statements.check(DOXYCYCLINE, Question.asked("She is Wilma Secret."), WARD)
    assert parts.audit is not None
    (row,) = [one for one in parts.audit.entries() if one.entry.trace_id == report.trace.trace_id]
    assert row.entry.kind is AuditKind.STATEMENT
    assert row.entry.actor == "ward"
    told = row.model_dump_json()
    assert "Secret" not in told
    assert "oxycycline 100" not in told


@pytest.mark.parametrize("statement", ["", "   ", "x" * 4_001, "?!", "a\x00b"])
def test_what_is_no_text_is_refused(parts: Parts, statement: str) -> None:
    with pytest.raises(InvalidQuestion):
        parts.statements.check(statement, Question.asked("A man of 40."), WARD)


def test_a_report_shows_none_of_its_words_in_a_log(parts: Parts) -> None:
    report = parts.statements.check(DOXYCYCLINE, Question.asked("She is pregnant."), WARD)
    assert "doxycycline" not in repr(report).lower()
    assert "doxycycline" not in f"{report}".lower()
