"""What people do at the command line stands on the audit log, or is not done."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.answering.recording_overrides import AuditedOverrides
from app.compose_governance import governance_store
from app.console.checks import Check, Result
from app.console.doctor_audit import audited
from app.console.doctor_governance import governed
from app.console.doctor_keys import keys_kept
from app.domain.audit import AuditKind
from app.domain.errors import Unavailable
from app.domain.governance import Override
from app.domain.identity import NewKey, Role
from app.governance.api_keys import StoredKeys
from app.governance.audit.heads import NAME as HEADS
from app.governance.audit.log import AUDIT_KEY
from app.governance.tables import REVISION
from app.settings import Settings
from tests.app.test_cli import CommandLine, citewell
from tests.audit_logs import key_line
from tests.fakes import FakeAuditLog, FakeClock, FakeOverrides
from tests.governance_sites import needs_postgres, site_on

__all__ = ["citewell"]

ANN = ("--by", "A. Examplo")
BY = "A.+Examplo"
TRACE = "5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90"


def on_record(citewell: CommandLine, kind: str) -> list[tuple[str, str, str]]:
    """Who, what and to what, oldest first."""
    listed = json.loads(citewell("audit", "list", "--kind", kind, "-n", "999", "--json").out)
    told = [each["entry"] for each in reversed(listed)]
    return [(each["actor"], each["action"], each["subject"]) for each in told]


def test_keys_made_rotated_and_revoked_stand_on_the_log(citewell: CommandLine) -> None:
    create = ("keys", "create", "--role", "clinician", "--name", "ward app", "--json")
    made = json.loads(citewell(*create, *ANN).out)
    assert citewell("keys", "rotate", made["id"], *ANN).code == 0
    assert citewell("keys", "revoke", made["id"]).code == 0
    found = on_record(citewell, "key")
    subject = f"clinician:{made['id']}"
    assert found[:2] == [(BY, "created", subject), (BY, "rotated", subject)]
    assert found[2][1:] == ("revoked", subject)
    assert found[2][0].startswith("os:")
    assert citewell("keys", "revoke", "0" * 12).code == 1
    assert len(on_record(citewell, "key")) == 3
    assert made["key"].split("_", 2)[2] not in citewell("audit", "list", "--json").out


def test_sign_offs_owners_and_the_database_stand_on_the_log(citewell: CommandLine) -> None:
    assert citewell("rules", "sign-off", "renal", *ANN).code == 0
    signed = on_record(citewell, "sign_off")
    assert (BY, "signed", "renal/metformin") in signed
    assert len(signed) == json.loads(citewell("rules", "list", "--json").out)["signed_off"]
    assert citewell("owners", "set", "anticoagulation", "B. Muster", *ANN).code == 0
    assert citewell("governance", "reseal", *ANN).code == 0
    assert citewell("governance", "migrate", *ANN).code == 0
    assert citewell("governance", "migrate", "--to", "0004", "--yes", *ANN).code == 0
    owner, reseal, forward, back = on_record(citewell, "configuration")
    assert owner == (BY, "owner:B.+Muster", "topic/anticoagulation")
    assert reseal[:2] == (BY, "reseal")
    assert reseal[2].startswith("key:")
    assert forward == (BY, "migrate", REVISION)
    assert back == (BY, "migrate-back", "0004")
    assert citewell("audit", "verify").code == 0


def test_switches_and_reviews_stand_on_the_log(citewell: CommandLine, tmp_path: Path) -> None:
    because = ("--because", "new guideline")
    assert citewell("switches", "off", "topic", "anticoagulation", *ANN, *because).code == 0
    assert citewell("switches", "on", "topic", "anticoagulation", *ANN, *because).code == 0
    subject = "topic/anticoagulation"
    assert on_record(citewell, "kill_switch") == [(BY, "off", subject), (BY, "on", subject)]
    listed(tmp_path, TRACE)
    assert citewell("reviews", "claim", "1", *ANN).code == 0
    assert citewell("reviews", "approve", "1", *ANN).code == 0
    task = f"task:1:{TRACE}"
    assert on_record(citewell, "review") == [(BY, "claimed", task), (BY, "approved", task)]
    shown = citewell("audit", "show", TRACE).out
    assert f"review  by {BY}\n" in shown
    assert f"subject         {task}\n" in shown


def listed(home: Path, trace_id: str) -> None:
    from app.compose_people import review_queue

    settings = Settings(home=home)
    with closing(governance_store(settings)) as store:
        review_queue(settings, store).put(trace_id)


@pytest.mark.parametrize(
    "act",
    [
        ("keys", "create", "--role", "clinician", "--name", "ward app"),
        ("rules", "sign-off", "renal/metformin", *ANN),
        ("owners", "set", "anticoagulation", "B. Muster"),
        ("switches", "off", "everything", *ANN, "--because", "incident 12"),
        ("governance", "reseal"),
        ("governance", "migrate", "--to", "base", "--yes"),
    ],
    ids=lambda act: " ".join(act[:2]),
)
def test_what_cannot_be_put_on_record_is_not_done(
    citewell: CommandLine, tmp_path: Path, act: tuple[str, ...]
) -> None:
    assert citewell("rules", "sign-off", "pregnancy/tetracyclines", *ANN).code == 0
    (tmp_path / AUDIT_KEY).write_text(key_line() + "\n")
    ran = citewell(*act)
    assert ran.code == 2
    assert "CITEWELL_AUDIT_KEY_FILE" in ran.err
    assert json.loads(citewell("keys", "list", "--json").out)["keys"] == 0
    assert json.loads(citewell("rules", "list", "--json").out)["signed_off"] == 1
    assert json.loads(citewell("owners", "list", "--json").out)["owned"] == 0
    assert json.loads(citewell("switches", "list", "--json").out)["off"] == 0
    assert json.loads(citewell("governance", "status", "--json").out)["revision"] == REVISION


def test_on_a_server_the_commands_ask_for_the_shared_key(
    citewell: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sealing").write_text(key_line() + "\n")
    monkeypatch.setenv("CITEWELL_GOVERNANCE_KEY_FILE", str(tmp_path / "sealing"))
    monkeypatch.setenv("CITEWELL_GOVERNANCE_URL", "postgresql+psycopg://u:p@127.0.0.1:1/x")
    for act in (
        ("keys", "revoke", "0" * 12),
        ("owners", "set", "anticoagulation", "B. Muster"),
        ("governance", "forget"),
    ):
        ran = citewell(*act)
        assert ran.code == 2
        assert "CITEWELL_AUDIT_KEY_FILE" in ran.err
    settings = Settings(
        home=tmp_path,
        governance_url="postgresql+psycopg://u:p@127.0.0.1:1/x",
        governance_key_file=tmp_path / "sealing",
    )
    assert [(each.name, each.result) for each in audited(settings)] == [("audit key", Result.FAIL)]


@needs_postgres
def test_two_hosts_of_one_server_keep_one_log(
    citewell: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealing, shared, other = (tmp_path / name for name in ("sealing", "shared", "other"))
    for file in (sealing, shared, other):
        file.write_text(key_line() + "\n")
    monkeypatch.setenv("CITEWELL_GOVERNANCE_KEY_FILE", str(sealing))
    monkeypatch.setenv("CITEWELL_AUDIT_HEADS", str(tmp_path / "heads"))
    with site_on("postgres", tmp_path) as site:
        assert site.url is not None
        monkeypatch.setenv("CITEWELL_GOVERNANCE_URL", site.url)
        for host in ("one", "two"):
            monkeypatch.setenv("CITEWELL_HOME", str(tmp_path / host))
            monkeypatch.setenv("CITEWELL_AUDIT_KEY_FILE", str(shared))
            assert citewell("keys", "create", "--role", "admin", "--name", host).code == 0
        monkeypatch.setenv("CITEWELL_AUDIT_KEY_FILE", str(other))
        ran = citewell("keys", "create", "--role", "admin", "--name", "three")
        assert (ran.code, "CITEWELL_AUDIT_KEY_FILE" in ran.err) == (2, True)
        monkeypatch.setenv("CITEWELL_AUDIT_KEY_FILE", str(shared))
        assert len(on_record(citewell, "key")) == 2
        assert citewell("audit", "verify").code == 0


def test_an_override_stands_on_the_log_once_an_answer_or_the_rule_stands() -> None:
    overrides, log = FakeOverrides(), FakeAuditLog()
    audited_so = AuditedOverrides(overrides, log)
    override = Override(rule="a/b", clinician="A. Examplo", reason="agreed with renal")
    for _ in range(2):
        audited_so.record(override, TRACE)
    (told,) = (each.entry for each in log.entries(kind=AuditKind.OVERRIDE))
    assert (told.actor, told.action, told.subject, told.trace_id) == (BY, "used", "a/b", TRACE)
    log.broken = Unavailable("no space")
    with pytest.raises(Unavailable):
        audited_so.record(override, "6" * 32)
    assert len(audited_so.used()) == 1


# doctor


def test_doctor_finds_keys_that_are_forgotten_or_about_to_end(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert list(keys_kept(settings)) == []
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    ends = {"endless": None, "soon": timedelta(days=10), "long": timedelta(days=365)}
    with (
        closing(governance_store(settings)) as store,
        closing(StoredKeys(store, FakeClock(now))) as keys,
    ):
        for name, end in ends.items():
            expires = None if end is None else now + end
            keys.create(NewKey(name=name, role=Role.CLINICIAN, expires=expires))
        gone = keys.create(NewKey(name="gone", role=Role.CLINICIAN)).card.id
        keys.revoke(gone)
    found = list(keys_kept(settings, now))
    assert [each.result for each in found] == [Result.WARN] * 2
    assert "1 of 3 valid keys never expire" in found[0].found
    assert "endless" in found[0].found
    assert "expire within 14 days" in found[1].found
    assert "soon" in found[1].found
    later = list(keys_kept(settings, now + timedelta(days=100)))
    assert "2 of 2 valid keys were not used for 90 days" in later[1].found


def test_doctor_is_content_with_keys_that_are_used_and_end(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with (
        closing(governance_store(settings)) as store,
        closing(StoredKeys(store, FakeClock(now))) as keys,
    ):
        ends = now + timedelta(days=60)
        keys.create(NewKey(name="ward", role=Role.CLINICIAN, expires=ends))
    (told,) = keys_kept(settings, now)
    assert (told.result, told.found) == (Result.OK, "1 valid key, each used and with an end")


def test_doctor_finds_a_log_without_key_or_heads_and_retention_off(
    citewell: CommandLine, tmp_path: Path
) -> None:
    assert citewell("owners", "set", "anticoagulation", "B. Muster").code == 0
    (tmp_path / AUDIT_KEY).unlink()
    (tmp_path / HEADS).unlink()
    assert [(each.name, each.result) for each in audited(Settings(home=tmp_path))] == [
        ("audit key", Result.FAIL),
        ("audit heads", Result.WARN),
    ]
    told = named(governed(Settings(home=tmp_path, retention=False)), "retention")
    assert told is not None
    assert "CITEWELL_RETENTION" in told.to_do
    assert named(governed(Settings(home=tmp_path)), "retention") is None


def named(checks: object, name: str) -> Check | None:
    assert hasattr(checks, "__iter__")
    return next((each for each in checks if each.name == name), None)
