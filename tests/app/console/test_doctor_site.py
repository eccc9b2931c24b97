"""What the doctor says of the machine, the network and the age of the library."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.console.checks import Check, Result
from app.console.doctor_library import ages
from app.console.doctor_site import site
from app.domain.corpus import Provenance, Status
from app.settings import Settings
from tests.fakes import FakeGenerations, split_document

LONG = "a-token-that-nobody-guesses"


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CITEWELL_CONFIG", raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir(mode=0o700)
    return made


def said(home: Path, name: str, **given: object) -> list[Check]:
    settings = Settings.model_validate({"home": home, **given})
    return [each for each in site(settings) if each.name == name]


def only(home: Path, name: str, **given: object) -> Check:
    (check,) = said(home, name, **given)
    return check


def test_a_site_set_up_well_is_all_ok(home: Path) -> None:
    settings = Settings(home=home, token=LONG, jurisdiction="GB")
    assert {each.result for each in site(settings)} == {Result.OK}


def test_files_of_the_future_show_a_wrong_clock(home: Path) -> None:
    (home / "audit.heads").touch()
    assert only(home, "clock").result is Result.OK
    later = time.time() + 86_400
    os.utime(home / "audit.heads", (later, later))
    assert only(home, "clock").result is Result.WARN


def test_what_others_may_write_fails_and_what_they_may_read_warns(home: Path) -> None:
    assert only(home, "permissions").result is Result.OK
    home.chmod(0o755)
    assert only(home, "permissions").result is Result.WARN
    (home / "governance.db").touch()
    (home / "governance.db").chmod(0o666)
    check = only(home, "permissions")
    assert check.result is Result.FAIL
    assert "governance.db" in check.found


def test_a_settings_file_with_a_token_is_for_its_owner_alone(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "citewell.toml"
    file.write_text('jurisdiction = "GB"\n')
    file.chmod(0o644)
    assert len(said(home, "permissions")) == 1
    file.write_text(f'token = "{LONG}"\n')
    found = said(home, "permissions")
    assert [each.result for each in found] == [Result.OK, Result.WARN]
    assert LONG not in str(found)
    file.chmod(0o600)
    assert len(said(home, "permissions")) == 1


def test_an_open_address_without_tls_in_front_is_told(home: Path) -> None:
    assert only(home, "address", host="127.0.0.1").result is Result.OK
    check = only(home, "address", host="10.0.0.5")
    assert check.result is Result.WARN
    assert "TLS" in check.found
    behind = only(home, "address", host="10.0.0.5", trusted_proxies=("10.0.0.2",))
    assert behind.result is Result.OK


def test_a_short_token_fails_where_other_machines_reach_the_service(home: Path) -> None:
    assert said(home, "token", token=LONG) == []
    assert only(home, "token", token="short").result is Result.WARN
    check = only(home, "token", token="short", host="10.0.0.5")
    assert check.result is Result.FAIL


def test_proxies_are_named_and_not_shown(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert only(home, "proxies").found == "none in the environment"
    monkeypatch.setenv("HTTPS_PROXY", "http://user:password@proxy.example:3128")
    found = only(home, "proxies").found
    assert "https_proxy" in found
    assert "password" not in found


def test_a_missing_jurisdiction_and_a_missing_token_of_metrics_are_told(home: Path) -> None:
    assert only(home, "jurisdiction").result is Result.WARN
    assert only(home, "metrics", metrics="token").result is Result.FAIL
    held = only(home, "metrics", metrics="token", metrics_token="token-of-the-scraper")
    assert held.result is Result.OK


def aged(days: int, *stated: Provenance) -> dict[str, Check]:
    generations = FakeGenerations()
    with generations.begin() as building:
        building.add(
            [split_document(f"Document {n}", ["Text."], one) for n, one in enumerate(stated)]
        )
        building.publish()
    with generations.lease() as snapshot:
        made = datetime.now(UTC) - timedelta(days=days)
        manifest = snapshot.manifest.model_copy(update={"created": made})
        return {each.name: each for each in ages(Settings(), manifest, snapshot.library)}


def dated(**stated: object) -> Provenance:
    return Provenance.model_validate({"source": "made up", "licence": "CC0-1.0", **stated})


def test_an_index_that_nobody_renewed_is_told() -> None:
    this_year = dated(published=datetime.now(UTC).date())
    assert aged(3, this_year)["index age"].result is Result.OK
    assert aged(3, this_year)["documents"].result is Result.OK
    assert aged(200, this_year)["index age"].result is Result.WARN


def test_old_and_overdue_documents_are_counted() -> None:
    check = aged(
        1,
        dated(published=date(1999, 1, 1)),
        dated(review_due=date(2001, 1, 1)),
        dated(),
        dated(published=datetime.now(UTC).date(), status=Status.RETRACTED),
    )["documents"]
    assert check.result is Result.WARN
    assert check.found.startswith("4 documents: 1 older than 10 years, 1 past their review date")
    assert "1 without a date, 1 superseded or retracted" in check.found
