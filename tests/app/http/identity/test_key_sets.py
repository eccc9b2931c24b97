"""Where public keys come from: a file, or an allowed host that is asked seldom."""

import json
import os
from pathlib import Path

import httpx
import pytest

from app.domain.errors import ConfigurationError, Unavailable
from app.http.identity.key_sets import BETWEEN, OLD, TOO_OLD, FetchedKeys, FileKeys, key_set_of
from tests.app.http.identity.made_tokens import EC, JWKS, RSA, public

URL = "https://login.example/keys"


class Host:
    """A host of keys that a test changes, with a clock beside it."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.reply: bytes | Exception = JWKS
        self.asked = 0

    def fetch(self, url: str) -> bytes:
        self.asked += 1
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply

    def keys(self) -> FetchedKeys:
        return FetchedKeys(URL, self.fetch, lambda: self.now)


def test_keys_are_fetched_once_and_again_when_old() -> None:
    host = Host()
    keys = host.keys()
    assert host.asked == 0
    assert keys.key("rsa", "RS256") is not None
    assert keys.key("ec", "ES256") is not None
    assert host.asked == 1
    host.now += OLD + 1
    assert keys.key("rsa", "RS256") is not None
    assert host.asked == 2


def test_an_unknown_key_is_looked_for_but_not_often() -> None:
    host = Host()
    keys = host.keys()
    for _ in range(50):
        assert keys.key("new", "RS256") is None
    assert host.asked == 1
    host.reply = json.dumps({"keys": [public(RSA, kid="new")]}).encode()
    host.now += BETWEEN
    assert keys.key("new", "RS256") is not None
    assert host.asked == 2
    assert keys.key("rsa", "RS256") is None


@pytest.mark.parametrize(
    "broken",
    [
        httpx.ConnectError("down"),
        ValueError("404"),
        b"no JSON",
        b"[]",
        b'{"keys": 1}',
        b"[" * 99_999,
    ],
)
def test_while_the_host_is_down_the_last_keys_hold_for_a_day(broken: bytes | Exception) -> None:
    host = Host()
    keys = host.keys()
    keys.key("rsa", "RS256")
    host.reply = broken
    host.now += OLD + 1
    assert keys.key("rsa", "RS256") is not None
    assert host.asked == 2
    assert keys.key("rsa", "RS256") is not None
    assert host.asked == 2
    host.now += TOO_OLD
    with pytest.raises(Unavailable):
        keys.key("rsa", "RS256")
    host.reply = JWKS
    host.now += BETWEEN
    assert keys.key("rsa", "RS256") is not None


def test_a_file_is_read_again_when_it_was_changed(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_bytes(JWKS)
    keys = FileKeys(file)
    assert keys.key("ec", "ES256") is not None
    fresh = tmp_path / "fresh.json"
    fresh.write_text(json.dumps({"keys": [public(EC, kid="second")]}))
    os.replace(fresh, file)  # noqa: PTH105 - as a site would rotate it
    assert keys.key("ec", "ES256") is None
    assert keys.key("second", "ES256") is not None
    file.unlink()
    with pytest.raises(Unavailable):
        keys.key("second", "ES256")


def test_a_private_key_in_the_set_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"keys": [{**public(EC, kid="ec"), "d": "secret"}]}))
    assert FileKeys(file).key("ec", "ES256") is None


@pytest.mark.parametrize(
    "place",
    [
        "/nowhere/keys.json",
        "http://login.example/keys",
        "https://evil.example/keys",
        "https://login.example.evil.example/keys",
        "https://login.example@evil.example/keys",
        "file:///etc/passwd",
        "ftp://login.example/keys",
        "http://169.254.169.254/latest",
    ],
)
def test_no_other_place_is_asked(place: str) -> None:
    with pytest.raises(ConfigurationError):
        key_set_of(place, ("login.example",))


def test_an_allowed_host_may_be_asked() -> None:
    assert isinstance(key_set_of(URL, ("login.example",)), FetchedKeys)
