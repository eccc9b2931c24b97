"""Formulas as a line of text: no figure of a power or an index runs into another."""

import pytest
from lxml import etree

from ingest.sources.mathml import formula_text

NS = 'xmlns:m="http://www.w3.org/1998/Math/MathML"'


def of(inside: str) -> str:
    return formula_text(etree.fromstring(f"<m:math {NS}>{inside}</m:math>"))


def n(number: str) -> str:
    return f"<m:mn>{number}</m:mn>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<m:msup>{n('10')}{n('9')}</m:msup>", "10\u2079"),
        (f"<m:msup>{n('10')}{n('100')}</m:msup>", "10^100"),
        (f"<m:msup><m:mi>x</m:mi><m:mrow>{n('2')}<m:mi>k</m:mi></m:mrow></m:msup>", "x^(2k)"),
        (f"<m:msub>{n('2')}{n('1')}</m:msub>", "2_1"),
        (
            f"<m:mfrac>{n('140')}<m:mrow>{n('7')}<m:mo>+</m:mo>{n('2')}</m:mrow></m:mfrac>",
            "140/(7+2)",
        ),
        (f"<m:msubsup><m:mi>s</m:mi><m:mi>e</m:mi>{n('2')}</m:msubsup>", "s_e\u00b2"),
        (f"<m:msqrt><m:mi>n</m:mi>{n('3')}</m:msqrt>", "\u221a(n 3)"),
        (f"<m:mroot>{n('8')}{n('3')}</m:mroot>", "8^(1/3)"),
        ("<m:mfenced><m:mi>a</m:mi><m:mi>b</m:mi></m:mfenced>", "(a, b)"),
        (f"{n('12')}{n('5')}", "12 5"),
        ("<m:mi>d</m:mi><m:mo>=</m:mo><m:mn>5</m:mn>", "d = 5"),
        ("<m:mtable><m:mtr><m:mtd><m:mi>a</m:mi></m:mtd></m:mtr></m:mtable>", "a"),
        ("<m:mi>x</m:mi><m:annotation>\\frac</m:annotation><!-- no -->", "x"),
        ("<m:msup><m:mi>x</m:mi></m:msup>", "x"),
    ],
)
def test_a_formula_says_what_its_markup_says(inside: str, text: str) -> None:
    assert of(inside) == text
