"""Vaccines given, and not."""

from tests.app.patient.bundles import entry, event, immunization


def test_a_vaccine_that_was_not_given_says_so() -> None:
    found = event(entry(immunization(status="not-done", statusReason={"text": "refused"})))
    assert (found.done, found.words) == (False, "not done; refused")


def test_a_vaccine_in_words_of_a_year_is_dated() -> None:
    found = entry(immunization(occurrenceDateTime=None, occurrenceString="in 2019"))
    assert found.on
    assert found.on.text == "2019"
