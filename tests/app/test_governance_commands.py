"""`citewell governance` and what `citewell doctor` says of it."""

import base64
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.compose_governance import governance_store
from app.console.checks import Check, Result
from app.console.doctor_governance import governed
from app.domain.errors import ConfigurationError
from app.governance.keys import NAME as KEY_NAME
from app.governance.sqlite import NAME
from app.governance.tables import REVISION
from app.settings import Settings, read_settings
from tests.app.console.test_asking import free_port
from tests.app.test_cli import CommandLine, citewell, service
from tests.app.test_serve import citewell as process
from tests.governance_sites import needs_postgres, site_on

__all__ = ["citewell", "service"]

PASSWORD = "correct-horse-battery"
SIGN = ("rules", "sign-off", "renal/metformin", "--by", "A. Examplo")


def key_file(file: Path, *kept: str) -> str:
    line = base64.b64encode(os.urandom(32)).decode()
    file.write_text("\n".join((line, *kept)) + "\n")
    file.chmod(0o600)
    return line


def examined(settings: Settings) -> list[Check]:
    return list(governed(settings))


def test_status_of_a_home_without_records_makes_nothing(
    citewell: CommandLine, tmp_path: Path
) -> None:
    found = json.loads(citewell("governance", "status", "--json").out)
    assert found == {
        "place": str(tmp_path / NAME),
        "revision": None,
        "newest": REVISION,
        "sealed_with": [],
        "verified": True,
    }
    assert "nothing was written yet" in citewell("governance", "status").out
    assert list(tmp_path.iterdir()) == []


def test_going_back_says_what_is_lost_and_asks(citewell: CommandLine) -> None:
    assert citewell(*SIGN).code == 0
    ran = citewell("governance", "migrate", "--to", "base")
    assert ran.code == 2
    assert "loses every sign-off" in ran.err
    assert "lie in the clear again" in ran.err
    assert "--yes" in ran.err
    assert json.loads(citewell("rules", "list", "--json").out)["signed_off"] == 1
    ran = citewell("governance", "migrate", "--to", "0001", "--yes")
    assert ran.code == 0
    assert "is at revision 0001." in ran.out
    ran = citewell("governance", "migrate")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(citewell("rules", "list", "--json").out)["signed_off"] == 1
    ran = citewell("governance", "migrate", "--to", "base", "--yes")
    assert "is at revision base." in ran.out
    assert json.loads(citewell("rules", "list", "--json").out)["signed_off"] == 0


def test_no_such_revision_is_told(citewell: CommandLine) -> None:
    ran = citewell("governance", "migrate", "--to", "0815")
    assert ran.code == 1
    assert "base, 0001" in ran.err


@pytest.mark.usefixtures("service")
def test_nothing_goes_back_under_a_running_service(citewell: CommandLine) -> None:
    assert citewell("governance", "migrate").code == 0
    ran = citewell("governance", "migrate", "--to", "0001", "--yes")
    assert ran.code == 2
    assert "stop it first" in ran.err
    assert f"revision {REVISION}" in citewell("governance", "migrate").out


def test_keys_rotate(
    citewell: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "keys"
    monkeypatch.setenv("CITEWELL_GOVERNANCE_KEY_FILE", str(file))
    first = key_file(file)
    assert citewell(*SIGN).code == 0
    key_file(file, first)
    ran = citewell("governance", "reseal")
    assert ran.code == 0
    assert "0 cells" in ran.out
    (needed,) = json.loads(citewell("governance", "status", "--json").out)["sealed_with"]
    assert needed in ran.out
    assert not (tmp_path / KEY_NAME).exists()


def test_a_key_file_that_is_not_there_refuses_to_start(
    citewell: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_GOVERNANCE_KEY_FILE", str(tmp_path / "none"))
    for arguments in (("rules", "overrides"), SIGN, ("governance", "status")):
        ran = citewell(*arguments)
        assert ran.code == 2, arguments
        assert "Put it back" in ran.err


def test_a_service_does_not_start_on_records_of_a_newer_one(
    citewell: CommandLine, tmp_path: Path
) -> None:
    assert citewell(*SIGN).code == 0
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        database.execute("UPDATE governance_version SET version_num = '9999'")
        database.commit()
    done = process(tmp_path, "serve", "--dev", "--port", str(free_port()))
    assert done.returncode == 2
    assert "Install that version" in done.stderr
    assert citewell("rules", "overrides").code == 2


def test_a_server_without_a_shared_key_is_refused(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://u:{PASSWORD}@127.0.0.1:1/x"
    with pytest.raises(ConfigurationError, match="CITEWELL_GOVERNANCE_KEY_FILE") as told_why:
        governance_store(Settings(home=tmp_path, governance_url=url))
    assert PASSWORD not in str(told_why.value)


def test_the_password_is_in_no_setting_that_is_shown_or_counted(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://u:{PASSWORD}@127.0.0.1:1/x"
    settings = read_settings(governance_url=url, governance_key_file=tmp_path / "k")
    assert PASSWORD not in f"{settings!r}{settings.model_dump_json()}"
    assert settings.fingerprint == read_settings().fingerprint


@needs_postgres
def test_the_command_line_works_on_postgresql(
    citewell: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_file(tmp_path / "keys")
    with site_on("postgres", tmp_path) as site:
        assert site.url is not None
        monkeypatch.setenv("CITEWELL_GOVERNANCE_KEY_FILE", str(tmp_path / "keys"))
        monkeypatch.setenv("CITEWELL_GOVERNANCE_URL", site.url)
        key_file(tmp_path / "audit")
        monkeypatch.setenv("CITEWELL_AUDIT_KEY_FILE", str(tmp_path / "audit"))
        assert citewell(*SIGN).code == 0
        assert json.loads(citewell("rules", "list", "--json").out)["signed_off"] == 1
        found = json.loads(citewell("governance", "status", "--json").out)
        assert found["place"].startswith("PostgreSQL at ")
        assert found["revision"] == REVISION
        assert not (tmp_path / NAME).exists()


# doctor


def test_doctor_warns_of_a_key_beside_its_records(citewell: CommandLine, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert [one.result for one in examined(settings)] == [Result.OK]
    assert citewell(*SIGN).code == 0
    placed, beside = examined(settings)
    assert (placed.result, beside.result) == (Result.OK, Result.WARN)
    assert f"revision {REVISION} of {REVISION}" in placed.found
    assert str(tmp_path / KEY_NAME) in beside.found
    assert "CITEWELL_GOVERNANCE_KEY_FILE" in (beside.to_do or "")


def test_doctor_is_content_with_a_key_elsewhere_that_is_nobody_elses(tmp_path: Path) -> None:
    key_file(tmp_path / "keys")
    settings = Settings(home=tmp_path / "home", governance_key_file=tmp_path / "keys")
    assert [one.result for one in examined(settings)] == [Result.OK]
    (tmp_path / "keys").chmod(0o644)
    assert "chmod 600" in (examined(settings)[-1].to_do or "")


def test_doctor_finds_a_lost_key(citewell: CommandLine, tmp_path: Path) -> None:
    assert citewell(*SIGN).code == 0
    (tmp_path / KEY_NAME).unlink()
    (failed,) = examined(Settings(home=tmp_path))
    assert failed.result is Result.FAIL
    assert "Put it back" in (failed.to_do or "")


def test_doctor_finds_a_server_out_of_reach(tmp_path: Path) -> None:
    key_file(tmp_path / "keys")
    url = f"postgresql+psycopg://u:{PASSWORD}@127.0.0.1:1/x"
    settings = Settings(home=tmp_path, governance_url=url, governance_key_file=tmp_path / "keys")
    (failed,) = examined(settings)
    assert failed.result is Result.FAIL
    assert PASSWORD not in str(failed)
