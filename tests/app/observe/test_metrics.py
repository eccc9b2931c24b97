"""Counting without words, and without end."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.domain.observed import Lap, SeenRequest, SeenTrip
from app.observe.metrics import Metrics, Reading
from app.observe.names import OTHER, Names

TRIP = SeenTrip(
    trace_id="0" * 32,
    began=1,
    seconds=0.2,
    laps=(Lap("draft", 0.0, 0.02), Lap("judge", 0.02, 0.01), Lap("draft", 0.03, 0.02)),
    kind="answer",
    audience="clinician",
    with_record=True,
    claims=2,
    verdicts={("numbers", "supported"): 2},
    checks={("allergy", "block"): 1, ("dose", "not_checked"): 1},
    withheld={"penicillin.allergy": 1},
    overridden=1,
    review=True,
)


def values(metrics: Metrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    families = text_string_to_metric_families(metrics.page().decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_a_trip_is_counted_by_what_came_of_it() -> None:
    metrics = Metrics("1.0")
    metrics.answered(TRIP)
    metrics.answered(TRIP._replace(kind="abstention", reason="no_evidence", claims=0))
    found = values(metrics)
    answer = (("audience", "clinician"), ("kind", "answer"), ("reason", ""))
    assert found["citewell_outcomes_total", answer] == 1
    assert found["citewell_claims_total", ()] == 2
    assert found["citewell_blocked_total", ()] == 2
    assert found["citewell_overrides_total", ()] == 2
    assert found["citewell_for_review_total", ()] == 2
    assert found["citewell_records_read_total", ()] == 2
    assert found["citewell_withheld_total", (("rule", "penicillin.allergy"),)] == 2
    verdict = (("verdict", "supported"), ("verifier", "numbers"))
    assert found["citewell_verdicts_total", verdict] == 4
    assert found["citewell_checks_total", (("check", "dose"), ("status", "not_checked"))] == 2
    assert found["citewell_stage_seconds_count", (("stage", "draft"),)] == 2
    assert found["citewell_stage_seconds_sum", (("stage", "draft"),)] == pytest.approx(0.08)


def test_requests_are_in_flight_until_they_are_served() -> None:
    metrics = Metrics("1.0")
    metrics.arrived()
    metrics.arrived()
    metrics.served(SeenRequest("/v1/search", "POST", 422, 0.01, "invalid-request"))
    found = values(metrics)
    assert found["citewell_requests_in_flight", ()] == 1
    assert found["citewell_problems_total", (("slug", "invalid-request"),)] == 1


def test_labels_stay_few_whatever_is_counted() -> None:
    metrics = Metrics("1.0")
    for number in range(2000):
        odd = f"{number}"
        metrics.arrived()
        metrics.served(SeenRequest(f"/v1/{odd}", f"M{odd}", 200, 0.01, f"p{odd}"))
        metrics.answered(
            TRIP._replace(
                kind=f"k{odd}",
                reason=f"Weatherby {odd}!",
                withheld={f"r{odd}": 1},
                checks={(f"c{odd}", f"s{odd}"): 1},
                laps=(Lap(f"l{odd}", 0.0, 0.1),),
            )
        )
    page = metrics.page().decode()
    assert "Weatherby" not in page
    assert page.count("\ncitewell_withheld_total{") == 401
    assert OTHER in page
    assert len(page) < 4_000_000


def test_a_name_that_is_none_of_ours_is_other() -> None:
    names = Names(most=2)
    assert [names(each) for each in ("a", "Weatherby\n", "b", "c", "a")] == [
        "a",
        OTHER,
        "b",
        OTHER,
        "a",
    ]


def test_readings_are_looked_up_when_the_page_is_read() -> None:
    now = [1.0]
    metrics = Metrics("1.0", lambda: [Reading("index_age_seconds", "Age", now[0])])
    assert values(metrics)["citewell_index_age_seconds", ()] == 1
    now[0] = 2.0
    assert values(metrics)["citewell_index_age_seconds", ()] == 2
    assert values(metrics)["citewell_build_info", (("version", "1.0"),)] == 1
