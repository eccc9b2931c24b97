"""Switches: at once in every process, fast, sealed, and unknown where they cannot be read."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.domain.errors import Unavailable
from app.domain.switching import SwitchKind
from app.governance.sqlite import NAME
from app.governance.store import Store
from app.governance.switches import StoredSwitches
from tests.fakes import FakeClock
from tests.governance_sites import Site
from tests.people import NOON

ROOT = Path(__file__).parents[3]
CLOCK = FakeClock(NOON)
REASON = "quetzalcoatl was harmed"


def turn(store: Store, subject: str, *, off: bool = True) -> None:
    StoredSwitches(store, CLOCK).switch(
        SwitchKind.DRUG, subject, off=off, by="A. Examplo", reason=REASON
    )


def test_the_very_next_look_of_another_store_sees_it(site: Site) -> None:
    mine, theirs = site.store(), StoredSwitches(site.store(), CLOCK)
    for number in range(20):
        turn(mine, "examplol", off=number % 2 == 0)
        assert bool(theirs.off()) == (number % 2 == 0)


def test_the_very_next_look_sees_what_another_process_switched(site: Site) -> None:
    here = StoredSwitches(site.store(), CLOCK)
    turn(site.store(), "first")
    assert len(here.off().switches) == 1
    program = (
        "import sys; from pathlib import Path;"
        "from app.clock import SystemClock; from app.domain.switching import SwitchKind;"
        "from app.governance.store import Store;"
        "from app.governance.switches import StoredSwitches;"
        "StoredSwitches(Store(Path(sys.argv[1]), sys.argv[2] or None), SystemClock())"
        ".switch(SwitchKind.EVERYTHING, 'all', off=True, by='A. Examplo', reason='incident')"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(site.home), site.url or ""],
        cwd=ROOT,
        check=True,
        timeout=120,
    )
    assert here.off().everything() is not None


def test_a_look_takes_less_than_a_millisecond(tmp_path: Path) -> None:
    """The fastest of many: what the machine does beside it is no part of it."""
    site = Site(tmp_path, None)
    store = site.store()
    for number in range(50):
        turn(store, f"examplol {number}")
    switches = StoredSwitches(store, CLOCK)
    assert len(switches.off().switches) == 50
    times = []
    for _ in range(200):
        started = time.perf_counter()
        switches.off()
        times.append(time.perf_counter() - started)
    assert min(times) < 0.001
    site.close()


def test_what_cannot_be_read_is_not_taken_for_on(tmp_path: Path) -> None:
    site = Site(tmp_path, None)
    store = site.store()
    turn(store, "examplol")
    switches = StoredSwitches(store, CLOCK)
    assert switches.off()
    (tmp_path / NAME).rename(tmp_path / "away")
    with pytest.raises(Unavailable):
        switches.off()
    (tmp_path / "away").rename(tmp_path / NAME)
    assert switches.off()
    site.close()


def test_reasons_lie_sealed(tmp_path: Path) -> None:
    site = Site(tmp_path, None)
    turn(site.store(), "examplol")
    site.close()
    for file in tmp_path.iterdir():
        assert b"quetzalcoatl" not in file.read_bytes()


def test_going_back_says_that_switches_are_lost(site: Site) -> None:
    store = site.store()
    turn(store, "examplol")
    step = store.steps_back("0004")[-1]
    assert "switched off" in step.loses
    store.migrate("0004")
    assert not StoredSwitches(store, CLOCK).off()
