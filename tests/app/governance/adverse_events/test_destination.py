"""A webhook goes where the site lists, and nowhere else."""

from collections.abc import Sequence

import pytest

from app.domain.errors import ConfigurationError
from app.governance.adverse_events.destination import (
    AddressRefused,
    checked_address,
    destination,
    networks,
)

HOSTS = ("safety.example", "10.1.2.3", "localhost")
SECRET = "correct-horse"


def to(url: str) -> object:
    return destination(url, HOSTS, "URL", "HOSTS")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "safety.example/x",
        "ftp://safety.example/x",
        "file:///etc/passwd",
        "gopher://safety.example/",
        "https://other.example/x",
        "https://safety.example.other.example/x",
        "https://safety.example@other.example/x",
        f"https://user:{SECRET}@safety.example/x",
        "https://other.example\\@safety.example/x",
        "https://other.example#@safety.example/x",
        "https://safety.example:99999/x",
        "https://safety.example:x/x",
        "https://[::1/x",
        "https://safety.example/x\r\nHost: other",
        "https://safety.example/ x",
        "https://s\u0430fety.example/x",
        "http://safety.example/x",
        "http://10.1.2.3/x",
        "https:///x",
    ],
)
def test_any_other_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        to(url)
    assert SECRET not in str(told.value)
    assert "other.example" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "authority", "at"),
    [
        ("https://safety.example/x?y=1", "safety.example", "https://10.0.0.9:443/x?y=1"),
        ("https://SAFETY.example:8443", "safety.example:8443", "https://10.0.0.9:8443/"),
        ("http://localhost:8080/x", "localhost:8080", "http://10.0.0.9:8080/x"),
    ],
)
def test_the_connection_goes_to_the_address_that_was_checked(
    url: str, authority: str, at: str
) -> None:
    found = destination(url, HOSTS, "URL", "HOSTS")
    assert found.authority == authority
    assert found.at("10.0.0.9") == at
    assert "[fd00::9]" in found.at("fd00::9")


@pytest.mark.parametrize(
    ("addresses", "allowed", "taken"),
    [
        (["10.0.0.9"], (), "10.0.0.9"),
        (["93.184.216.34"], (), "93.184.216.34"),
        (["fd12::9"], (), "fd12::9"),
        (["127.0.0.1"], (), None),
        (["10.0.0.9", "127.0.0.1"], (), None),
        (["::1"], (), None),
        (["::ffff:127.0.0.1"], (), None),
        (["::ffff:169.254.169.254"], (), None),
        (["169.254.169.254"], (), None),
        (["fe80::1%eth0"], (), None),
        (["fd00:ec2::254"], (), None),
        (["64:ff9b::a9fe:a9fe"], (), None),
        (["2002:7f00:1::"], (), None),
        (["0.0.0.0"], (), None),  # noqa: S104 - nothing is bound
        (["::"], (), None),
        (["224.0.0.1"], (), None),
        (["255.255.255.255"], (), None),
        (["10.0.0.9"], ("10.0.0.0/24",), "10.0.0.9"),
        (["10.0.1.9"], ("10.0.0.0/24",), None),
        (["93.184.216.34"], ("10.0.0.0/24",), None),
        (["127.0.0.1"], ("127.0.0.0/8",), "127.0.0.1"),
    ],
)
def test_every_address_of_the_host_is_looked_at(
    addresses: Sequence[str], allowed: Sequence[str], taken: str | None
) -> None:
    found = destination("https://safety.example/x", HOSTS, "URL", "HOSTS")
    inside = networks(allowed, "NETWORKS")
    if taken is None:
        with pytest.raises(AddressRefused):
            checked_address(found, inside, lambda host, port: addresses)
    else:
        assert checked_address(found, inside, lambda host, port: addresses) == taken


def test_a_host_without_an_address_is_an_error_that_passes() -> None:
    found = destination("https://safety.example/x", HOSTS, "URL", "HOSTS")
    with pytest.raises(OSError, match="no address"):
        checked_address(found, (), lambda host, port: ())


def test_networks_are_networks() -> None:
    with pytest.raises(ConfigurationError, match="NETWORKS"):
        networks(("10.0.0.1/8",), "NETWORKS")
