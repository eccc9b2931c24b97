"""The people in the loop as a service has them: one store, one log."""

from contextlib import closing
from pathlib import Path

import pytest

from app.compose_governance import audit_log, governance_store
from app.compose_people import people
from app.domain.adverse_event import AdverseEventReport
from app.domain.audit import AuditKind
from app.domain.errors import ConfigurationError
from app.domain.reviewing import Cause
from app.settings import Settings
from app.terms.drug_resolver import drug_resolver
from tests.app.answering.test_answerer import OPERATOR
from tests.contracts.test_adverse_events import REPORT
from tests.fakes import FakeIdentifierFinder


def test_a_report_is_claimed_by_the_id_it_was_filed_under(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    warfarin = {**REPORT.model_dump(mode="json"), "medicines": [{"name": "warfarin"}]}
    with closing(governance_store(settings)) as store, closing(audit_log(settings, store)) as log:
        found = people(settings, store, drug_resolver(), FakeIdentifierFinder(), log)
        report = AdverseEventReport.model_validate(warfarin)
        receipt = found.reporting.report(report, OPERATOR)
        (task,) = found.reviews.waiting()
        assert (task.trace_id, task.causes) == (receipt.id, (Cause.ADVERSE_EVENT,))
        assert task.topic == "anticoagulation"
        found.reviews.claim(task.id, "ann")
        found.reviews.approve(task.id, "ann")
        found.close()
        kinds = [each.entry.kind for each in log.entries()]
        assert kinds == [AuditKind.REVIEW, AuditKind.REVIEW, AuditKind.ADVERSE_EVENT]
        assert log.verify().faults == ()


@pytest.mark.parametrize(
    "given",
    [
        {"webhook_hosts": ("safety.example",)},
        {"webhook_secret": "s" * 32},
        {"webhook_secret": "short", "webhook_hosts": ("safety.example",)},
        {
            "webhook_secret": "s" * 32,
            "webhook_hosts": ("safety.example",),
            "webhook_networks": ("everywhere",),
        },
    ],
)
def test_a_webhook_that_may_not_be_called_refuses_to_start(
    tmp_path: Path, given: dict[str, object]
) -> None:
    settings = Settings(home=tmp_path, webhook_url="https://safety.example/x", **given)  # type: ignore[arg-type]
    with closing(governance_store(settings)) as store, closing(audit_log(settings, store)) as log:
        with pytest.raises(ConfigurationError) as told:
            people(settings, store, drug_resolver(), FakeIdentifierFinder(), log)
        assert "s" * 32 not in str(told.value)
