import tomllib

import pytest

from eval.perturb.abbreviations import TABLE, with_abbreviations_swapped

PAIRS = tomllib.loads(TABLE.read_text())["pair"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair["short"]))
def test_every_pair_goes_there_and_back(pair: dict[str, object]) -> None:
    short, spellings = pair["short"], pair["long"]
    assert isinstance(spellings, list)
    for spelling in spellings:
        asked = f"Is examplol safe with {spelling}?"
        assert with_abbreviations_swapped(asked, "q") == f"Is examplol safe with {short}?"
    written_out = with_abbreviations_swapped(f"Is examplol safe with {short}?", "q")
    if pair.get("expand", True):
        assert written_out == f"Is examplol safe with {spellings[0]}?"
    else:
        assert written_out is None


def test_the_table_has_the_common_ones() -> None:
    assert {"MI", "AF", "HTN", "eGFR", "COPD", "CKD", "DVT", "UTI"} <= {p["short"] for p in PAIRS}
    assert len(PAIRS) >= 60


@pytest.mark.parametrize(
    ("question", "swapped"),
    [
        ("After a myocardial infarction (MI)?", "After a MI (myocardial infarction)?"),
        ("Positive cerebrospinal fluid (CSF) cultures?", "Positive CSF cultures?"),
        ("MI or DVT?", "Myocardial infarction or deep vein thrombosis?"),
        ("NSAIDs in heart failure", "Non-steroidal anti-inflammatory drugs in HF"),
        ("ST-elevation myocardial infarction", "STEMI"),
        ("Hypertension in pregnancy", "HTN in pregnancy"),
    ],
)
def test_whole_questions(question: str, swapped: str) -> None:
    assert with_abbreviations_swapped(question, "q") == swapped


@pytest.mark.parametrize(
    "question", ["AFTER breakfast?", "The MINI test", "ms and Mi", "RA or PE or CT?", "AF-like"]
)
def test_what_only_looks_like_an_abbreviation_stays(question: str) -> None:
    assert with_abbreviations_swapped(question, "q") is None
