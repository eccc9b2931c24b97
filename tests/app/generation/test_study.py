"""Where an abstract tells its finding."""

from app.generation.study import report_bonus


def test_the_finding_of_a_study_outranks_its_aim() -> None:
    aim, method, finding = report_bonus(
        [
            "We investigated whether examplol shortens itch.",
            "Forty adults took examplol or nothing.",
            "Itch was significantly shorter with examplol.",
        ]
    )
    assert finding > method > aim


def test_a_guideline_gains_nothing_by_such_words() -> None:
    text = ["The aim is an itch score below 3.", "Increase the dose of examplol after a week."]
    assert report_bonus(text) == [0.0, 0.0]


def test_a_single_sentence_has_a_bonus_too() -> None:
    assert len(report_bonus(["We found that examplol reduced itch."])) == 1
    assert report_bonus([]) == []
