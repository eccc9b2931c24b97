from datetime import date

import pytest

from app.domain.corpus import Provenance, Status
from ingest.editions import Order, described, later, order, work
from tests.fakes import split_document


def provenance(**stated: object) -> Provenance:
    return Provenance.model_validate({"source": "s", "licence": "l", **stated})


@pytest.mark.parametrize(
    "title",
    [
        "Preventing gout",
        "Preventing gout (2010 edition)",
        "Preventing Gout, 2022",
        "Preventing gout: updated May 2019",
        "Preventing gout \u2013 3rd edition",
        "Preventing gout, second edition (2014)",
        "Preventing gout - version 2.1",
        "Preventing gout v3",
        "2024 update: Preventing gout",
        "Preventing gout, edition of 2015",
        "Preventing gout (revised 2018-03)",
    ],
)
def test_years_editions_and_updates_are_no_part_of_a_work(title: str) -> None:
    assert work(title) == "preventing gout"


@pytest.mark.parametrize(
    "title",
    [
        "Preventing gout: draft for consultation, 2024",
        "Preventing gout: quick reference, 2024",
        "Preventing gout in type 2 diabetes",
        "Preventing gout: the second drug",
    ],
)
def test_another_document_on_the_matter_is_another_work(title: str) -> None:
    assert work(title) not in (None, "preventing gout")


@pytest.mark.parametrize(
    "title",
    [
        "Guideline 2019",
        "Introduction",
        "Clinical practice guidelines, third edition",
        "Weekly report on measles, 2019",
        "Measles bulletin, May 2019",
        "Cases of measles, 2001-2010",
        "Surveillance for measles, 2019",
        "2019",
    ],
)
def test_serials_and_bare_names_are_no_works(title: str) -> None:
    assert work(title) is None


@pytest.mark.parametrize(
    ("title", "stated", "expected"),
    [
        ("A", {"effective": date(2020, 2, 3), "published": date(2019, 1, 1)}, (2020, 2, 3)),
        ("A", {"published": date(2019, 1, 1)}, (2019, 1, 1)),
        ("A (2010)", {"version": "May 2012"}, (2012, 5, 0)),
        ("A (2010)", {}, (2010, 0, 0)),
        ("A", {"version": "Issued 3 March 2020. This replaces that of 2021"}, (2020, 3, 3)),
        ("A", {"version": "Published 2010; next review 2013"}, (2010, 0, 0)),
        ("A", {}, (0, 0, 0)),
    ],
)
def test_an_edition_is_dated_by_the_best_that_is_known(
    title: str, stated: dict[str, object], expected: tuple[int, int, int]
) -> None:
    assert order(title, provenance(**stated))[1:] == expected


@pytest.mark.parametrize(
    ("title", "version", "number"),
    [
        ("A, third edition", None, (3,)),
        ("A", "12th edition", (12,)),
        ("A v2.1", None, (2, 1)),
        ("A", "7", (7,)),
        ("A", "2019", ()),
        ("Factor V deficiency", None, ()),
    ],
)
def test_an_edition_is_numbered(title: str, version: str | None, number: tuple[int, ...]) -> None:
    assert order(title, provenance(version=version)).number == number


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Order(year=2020), Order(year=2019), True),
        (Order(year=2019, month=5), Order(year=2020), False),
        (Order(year=2020, month=5), Order(year=2020), None),
        (Order(year=2020), Order(), None),
        (Order(number=(2,)), Order(number=(1,)), True),
        (Order(number=(2,), year=2019), Order(number=(1,), year=2020), None),
        (Order(number=(2,), year=2019), Order(number=(1,), year=2019), True),
        (Order(number=(1,), year=2021), Order(number=(1,), year=2020), True),
    ],
)
def test_what_does_not_follow_is_not_said_to(
    one: Order, other: Order, expected: bool | None
) -> None:
    assert later(one, other) is expected
    assert later(other, one) is (None if expected is None else not expected)


@pytest.mark.parametrize(
    ("title", "first", "version"),
    [
        ("Preventing gout (2010 edition)", "Words.", "2010"),
        ("Preventing gout, third edition", "Words.", "third edition"),
        ("Preventing gout", "Last reviewed: June 2024", "Last reviewed: June 2024"),
        ("Preventing gout", "Third edition.", "Third edition"),
        ("Preventing gout", "Review due: 2031.", None),
        ("Preventing gout", "In 2010 we saw the first case.", None),
        ("The 2010 outbreak of measles", "Words.", None),
    ],
)
def test_a_version_is_taken_from_the_title_or_the_opening(
    title: str, first: str, version: str | None
) -> None:
    document = described(split_document(title, [first, "Illustrative words."]))
    assert document.document.card.provenance.version == version


def test_a_stated_version_stays() -> None:
    one = split_document("Gout (2010)", ["Words."], provenance(version="B"))
    assert described(one) is one


@pytest.mark.parametrize(
    ("title", "first", "status"),
    [
        ("RETRACTED: A trial of examplol", "Words.", Status.RETRACTED),
        ("[Retracted] A trial of examplol", "Words.", Status.RETRACTED),
        ("WITHDRAWN: Examplol for itch", "Words.", Status.RETRACTED),
        ("Retracted testicles in boys", "Words.", Status.CURRENT),
        ("Itch", "Withdrawn in January 2021. Use the 2021 edition.", Status.SUPERSEDED),
        ("Itch", "This guideline has been replaced by another.", Status.SUPERSEDED),
        ("Itch", "The tube is withdrawn after a day.", Status.CURRENT),
    ],
)
def test_a_document_that_says_it_no_longer_holds_is_believed(
    title: str, first: str, status: Status
) -> None:
    document = described(split_document(title, [first, "Illustrative words."]))
    assert document.document.card.provenance.status is status
