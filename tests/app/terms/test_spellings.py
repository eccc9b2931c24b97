import pytest

from app.terms.spellings import other_spelling


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("haemorrhage", "hemorrhage"),
        ("anaemia", "anemia"),
        ("oedema", "edema"),
        ("oesophageal", "esophageal"),
        ("diarrhoea", "diarrhea"),
        ("apnoea", "apnea"),
        ("paediatric", "pediatric"),
        ("tumour", "tumor"),
        ("ischaemic", "ischemic"),
        ("leukaemia", "leukemia"),
        ("coeliac", "celiac"),
        ("oestrogen", "estrogen"),
        ("gynaecology", "gynecology"),
        ("anaesthetic", "anesthetic"),
        ("randomised", "randomized"),
        ("fibre", "fiber"),
    ],
)
def test_a_word_is_spelled_both_ways(british: str, american: str) -> None:
    assert other_spelling(british) == american
    assert other_spelling(american.upper()) == british


@pytest.mark.parametrize(
    "word",
    [
        "systemic", "epidemic", "academic", "chemical", "hemisphere", "exercise", "precise",
        "promise", "otherwise", "four", "hour", "disease", "estimate", "protein", "meter", "x1",
    ],
)  # fmt: skip
def test_a_word_that_is_spelled_one_way_is_left_alone(word: str) -> None:
    assert other_spelling(word) is None
