"""Streets in the forms of several languages, with what follows them; places of guidelines not."""

import pytest

from app.safety.identifiers.finder import PresidioFinder

FINDER = PresidioFinder()


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in FINDER.find(text) if one.kind == "address"]


@pytest.mark.parametrize(
    "written",
    [
        "14 Larkspur Close, Ilkley, LS29 7QX",
        "2208 Juniper Street, Apt 5B, Madison, WI 53703",
        "221B Baker Street",
        "Flat 3, 118 Wellington Road, Bristol BS5 9QT",
        "Hauptstrasse 12",
        "Via Garibaldi 7",
        "12 Rue de la Paix",
        "Calle de la Luna 12",
        "Kossuth utca 3",
        "P.O. Box 1234",
        "PSC 1234, Box 5678\nAPO AE 09876",
        "77 Copperfield Avenue\nSuite 4\nNorwich\nUnited Kingdom",
    ],
)
def test_an_address_is_found_whole(written: str) -> None:
    assert found(f"Her address is {written}.") == [written]


def test_an_address_in_small_letters_is_found() -> None:
    assert found("she lives at 14 larkspur road and smokes") == ["14 larkspur road"]


def test_a_town_is_one_where_somebody_lives() -> None:
    assert found("He lives in Ilkley and was born in Puebla.") == ["Ilkley", "Puebla"]


@pytest.mark.parametrize(
    "text",
    [
        "The study was done in Leeds, London and Paris.",
        "Lives in a nursing home; lives in England; patients from Africa.",
        "6 Minute Walk, 12 Week Course, 3 Way Catheter, 2 patients in the road",
        "Via nasogastric tube 14 Fr. Unit 3 of blood. Flat 2 cm lesion. Room air 96%.",
        "Phase 3, Stage 2 Hill classification, 24 Hour Urine, 7 Day Case",
    ],
)
def test_what_is_nobodys_address_is_left(text: str) -> None:
    assert found(text) == []
