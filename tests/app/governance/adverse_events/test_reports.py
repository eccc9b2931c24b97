"""Reports lie sealed, and who was harmed is nobody in them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.domain.adverse_event import AdverseEventReport
from app.governance.adverse_events.reports import StoredAdverseEvents
from app.governance.resealing import reseal
from tests.contracts.test_adverse_events import REPORT
from tests.fakes import FakeClock
from tests.governance_sites import Site
from tests.people import NOON


def test_no_word_lies_in_the_clear_and_identifiers_are_taken_out(tmp_path: Path) -> None:
    site = Site(tmp_path, None)
    store = site.store()
    events = StoredAdverseEvents(
        store, FakeClock(NOON), lambda text: text.replace("Mrs Muster", "[NAME]")
    )
    told = {"what_happened": "Mrs Muster had a rash.", "remarks": "said Mrs Muster"}
    event = events.add(REPORT.model_copy(update=told))
    assert event.report.what_happened == "[NAME] had a rash."
    assert event.report.remarks == "said [NAME]"
    assert events.show(event.id).report.reporter.contact == "ward 9"
    assert reseal(store).cells == 0
    site.close()
    for file in tmp_path.iterdir():
        for word in (b"rash", b"Muster", b"ward 9", b"examplol"):
            assert word not in file.read_bytes()


@pytest.mark.parametrize(
    "changed",
    [
        {"patient_name": "Mrs Muster"},
        {"what_happened": "x"},
        {"what_happened": "nul \x00 in it"},
        {"answer": "../../etc/passwd"},
        {"seriousness": "bad"},
        {"medicines": [{"name": "x"}] * 21},
        {"age": 43},
        {"happened_on": 0},
        {"happened_on": "0"},
    ],
)
def test_a_form_takes_its_fields_alone(changed: dict[str, object]) -> None:
    given = {**REPORT.model_dump(mode="json"), **changed}
    with pytest.raises(ValidationError):
        AdverseEventReport.model_validate(given)
