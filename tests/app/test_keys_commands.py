"""`citewell keys`, and a service that knows the keys it made."""

import json
import time
from pathlib import Path

import pytest

from app.domain.errors import ConfigurationError
from app.domain.identity import Rate
from app.governance.sqlite import NAME
from app.settings import read_settings
from tests.app.console.test_asking import free_port
from tests.app.test_cli import CommandLine, citewell
from tests.app.test_serve import Service, home

__all__ = ["citewell", "home"]

MADE = ("keys", "create", "--role", "clinician", "--name", "ward app")


def made(citewell: CommandLine, *more: str) -> dict[str, str]:
    ran = citewell(*MADE, *more, "--json")
    assert ran.code == 0, ran.err
    told: dict[str, str] = json.loads(ran.out)
    return told


def test_a_key_is_printed_once_and_alone(citewell: CommandLine, tmp_path: Path) -> None:
    ran = citewell(*MADE, "--tags", "pharmacy, ward 3", "--tenant", "north", "--rate", "60/minute")
    assert ran.code == 0
    key = ran.out.strip()
    assert key.startswith("cw_")
    assert ran.out.count("\n") == 1
    listed = citewell("keys", "list")
    for word in (key[3:15], "clinician", "ward app", "pharmacy, ward 3", "north", "60/minute"):
        assert word in listed.out
    secret = key.split("_", 2)[2]
    assert secret not in listed.out + citewell("keys", "list", "--json").out
    for file in tmp_path.glob(f"{NAME}*"):
        assert secret.encode() not in file.read_bytes()


def test_keys_are_rotated_and_revoked(citewell: CommandLine) -> None:
    first = made(citewell, "--expires", "90d")
    rotated = citewell("keys", "rotate", first["id"], "--grace", "30m", "--json")
    assert json.loads(rotated.out)["key"].startswith(f"cw_{first['id']}_")
    assert json.loads(rotated.out)["key"] != first["key"]
    assert "Revoked" in citewell("keys", "revoke", first["key"]).out
    listed = json.loads(citewell("keys", "list", "--json").out)
    assert (listed["keys"], listed["valid"]) == (1, 0)
    assert "REVOKED" in citewell("keys", "list").out
    assert citewell("keys", "rotate", first["id"]).code == 1
    assert citewell("keys", "revoke", "ffffffffffff").code == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ("--role", "operator"),
        ("--role", "nurse"),
        ("--name", ""),
        ("--name", "two\nlines"),
        ("--name", "\x1b[31mred"),
        ("--tags", "tenant:south"),
        ("--tenant", "North Hospital"),
        ("--rate", "often"),
        ("--rate", "0/minute"),
        ("--burst", "0"),
        ("--largest-body", "1"),
        ("--expires", "soon"),
        ("--expires", "0"),
        ("--expires", "9999d"),
    ],
)
def test_what_cannot_be_a_key_is_refused(citewell: CommandLine, wrong: tuple[str, str]) -> None:
    ran = citewell(*MADE, *wrong)
    assert ran.code == 2
    assert ran.out == ""
    assert citewell("keys", "list").out.startswith("There is no key.")


def test_help_shows_how(citewell: CommandLine) -> None:
    assert "citewell keys create --role clinician" in citewell("keys", "--help").out


def test_a_service_that_nobody_could_ask_refuses_to_start(
    citewell: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for token in (None, ""):
        if token is not None:
            monkeypatch.setenv("CITEWELL_TOKEN", token)
        ran = citewell("serve", "--port", str(free_port()))
        assert ran.code == 2
    assert "citewell keys create" in ran.err


def test_a_running_service_knows_keys_made_and_revoked_meanwhile(
    citewell: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_HOME", str(home))
    first = made(citewell)
    service = Service(home, CITEWELL_TOKEN="").ready()
    try:
        second = made(citewell)
        for key in (first["key"], second["key"]):
            assert service.post("/v1/search", {"query": "dose"}, key).status_code == 200
        assert service.post("/v1/search", {"query": "dose"}, "").status_code == 401
        citewell("keys", "revoke", second["id"])
        time.sleep(1.0)
        assert service.post("/v1/search", {"query": "dose"}, second["key"]).status_code == 401
        assert service.post("/v1/search", {"query": "dose"}, first["key"]).status_code == 200
    finally:
        assert service.stop() == 0
    assert first["key"] not in service.log.read_text()
    used = {each["id"]: each["last_used"] for each in _listed(citewell)}
    assert used[first["id"]] is not None


def _listed(citewell: CommandLine) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = json.loads(citewell("keys", "list", "--json").out)["by_key"]
    return listed


def test_settings_of_the_front_door(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = read_settings().fingerprint
    file = tmp_path / "citewell.toml"
    file.write_text(
        'jwt_hosts = ["login.example"]\n'
        "[[jwt_issuers]]\n"
        'name = "hospital"\nissuer = "https://login.example"\naudience = "citewell"\n'
        'keys = "https://login.example/keys"\nroles = { doctors = "clinician" }\n'
    )
    monkeypatch.setenv("CITEWELL_CONFIG", str(file))
    monkeypatch.setenv("CITEWELL_RATE", "5/second")
    monkeypatch.setenv("CITEWELL_TRUSTED_PROXIES", "10.0.0.1, 10.1.0.0/16")
    monkeypatch.setenv("CITEWELL_CORS_ORIGINS", "https://portal.example")
    settings = read_settings()
    assert settings.rate == Rate(requests=5, seconds=1)
    assert settings.trusted_proxies == ("10.0.0.1", "10.1.0.0/16")
    assert settings.cors_origins == ("https://portal.example",)
    assert settings.jwt_issuers[0].roles == {"doctors": "clinician"}
    assert settings.fingerprint == before
    for name, wrong in (("CORS_ORIGINS", "*"), ("RATE", "often"), ("FAILURES", "60")):
        with monkeypatch.context() as changed:
            changed.setenv(f"CITEWELL_{name}", wrong)
            with pytest.raises(ConfigurationError, match=f"CITEWELL_{name}"):
                read_settings()


@pytest.mark.parametrize(
    "wrong",
    [
        'algorithms = ["HS256"]\nroles = { doctors = "clinician" }',
        'algorithms = ["none"]\nroles = { doctors = "clinician" }',
        'roles = { doctors = "operator" }',
        "",
        'role = "clinician"\nsurprise = 1',
        'role = "clinician"\ntenant = "a"\ntenant_claim = "org"',
    ],
)
def test_an_issuer_that_could_not_be_trusted_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wrong: str
) -> None:
    file = tmp_path / "citewell.toml"
    file.write_text(
        '[[jwt_issuers]]\nname = "x"\nissuer = "i"\naudience = "a"\nkeys = "k"\n' + wrong + "\n"
    )
    monkeypatch.setenv("CITEWELL_CONFIG", str(file))
    with pytest.raises(ConfigurationError):
        read_settings()
