"""Names of ingredients: a salt is taken off where that leaves the same medicine."""

import pytest

from app.domain.ingredients import ingredient_name, ingredient_names


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("METFORMIN HYDROCHLORIDE", "metformin"),
        ("Atorvastatin  calcium\ttrihydrate", "atorvastatin"),
        ("levothyroxine sodium", "levothyroxine"),
        ("betamethasone sodium phosphate", "betamethasone"),
        ("lithium carbonate", "lithium"),
        ("metformin (as hydrochloride)", "metformin"),
        ("potassium chloride", "potassium chloride"),
        ("magnesium sulfate", "magnesium sulfate"),
        ("sodium bicarbonate", "sodium bicarbonate"),
        ("ferrous sulfate", "ferrous sulfate"),
        ("penicillin G benzathine", "penicillin g benzathine"),
        ("haloperidol decanoate", "haloperidol decanoate"),
        ("calcium", "calcium"),
    ],
)
def test_a_salt_is_no_other_medicine_and_a_depot_is(written: str, name: str) -> None:
    assert ingredient_name(written) == name
    assert ingredient_name(name) == name


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("examplol", ("examplol",)),
        ("Otherine + Examplol hydrochloride", ("examplol", "otherine")),
        ("otherine/examplol", ("examplol", "otherine")),
        ("otherine and examplol", ("examplol", "otherine")),
        ("co-otherol", ("co-otherol",)),
        ("insulin 30/70", None),
        ("otherine, human", None),
        ("", None),
        ("1% otherine", None),
    ],
)
def test_a_combination_is_the_set_of_its_ingredients(
    written: str, names: tuple[str, ...] | None
) -> None:
    assert ingredient_names(written) == names
