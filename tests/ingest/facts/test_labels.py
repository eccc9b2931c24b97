"""What labels state besides doses: ingredients, classes, contraindications, boxed warnings."""

import pytest

from app.domain.facts import (
    BoxedWarningFact,
    ClassFact,
    ContraindicationFact,
    DocumentWithFacts,
    IngredientFact,
)
from ingest.facts.extract import with_facts
from tests.ingest.facts.documents import (
    BOTH,
    EXAMPLOL,
    heading,
    label,
    of,
    prose,
    read,
    table,
)


def contraindicated(*texts: str, under: str = "4 CONTRAINDICATIONS") -> list[str]:
    found = of(label(heading(under), *prose(*texts)), ContraindicationFact)
    return [fact.against for fact in found]


def openfda(*row: tuple[str, str]) -> DocumentWithFacts:
    header = tuple(name for name, _ in row)
    return with_facts(
        read([heading("Products"), table(header, tuple(cell for _, cell in row)), heading("Words")])
    )


def test_a_product_states_its_ingredient_with_and_without_the_salt() -> None:
    (fact,) = of(label(), IngredientFact)
    assert fact.ingredients == ("examplol",)
    assert fact.written == ("EXAMPLOL HYDROCHLORIDE",)
    assert fact.unii == ("AAAA000000",)
    assert (fact.product, fact.route) == ("Exampla", "ORAL")


def test_a_combination_is_filed_under_its_set() -> None:
    whole = label(
        heading("4 CONTRAINDICATIONS"),
        *prose("Bothara is contraindicated in fever."),
        products=(BOTH,),
    )
    assert {fact.ingredients for fact in whole.facts} == {("examplol", "otherine")}
    assert len(whole.facts) == 2


def test_a_label_of_different_products_states_nothing_but_what_they_are_made_of() -> None:
    warned = [
        heading("Boxed Warning"),
        *prose("WARNING: harm."),
        heading("4 CONTRAINDICATIONS"),
        *prose("Hypersensitivity to examplol"),
    ]
    mixed = label(*warned, products=(EXAMPLOL, BOTH))
    assert {type(fact) for fact in mixed.facts} == {IngredientFact}
    assert len(label(*warned).facts) == 3


@pytest.mark.parametrize(
    "change",
    [
        {5: "PRESCRIPTION ANIMAL DRUG LABEL"},
        {5: "COSMETIC"},
        {2: "EXAMPLOL, HUMAN"},
        {2: ""},
        {2: "EXAMPLOL (UNII AAAA000000), OTHERINE"},
    ],
)
def test_a_product_whose_ingredients_are_not_certain_states_nothing(change: dict[int, str]) -> None:
    product = tuple(change.get(at, cell) for at, cell in enumerate(EXAMPLOL))
    whole = label(heading("4 CONTRAINDICATIONS"), *prose("Fever of any kind"), products=(product,))
    assert whole.facts == ()


def test_a_class_is_stated_with_the_system_it_is_from() -> None:
    whole = openfda(
        ("Product", "Exampla"),
        ("Active ingredient", "EXAMPLOL"),
        ("UNII", "AAAA000000"),
        ("Pharmacologic class", "Itch, Relief Agent [EPC], Otherase Inhibitor [EPC]"),
        ("Document type", "HUMAN PRESCRIPTION DRUG"),
    )
    assert [(fact.name, fact.system) for fact in of(whole, ClassFact)] == [
        ("Itch, Relief Agent", "EPC"),
        ("Otherase Inhibitor", "EPC"),
    ]


def test_as_many_codes_as_names_or_nothing() -> None:
    stated = ("Active ingredient", "EXAMPLOL, HUMAN, OTHERINE"), ("UNII", "AAAA000000, BBBB000000")
    assert openfda(*stated).facts == ()
    one = openfda(("Active ingredient", "EXAMPLOL, HUMAN"), ("UNII", "AAAA000000"))
    assert [fact.ingredients for fact in one.facts] == [("examplol, human",)]


@pytest.mark.parametrize(
    ("sentence", "against"),
    [
        ("Exampla is contraindicated in patients with fever.", "in patients with fever"),
        (
            "EXAMPLA is contraindicated with otherine [see Drug Interactions (7.1)].",
            "with otherine",
        ),
        ("Do not use Exampla in patients who itch.", "in patients who itch"),
        ("Examplol should not be given to children.", "to children"),
        ("4.1 Hypersensitivity to any component", "Hypersensitivity to any component"),
        ("Women who are or may become pregnant.", "Women who are or may become pregnant"),
        ("\u2022 Concomitant use of otherine (7.1)", "Concomitant use of otherine"),
        (
            "As it lowers the pulse, its administration to patients who faint is therefore "
            "contraindicated.",
            "to patients who faint",
        ),
    ],
)
def test_a_contraindication_is_read_in_its_own_words(sentence: str, against: str) -> None:
    assert contraindicated(sentence) == [against]


@pytest.mark.parametrize(
    "sentence",
    [
        "None.",
        "None known.",
        "There are no known contraindications.",
        "Exampla is not contraindicated in fever.",
        "Otherine is contraindicated in pregnancy.",
        "Exampla may cause harm in pregnancy.",
        "In rats examplol revealed no harm.",
        "Severe reactions have been reported.",
        "For information about contraindications of otherine, refer to its package insert.",
        "Exampla is contraindicated in patients with:",
        "WARNING",
    ],
)
def test_what_is_no_contraindication_of_this_drug_is_left_out(sentence: str) -> None:
    assert contraindicated(sentence) == []


def test_the_items_of_a_list_are_read_and_its_reasons_are_not() -> None:
    assert contraindicated(
        "Exampla is contraindicated in patients with:",
        "Fever of any kind",
        "A history of fainting",
        "Fainting was seen in one of ten patients.",
    ) == ["Fever of any kind", "A history of fainting"]


def test_contraindications_stand_in_the_section_of_that_name_alone() -> None:
    for name in ("5 WARNINGS AND PRECAUTIONS", "Medication Guide", "14 CLINICAL STUDIES"):
        assert contraindicated("Exampla is contraindicated in fever.", under=name) == []


def test_a_contraindication_names_its_kidney_band() -> None:
    whole = label(
        heading("4 CONTRAINDICATIONS"),
        *prose("Severe renal impairment (eGFR below 30 mL/min/1.73 m2)", "Renal impairment"),
    )
    bands = [fact.renal for fact in of(whole, ContraindicationFact)]
    assert [band and (band.low, band.high) for band in bands] == [(None, 30.0), None]


def test_what_a_label_says_twice_counts_once() -> None:
    assert contraindicated("Fever of any kind", "Fever of any kind") == ["Fever of any kind"]


def test_a_boxed_warning_is_kept_whole_in_its_parts() -> None:
    long = "Examplol may harm. " * 60
    whole = label(
        heading("Boxed Warning"),
        heading("WARNING: HARM", 2),
        *prose(long.strip(), "Stop it at once. " * 20),
    )
    found = of(whole, BoxedWarningFact)
    assert len(found) > 1
    assert [(fact.part, fact.parts) for fact in found] == [
        (part, len(found)) for part in range(1, len(found) + 1)
    ]
    assert "".join("".join(fact.quote.split()) for fact in found) == "".join(
        (long + "Stop it at once. " * 20).split()
    )


def test_a_box_around_something_else_is_no_warning() -> None:
    assert of(label(heading("Boxed Warning"), *prose("Give it with food.")), BoxedWarningFact) == []
    assert of(label(heading("5 WARNINGS"), *prose("WARNING: harm.")), BoxedWarningFact) == []


def test_the_word_warning_alone_is_a_heading_and_no_fact() -> None:
    whole = label(heading("Boxed Warning"), *prose("WARNING"), heading("Harm", 2), *prose("Dire."))
    assert [fact.quote for fact in of(whole, BoxedWarningFact)] == ["Dire."]


def test_a_document_that_is_no_label_states_nothing() -> None:
    plain = read(
        [
            heading("4 CONTRAINDICATIONS"),
            *prose("Exampla is contraindicated in fever."),
            heading("2 DOSAGE AND ADMINISTRATION"),
            *prose("The dose is 5 mg once daily."),
        ]
    )
    assert with_facts(plain).facts == ()


@pytest.mark.parametrize(
    ("line", "against"),
    [
        ("12 weeks of pregnancy or more", "12 weeks of pregnancy or more"),
        ("4.1 Hypersensitivity to examplol", "Hypersensitivity to examplol"),
        ("\u00b7 known allergy to examplol", "known allergy to examplol"),
        ("-5 or less on the made-up scale", "-5 or less on the made-up scale"),
    ],
)
def test_a_contraindication_keeps_the_figure_it_begins_with(line: str, against: str) -> None:
    whole = label(heading("4 CONTRAINDICATIONS"), *prose("Examplol is not for:", line))
    assert [fact.against for fact in of(whole, ContraindicationFact)] == [against]
