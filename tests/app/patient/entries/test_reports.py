"""Reports with their conclusions."""

from tests.app.patient.bundles import entry, event, read, report


def test_a_report_tells_its_conclusion_and_that_it_is_preliminary() -> None:
    found = event(entry(report(status="preliminary", conclusion="No focal change.")))
    assert found.words == "preliminary; No focal change."


def test_a_conclusion_too_long_to_give_whole_is_left_out_and_the_report_stays() -> None:
    record = read(report(conclusion="x" * 5000))
    assert [event(one).words for one in record.entries] == [""]
    assert len(record.unusable) == 1
