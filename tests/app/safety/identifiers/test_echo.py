"""An answer that repeats an identifier of the question is caught; one about medicine is not."""

import pytest

from app.safety.identifiers.echo import echoed
from app.safety.identifiers.finder import PresidioFinder

FINDER = PresidioFinder()
QUESTION = (
    "Mrs Élodie Hargreaves, DOB 14/03/1961, NHS 943 476 5919, tel 020 7946 0018, "
    "e.h@mail.example.org, has Crohn's disease and takes 20 mg of Camila. What now?"
)


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        ("Mrs Hargreaves should stop it.", ("name",)),
        ("ELODIE should stop it.", ("name",)),
        ("Born 14-03-1961, so give less.", ("date",)),
        ("Record 9434765919 says so.", ("record",)),
        ("Call 02079460018 (Hargreaves).", ("name", "phone")),
        ("Write to e.h@mail.example.org.", ("email",)),
        ("In Crohn's disease give 20 mg of azathioprine.", ()),
        ("Of 943 patients, 476 had 5919 events.", ()),
        ("", ()),
    ],
)
def test_what_an_answer_repeats_is_named_by_its_kind(answer: str, kinds: tuple[str, ...]) -> None:
    assert echoed(FINDER, QUESTION, answer) == kinds


def test_an_eponym_or_a_word_in_a_name_is_no_echo() -> None:
    assert echoed(FINDER, "Mr Parkinson has tremor.", "Parkinson's disease causes tremor.") == ()
    assert echoed(FINDER, "Dr White asks.", "White cells fell.") == ()


def test_a_question_without_identifiers_is_never_echoed() -> None:
    assert echoed(FINDER, "Dose of apixaban?", "Apixaban 5 mg, Mrs Hargreaves.") == ()
