"""Which lines bear on a question of medicine, and in which order."""

from app.patient.lines import lines_of
from app.patient.ranking import MOST_OF_SERIES, bearing
from app.patient.subjects import subjects_in
from tests.app.patient.records import event, her_record, medicine, record, result
from tests.fakes import FakeEmbedder


def found(question: str, *entries: object) -> list[str]:
    of = record(*entries) if entries else her_record()  # type: ignore[arg-type]
    lines = [one for one in lines_of(of) if one.entry is not None]
    return [one.text for one in bearing(question, subjects_in(question), lines, FakeEmbedder())]


def test_what_both_name_bears_on_it() -> None:
    assert set(found("Can amiodarone be combined with apixaban in atrial fibrillation?")) == {
        "Apixaban 5 mg tablet: active since 2021-02-01.",
        "Atrial fibrillation: active since 2019-01-20.",
    }


def test_a_class_and_its_member_are_named_by_both() -> None:
    assert found("Which anticoagulant is safest?")[0].startswith("Apixaban")


def test_an_allergy_to_the_medicine_bears_on_it() -> None:
    assert "Allergy to Penicillin (rash), recorded 2012." in found("Is amoxicillin first line?")


def test_a_common_word_does_not() -> None:
    entries = (event("encounter", 1, "Encounter for treatment of problem", "2026-01-01"),)
    assert found("What is the treatment of scabies?", *entries) == []


def test_an_uncommon_word_does_where_the_two_are_alike() -> None:
    entries = (event("procedure", 1, "Colonoscopy", "2019-01-01"),)
    assert found("colonoscopy done when", *entries) == ["Colonoscopy: done, 2019-01-01."]


def test_no_series_fills_it_all_and_its_newest_come_first() -> None:
    series = [result(n, "INR", f"{n}.5", f"20{n}-01-01", "inr") for n in range(10, 20)]
    texts = found("What INR is needed?", *series)
    assert len(texts) == MOST_OF_SERIES
    assert texts == ["INR 19.5 on 2019-01-01.", "INR 18.5 on 2018-01-01."]


def test_of_the_same_sentence_one_is_enough() -> None:
    twice = [medicine(n, "Warfarin 5 mg", {"warfarin"}) for n in (1, 2)]
    assert len(found("Does warfarin interact with aspirin?", *twice)) == 1


def test_a_record_without_entries_bears_on_nothing() -> None:
    assert bearing("warfarin", subjects_in("warfarin"), (), FakeEmbedder()) == ()


def test_few_lines_are_embedded_however_long_the_record() -> None:
    embedder = FakeEmbedder()
    many = record(
        *(result(n, "INR", f"{n}.5", "2019-01-01", "inr") for n in range(500)),
        *(medicine(n, f"Warfarin {n} mg", {"warfarin"}) for n in range(500)),
    )
    question = "Which INR is needed on warfarin?"
    lines = [one for one in lines_of(many) if one.entry is not None]
    bearing(question, subjects_in(question), lines, embedder)
    assert 0 < embedder.embedded <= 32
