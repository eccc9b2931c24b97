"""Grades are ranked within one known scheme, and nothing else is compared."""

import pytest

from app.terms.evidence_grades import grade_of, schemes

TASK_FORCE = "U.S. Preventive Services Task Force"


@pytest.mark.parametrize(
    ("written", "publisher", "scheme", "rank"),
    [
        ("GRADE: high", None, "GRADE", 0),
        ("Moderate quality evidence", None, "GRADE", 1),
        ("low certainty", None, "GRADE", 2),
        ("very low (GRADE)", None, "GRADE", 3),
        ("Moderate-certainty evidence", None, "GRADE", 1),
        ("Very-low quality", None, "GRADE", 3),
        ("Strong recommendation, low-quality evidence", None, "GRADE", 2),
        ("GRADE high (\u2295\u2295\u2295\u2295)", None, "GRADE", 0),
        ("SIGN 1-", None, "SIGN levels of evidence", 2),
        ("SIGN B", None, "SIGN", 1),
        ("SIGN 1++", None, "SIGN levels of evidence", 0),
        ("Level 2b (Oxford)", None, "Oxford levels of evidence (2009)", 4),
        ("A", TASK_FORCE, "USPSTF", 0),
        ("Grade D", TASK_FORCE, "USPSTF", 0),
        ("I statement", TASK_FORCE, "USPSTF", 1),
    ],
)
def test_a_grade_is_ranked_by_its_own_scheme(
    written: str, publisher: str | None, scheme: str, rank: int
) -> None:
    assert grade_of(written, publisher) == (scheme, rank)


@pytest.mark.parametrize(
    ("written", "publisher"),
    [(None, TASK_FORCE), ("A", None), ("Strong recommendation", None), ("1a", "A journal"),
     ("SIGN E", None), ("Grade B", None), ("", None), ("no high-quality evidence", None),
     ("high to moderate certainty", None), ("Strong recommendation (GRADE)", None)],
)  # fmt: skip
def test_a_letter_without_its_scheme_is_no_grade(
    written: str | None, publisher: str | None
) -> None:
    assert grade_of(written, publisher) is None


def test_every_scheme_says_where_its_order_can_be_read() -> None:
    for name, scheme in schemes().items():
        assert scheme.source, name
        levels = [level for each in scheme.levels for level in each]
        assert len(levels) == len(set(levels)), name
