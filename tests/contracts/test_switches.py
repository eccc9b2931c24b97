"""What switches must do, on the fake and on every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.ports.switching import Switches
from app.domain.switching import Switch, SwitchKind
from app.governance.switches import StoredSwitches
from tests.fakes import FakeClock
from tests.governance_sites import KINDS, site_on
from tests.people import NOON, FakeSwitches


@pytest.fixture(params=["fake", *KINDS])
def switches(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Switches]:
    if request.param == "fake":
        yield FakeSwitches()
        return
    with site_on(request.param, tmp_path) as site:
        yield StoredSwitches(site.store(), FakeClock(NOON))


def turn(switches: Switches, kind: SwitchKind, subject: str, *, off: bool = True) -> Switch:
    return switches.switch(
        kind, subject, off=off, by="A. Examplo", reason="an incident", ask="B. Muster"
    )


def test_nothing_is_off_at_first(switches: Switches) -> None:
    assert not switches.off()
    assert switches.history() == ()


def test_what_was_switched_last_holds(switches: Switches) -> None:
    first = turn(switches, SwitchKind.DRUG, "examplol")
    second = turn(switches, SwitchKind.TOPIC, "examplol")
    assert switches.off().switches == (second, first)
    back = turn(switches, SwitchKind.DRUG, "examplol", off=False)
    assert switches.off().switches == (second,)
    again = turn(switches, SwitchKind.DRUG, "examplol")
    assert switches.off().switches == (again, second)
    assert switches.history() == (again, back, second, first)
    assert switches.history(1) == (again,)
    assert (first.by, first.reason, first.whom) == ("A. Examplo", "an incident", "B. Muster")
