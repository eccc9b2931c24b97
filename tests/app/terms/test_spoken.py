"""The vocabulary of people, routes, drugs and illnesses: every entry on its own examples."""

import pytest

from app.terms.age_groups import Ages, grown_up_in
from app.terms.ages import ages_in
from app.terms.conditions import conditions
from app.terms.drugs import drug_names
from app.terms.groups import GROUPS, groups_in, spoken_groups
from app.terms.kidney_function import clearances_in
from app.terms.liver_function import liver_classes_in
from app.terms.organ_words import organ_as_outcome
from app.terms.phrasebook import NOTHING, Phrasebook
from app.terms.routes import routes, routes_in

YEAR = 12


@pytest.mark.parametrize("name", spoken_groups())
def test_each_group_is_named_by_its_examples_and_by_no_other(name: str) -> None:
    one = spoken_groups()[name]
    assert [text for text in one.met if name not in groups_in(text)] == []
    assert [text for text in one.unmet if name in groups_in(text)] == []
    assert one.met
    assert one.unmet


def test_the_groups_are_those_that_the_code_knows() -> None:
    assert set(spoken_groups()) == set(GROUPS)


@pytest.mark.parametrize("name", routes())
def test_each_route_is_named_by_its_examples_and_by_no_other(name: str) -> None:
    one = routes()[name]
    assert [text for text in one.met if name not in routes_in(text)] == []
    assert [text for text in one.unmet if name in routes_in(text)] == []
    assert [phrase for phrase in one.phrases if name not in routes_in(phrase.upper())] == []


def test_im_is_a_muscle_in_capitals_only() -> None:
    assert routes_in("im 20 weeks pregnant") == frozenset()
    assert routes_in("IM adrenaline") == {"intramuscular"}


def test_each_condition_is_named_by_each_of_its_phrases() -> None:
    known = conditions()
    pairs = [(name, one) for name, phrases in known.phrases.items() for one in phrases]
    assert [pair for pair in pairs if pair[0] not in known.named(f"has {pair[1]} now")] == []


def test_every_wider_condition_and_its_narrower_ones_are_conditions() -> None:
    known = conditions()
    for wide, narrow in known.narrower.items():
        assert wide in known.phrases
        assert narrow <= known.phrases.keys()
        assert wide not in narrow


def test_what_only_looks_like_a_condition_names_none() -> None:
    known = conditions()
    assert [one for one in known.hidden if known.named(f"with {one}")] == []


@pytest.mark.parametrize(
    ("asked", "said", "related"),
    [
        ("water infection", "pyelonephritis", True),
        ("cystitis", "pyelonephritis", False),
        ("high blood pressure", "resistant hypertension", True),
        ("a clot in the leg", "venous thromboembolism", True),
        ("gout", "rheumatoid arthritis", False),
        ("iritis", "iritis", True),
    ],
)
def test_conditions_are_related_as_one_lies_within_the_other(
    asked: str, said: str, related: bool
) -> None:
    known = conditions()
    assert known.related(known.named(asked), known.named(said)) is related


@pytest.mark.parametrize("word", ["diploma", "aroma", "empathy", "diagnosis", "academia"])
def test_a_word_that_ends_like_an_illness_is_not_always_one(word: str) -> None:
    assert conditions().named(word) == frozenset()


@pytest.mark.parametrize(
    ("text", "ingredient"),
    [
        ("Eliquis", "apixaban"),
        ("apixaban tablets", "apixaban"),
        ("Paracetamol", "acetaminophen"),
        ("frusemide", "furosemide"),
        ("adrenaline", "epinephrine"),
        ("Microgynon", "levonorgestrel"),
        ("St John's wort", "st john's wort"),
        ("examplimab", "examplimab"),
        ("METFORMIN HYDROCHLORIDE", "metformin"),
    ],
)
def test_a_drug_is_known_by_its_names(text: str, ingredient: str) -> None:
    assert ingredient in drug_names().named(text).ingredients


@pytest.mark.parametrize(
    "text", ["Take it with water.", "blood glucose", "an ordinary sentence", "control", "the nac"]
)
def test_ordinary_words_are_no_drugs(text: str) -> None:
    assert drug_names().named(text).distinct == frozenset()


def test_every_class_has_members_that_are_drugs_or_classes() -> None:
    names = drug_names()
    for one in names.classes:
        members = names.members(one) - set(names.classes)
        assert members
        assert [each for each in members if not names.named(each).ingredients] == []


@pytest.mark.parametrize(
    ("asked", "said", "related"),
    [
        ("NSAIDs", "naproxen", True),
        ("ramipril", "ACE inhibitors", True),
        ("losartan", "ACE inhibitors", False),
        ("antidepressants", "sertraline", True),
        ("antidepressants", "SSRIs", True),
        ("lorazepam", "clonazepam", False),
        ("prednisone", "prednisolone", False),
        ("hydroxyzine", "hydralazine", False),
        ("co-amoxiclav", "amoxicillin", True),
    ],
)
def test_drugs_are_related_by_name_or_class(asked: str, said: str, related: bool) -> None:
    names = drug_names()
    assert names.related(names.named(asked), names.named(said)) is related


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("a 4-year-old", 4, 5),
        ("aged 83", 83, 84),
        ("60 yo woman", 60, 61),
        ("2 y/o", 2, 3),
        ("a boy of 13", 13, 14),
        ("my nan, she is 84", 84, 85),
        ("a five-year-old", 5, 6),
        ("children aged 2 to 12 years", 2, 13),
        ("children over 2 years", 2, 18),
        ("adults under 65 years", 18, 65),
        ("people aged 80 years and over", 80, float("inf")),
        ("the over-65s", 65, float("inf")),
        ("15 years and over: one tablet", 15, float("inf")),
        ("older people", 65, float("inf")),
        ("adolescents", 12, 18),
        ("6-month-old", 0.5, 7 / 12),
    ],
)
def test_an_age_is_read(text: str, low: float, high: float) -> None:
    (found,) = ages_in(text)
    assert found == pytest.approx((low * YEAR, high * YEAR))


@pytest.mark.parametrize(
    "text",
    [
        "for more than 5 years",
        "treated for 2 years",
        "75 mg twice a day for five days",
        "30 mg per kg",
        "32 weeks pregnant",
        "three to six months",
        "Child-Pugh C",
        "out of the reach of children",
        "a woman of childbearing age",
        "baby aspirin",
        "in 24 hours",
        "more than 20 mg",
        "a stage 1 sore",
    ],
)
def test_what_is_no_age_is_not_read_as_one(text: str) -> None:
    assert ages_in(text) == ()


def test_two_groups_are_told_apart_with_their_own_figures() -> None:
    text = "Adults and children from 12 years: 10 mg; children 6 to 11 years: 5 mg."
    assert set(ages_in(text)) == {
        Ages(18 * YEAR, float("inf")), Ages(12 * YEAR, 18 * YEAR), Ages(6 * YEAR, 12 * YEAR),
    }  # fmt: skip


def test_a_figure_in_a_heading_is_an_age() -> None:
    assert ages_in("3 to 24 months") == ()
    assert ages_in("3 to 24 months", heading=True) == (Ages(3, 25),)


def test_a_grown_up_is_no_child() -> None:
    (man,) = grown_up_in("a man with gout")
    assert not man.meets(Ages(0, 12 * YEAR))
    assert grown_up_in("a patient") == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("an eGFR of 22", 22, 22),
        ("CrCl 15-29 mL/min: 5 mg", 15, 30),
        ("creatinine clearance below 30 mL/min", 0, 30),
        ("eGFR 45 or above: 100 mg", 45, float("inf")),
        ("CKD stage 4", 15, 30),
        ("on haemodialysis", 0, 15),
        ("moderate to severe renal impairment", 0, 60),
        ("normal kidney function", 80, float("inf")),
    ],
)
def test_kidney_function_is_read(text: str, low: float, high: float) -> None:
    (found,) = clearances_in(text)
    assert found[:2] == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize("text", ["25 to 50 mL/min", "eGFR was recorded", "monitor renal function"])
def test_what_names_no_range_is_none(text: str) -> None:
    assert clearances_in(text) == ()


def test_a_bare_rate_is_a_clearance_under_a_heading_on_kidneys() -> None:
    (found,) = clearances_in("25 to 50 mL/min", about_kidneys=True)
    assert found[:2] == (25, 51)


def test_the_two_measures_of_the_kidney_leave_room_for_each_other() -> None:
    (egfr,), (near,), (same,) = map(clearances_in, ("eGFR 27", "CrCl 30-50", "eGFR 30 to 50"))
    assert egfr.meets(near)
    assert not egfr.meets(same)


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Child-Pugh C cirrhosis", "C"),
        ("Child-Pugh class A or B", "AB"),
        ("mild to moderate hepatic impairment", "AB"),
        ("liver failure", "C"),
        ("liver disease", "ABC"),
        ("normal liver function", "0"),
        ("the liver makes it", ""),
    ],
)
def test_liver_function_is_read(text: str, classes: str) -> None:
    assert liver_classes_in(text) == frozenset(classes)


def test_what_becomes_of_the_kidneys_is_not_who_is_asked_about() -> None:
    assert organ_as_outcome("Does it cause kidney failure?")
    assert not organ_as_outcome("What dose in kidney failure?")


def test_the_longer_phrase_hides_the_shorter() -> None:
    book = Phrasebook({"vein": ["vein"], "dvt": ["deep vein thrombosis"], NOTHING: ["deep vein"]})
    assert book.named("a vein") == {"vein"}
    assert book.named("Deep-vein thrombosis of a leg") == {"dvt"}
    assert book.named("deep veins") == frozenset()


def test_spelling_case_and_plural_do_not_matter() -> None:
    book = Phrasebook({"anaemia": ["anaemia"], "tumour": ["tumour"]})
    assert book.named("Anemias and TUMORS") == {"anaemia", "tumour"}


def test_a_phrase_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="holds no word"):
        Phrasebook({"nothing": ["--"]})
