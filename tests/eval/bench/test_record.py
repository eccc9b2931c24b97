"""The benchmark of patients' records: what it reads is a whole record, and the other side reads all
of it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from app.clock import SystemClock
from app.patient.reader import FhirRecordReader
from eval.bench.bare_fhir import validated
from eval.bench.made_record import AS_OF, bundle
from eval.bench.record import run
from eval.suite import SuiteRequest, UnusableSet


def test_a_made_up_record_is_read_whole_and_the_same_every_time() -> None:
    made = bundle(300)
    assert made == bundle(300)
    record = FhirRecordReader(SystemClock()).read(made, AS_OF)
    assert record.unusable == ()
    stated = Counter(one["resource"]["resourceType"] for one in json.loads(made)["entry"])
    read = Counter(one.kind for one in record.entries)
    assert sum(stated.values()) == 300
    assert read["result"] == stated["Observation"] > 120
    assert read["medicine"] == stated["MedicationRequest"] > 5
    assert sum(read.values()) == 300 - stated["Claim"] - stated["Patient"]


def test_the_other_side_validates_every_entry() -> None:
    assert validated(bundle(100)) == 100
    with pytest.raises(ValueError, match="birthDate"):
        validated(bundle(100).replace(b'"1961-04-12"', b'"last year"'))


def test_each_step_has_a_figure_at_each_size(tmp_path: Path) -> None:
    options = (("turns", "1"), ("sizes", "20,40"))
    request = SuiteRequest(out=tmp_path / "out", cache=tmp_path / "cache", options=options)
    headline = run(request).headline
    assert headline["speedup"] == headline["speedup_40"]
    steps = ("read", "validate", "find", "summary")
    assert all((headline[f"{step}_{size}_ms"] or 0) > 0 for step in steps for size in (20, 40))


@pytest.mark.parametrize("sizes", ["", "1", "20,many", "-5"])
def test_sizes_that_are_none_are_refused(sizes: str, tmp_path: Path) -> None:
    options = (("sizes", sizes),)
    with pytest.raises(UnusableSet, match="whole numbers"):
        run(SuiteRequest(out=tmp_path / "out", cache=tmp_path / "cache", options=options))
