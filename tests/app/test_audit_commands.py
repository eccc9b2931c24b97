"""`citewell audit`, and what `citewell doctor` says of it."""

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.compose import build_parts
from app.compose_governance import audit_log, governance_store
from app.console.asking import OPERATOR
from app.console.checks import Result
from app.console.doctor_audit import audited as examined
from app.domain.audit import AuditEntry, AuditKind
from app.domain.errors import ConfigurationError
from app.domain.question import Question, Speaker, Turn
from app.domain.ranking import Filters
from app.domain.record import PatientRecord
from app.governance.audit.heads import NAME as HEADS
from app.governance.audit.log import AUDIT_KEY
from app.settings import Settings
from tests.app.test_cli import CommandLine, citewell
from tests.app.test_serve import DOSE, LATER, POTASSIUM, document, publish
from tests.audit_logs import entry, key_line, tamper, trace
from tests.governance_sites import Site

__all__ = ["citewell"]

QUESTION = "What is the dose of illustrative drug A for quetzalcoatl?"
BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "xolotl", "gender": "female"}},
        {
            "resource": {
                "resourceType": "Condition",
                "id": "tlaloc",
                "subject": {"reference": "Patient/xolotl"},
                "code": {"text": "Huitzilopochtli syndrome"},
                "recordedDate": "2026-01-05",
            }
        },
    ],
}


def kept(home: Path, *entries: AuditEntry) -> None:
    settings = Settings(home=home)
    with closing(governance_store(settings)) as store, closing(audit_log(settings, store)) as log:
        for each in entries:
            log.append(each)


def test_nothing_is_made_by_looking(citewell: CommandLine, tmp_path: Path) -> None:
    assert citewell("audit", "verify").code == 0
    assert json.loads(citewell("audit", "list", "--json").out) == []
    ran = citewell("audit", "show", trace(1))
    assert (ran.code, ran.out) == (1, "")
    assert list(tmp_path.iterdir()) == []


def test_a_log_is_listed_shown_and_verified(citewell: CommandLine, tmp_path: Path) -> None:
    key = AuditEntry(kind=AuditKind.KEY, actor="admin", action="created", subject="key-1")
    kept(tmp_path, entry(1), entry(2), key)
    told = json.loads(citewell("audit", "list", "--json").out)
    assert [each["sequence"] for each in told] == [3, 2, 1]
    assert told[0]["entry"] == {
        "kind": "key",
        "actor": "admin",
        "action": "created",
        "subject": "key-1",
    }
    told = json.loads(citewell("audit", "list", "--kind", "key", "--json").out)
    assert [each["sequence"] for each in told] == [3]
    told = json.loads(citewell("audit", "list", "--document", "d" * 32, "-n", "1", "--json").out)
    assert [each["sequence"] for each in told] == [2]
    assert citewell("audit", "list", "--kind", "poem").code == 2
    assert "created key-1" in citewell("audit", "list").out
    (shown,) = json.loads(citewell("audit", "show", trace(1), "--json").out)
    assert shown["entry"]["confidence"] == 0.75
    assert trace(1) in citewell("audit", "show", trace(1)).out
    ran = citewell("audit", "verify")
    assert ran.code == 0
    assert ran.out == "3 rows, 2 heads; signed until row 3\nEvery row holds.\n"
    assert citewell("audit", "public-key").out.startswith("-----BEGIN PUBLIC KEY-----\n")


def test_tampering_is_told_and_fails(citewell: CommandLine, tmp_path: Path) -> None:
    kept(tmp_path, *(entry(number) for number in range(1, 6)))
    tamper(
        Site(tmp_path, None),
        "UPDATE audit_log SET sealed = replace(sealed, 'ward-7', 'ward-8') WHERE sequence = 2",
        "DELETE FROM audit_log WHERE sequence = 4",
    )
    ran = citewell("audit", "verify")
    assert ran.code == 1
    assert "changed     Row 2 was changed.\n" in ran.out
    assert "missing     Row 4 was removed.\n" in ran.out
    told = json.loads(citewell("audit", "verify", "--json").out)
    assert told["holds"] is False
    assert [(each["kind"], each["first"]) for each in told["faults"]] == [
        ("changed", 2),
        ("missing", 4),
    ]


def test_a_past_answer_is_given_again(citewell: CommandLine, tmp_path: Path) -> None:
    first = publish(tmp_path, [document(DOSE, POTASSIUM)])
    bundle = tmp_path / "bundle.json"
    bundle.write_text(json.dumps(BUNDLE))
    turns = tmp_path / "turns.json"
    turns.write_text('[{"speaker": "user", "text": "She is tired, says coyolxauhqui."}]')
    with closing(build_parts(Settings(home=tmp_path))) as parts:
        record = parts.records.read(bundle.read_bytes())
        asked = Question.asked(
            QUESTION,
            conversation=(Turn(speaker=Speaker.USER, text="She is tired, says coyolxauhqui."),),
            record=record,
        )
        outcome = parts.answering.answer(asked, OPERATOR)
    publish(tmp_path, [document(LATER, DOSE, POTASSIUM)])
    canary(tmp_path, record)

    replay = ("audit", "replay", outcome.trace.trace_id, "--json", "--conversation", str(turns))
    with_record = (*replay, "--patient", str(bundle))
    ran = citewell(*with_record, "--question", QUESTION)
    told = json.loads(ran.out)
    assert (told["ran"], told["same"], told["gone"], told["other"]) == (True, True, [], [])
    assert ran.code == 0

    ran = citewell(*with_record, "--question", "What is the dose of illustrative drug C?")
    assert (ran.code, json.loads(ran.out)["other"]) == (
        1,
        ["question: another one, or not to the letter"],
    )
    ran = citewell(*replay, "--question", QUESTION)
    assert json.loads(ran.out)["other"] == ["patient's record: there was one then"]

    for number in range(3):  # three are kept
        publish(tmp_path, [document(LATER, f"Note {number} on illustrative drug B.")])
    ran = citewell(*with_record, "--question", QUESTION)
    told = json.loads(ran.out)
    assert (ran.code, told["ran"]) == (1, False)
    assert told["gone"] == [f"generation: {first} is no longer kept"]
    ran = citewell(*(part for part in with_record if part != "--json"), "--question", QUESTION)
    assert f"No longer the same: generation: {first} is no longer kept." in ran.out
    kinds = [each["entry"]["kind"] for each in json.loads(citewell("audit", "list", "--json").out)]
    assert len(kinds) == 1


def test_what_was_asked_with_is_part_of_the_question(citewell: CommandLine, tmp_path: Path) -> None:
    publish(tmp_path, [document(DOSE, POTASSIUM)])
    with closing(build_parts(Settings(home=tmp_path))) as parts:
        asked = Question.asked(
            QUESTION,
            filters=Filters(sources=frozenset({"elsewhere"}), published_from=date(2020, 1, 2)),
            country="GB",
            locale="en-GB",
            reading_level=9,
        )
        outcome = parts.answering.answer(asked, OPERATOR)
    replay = ("audit", "replay", outcome.trace.trace_id, "--json", "--question", QUESTION)
    filters = ("--filters", '{"sources": ["elsewhere"], "published_from": "2020-01-02"}')
    reader = ("--country", "GB", "--locale", "en-GB", "--reading-level", "9")
    ran = citewell(*replay, *filters, *reader)
    told = json.loads(ran.out)
    assert (ran.code, told["ran"], told["same"], told["other"]) == (0, True, True, [])
    for lacking in (filters, reader):
        ran = citewell(*replay, *lacking)
        assert (ran.code, json.loads(ran.out)["ran"]) == (1, False)
        assert json.loads(ran.out)["other"] == [
            "filters or country: another one, or not to the letter"
        ]
    for wrong in (("--filters", "{"), ("--filters", '{"x": 1}'), ("--reading-level", "99")):
        ran = citewell(*replay, *wrong)
        assert ran.code == 2
        assert "cannot be read" in ran.err


def canary(home: Path, record: PatientRecord) -> None:
    """No word of question, conversation, record or answer lies in any file of the log."""
    patients = ("quetzalcoatl", "coyolxauhqui", "xolotl", "huitzilopochtli", "tlaloc")
    words = (*patients, "once daily", "illustrative")
    assert "xolotl" in record.patient
    files = [*home.glob("governance.sqlite3*"), home / HEADS]
    assert len(files) >= 2
    for file in files:
        held = file.read_bytes().lower()
        assert [word for word in words if word.encode() in held] == []


def test_doctor_warns_of_key_and_heads_beside_the_log(tmp_path: Path) -> None:
    assert list(examined(Settings(home=tmp_path))) == []
    kept(tmp_path, entry(1))
    told = list(examined(Settings(home=tmp_path)))
    assert [(each.name, each.result) for each in told] == [
        ("audit key", Result.WARN),
        ("audit heads", Result.WARN),
    ]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    key = elsewhere / "audit.key"
    (tmp_path / AUDIT_KEY).rename(key)
    (tmp_path / HEADS).rename(elsewhere / "heads.jsonl")
    settings = Settings(home=tmp_path, audit_key_file=key, audit_heads=elsewhere / "heads.jsonl")
    assert list(examined(settings)) == []
    key.chmod(0o644)
    (told_of_key,) = examined(settings)
    assert told_of_key.to_do == f"chmod 600 {key}"
    key.write_text("no key\n")
    (told_of_key,) = examined(settings)
    assert told_of_key.result is Result.FAIL
    (lenient,) = examined(Settings(home=elsewhere / "none", audit_required=False))
    assert lenient.result is Result.WARN


def test_settings_of_the_log_change_no_answer(tmp_path: Path) -> None:
    plain = Settings(home=tmp_path)
    other = Settings(
        home=tmp_path,
        audit_key_file=tmp_path / "a",
        audit_heads=tmp_path / "b",
        audit_required=False,
    )
    assert plain.fingerprint == other.fingerprint


def test_a_server_needs_a_key_file_that_its_machines_share(tmp_path: Path) -> None:
    sealing = tmp_path / "sealing.key"
    sealing.write_text(key_line() + "\n")
    settings = Settings(
        home=tmp_path,
        governance_url=SecretStr("postgresql+psycopg://u:secret@db.example/x"),
        governance_key_file=sealing,
    )
    with (
        closing(governance_store(settings)) as store,
        pytest.raises(ConfigurationError, match="CITEWELL_AUDIT_KEY_FILE"),
    ):
        audit_log(settings, store)
    missing = Settings(home=tmp_path, audit_key_file=tmp_path / "none")
    with (
        closing(governance_store(missing)) as store,
        pytest.raises(ConfigurationError, match="CITEWELL_AUDIT_KEY_FILE"),
    ):
        audit_log(missing, store)
