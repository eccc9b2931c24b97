"""Writes `app/safety/rules/renal_exposure.toml` and `hepatic_exposure.toml`: drugs whose exposure
at least doubles where kidneys or liver work badly, from the FDA's organ impairment database.

    python deploy/exposure_rules.py FDA-OI-DIDB-...-sd1.xlsx app/safety/rules

Input: supplement 1 of the database (FDA, 2015): one row a compound; columns give the change of the
area under the curve in % by degree of impairment, against healthy people. Figures alone are taken.
A degree counts where the rise is at least 100 % there and in every worse degree that was measured.
Left out: drugs that `app.terms.drugs` does not know by the row's whole name, and those that
`renal.toml` or `hepatic.toml` limits at the same or a milder degree.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

import openpyxl

from app.safety.checks.hepatic import DEGREES, HepaticRule
from app.safety.checks.renal import RenalRule
from app.safety.rulebook import read_rules
from app.terms.drugs import drug_names

NAME, LIVER, KIDNEYS = 1, 17, 25
"""Columns: the compound; the route given before the figures of the liver and of the kidneys."""
DOUBLED, TREBLED = 100, 200
"""Rises in % from which it is watched, and from which the dose is lowered."""
BELOW: Final = {"moderate": 60, "severe": 30}
"""mL/min/1.73 m2: the database's own edges of kidney function (GFR 30-59, GFR 15-29)."""
NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
GIVEN: Final = re.compile(r"\((?:data of )?([a-z][a-z -]+)\)\s*$", re.IGNORECASE)
"""Behind a route: what was given, where the row is about what the body makes of it."""
ASIDE: Final = re.compile(r"\s*\([^)]*\)|-\s?not approved.*$", re.IGNORECASE)
HEAD: Final = """# Drugs whose exposure at least doubled in people whose {organ} badly, written by
# deploy/exposure_rules.py from the FDA's organ impairment database; reviewed by nobody yet.
"""


class Rise(NamedTuple):
    drug: str
    degree: str
    figure: str
    """% as written."""
    action: str
    at: str
    finds: str


def rises(book: Path, first: int, degrees: Sequence[str]) -> Iterator[Rise]:
    """The rows that count; `first` is the column of the route before the figures."""
    with closing(openpyxl.load_workbook(book, read_only=True, data_only=True)) as opened:
        sheet = opened.worksheets[0]
        rows = list(sheet.iter_rows(min_row=4, max_col=KIDNEYS + 5, values_only=True))
    for cells in rows:
        row = (*cells, *(None,) * (KIDNEYS + 5 - len(cells)))
        drug = drug_of(str(row[NAME] or ""), str(row[first] or ""))
        figures = dict(zip(("mild", "moderate", "severe"), row[first + 1 : first + 4], strict=True))
        told = [(one, figures[one]) for one in degrees if NUMBER.fullmatch(str(figures[one]))]
        high = [(one, str(cell)) for one, cell in told if float(str(cell)) >= DOUBLED]
        worst = [one for one, _ in told][-len(high) :]
        if drug is None or not high or [one for one, _ in high] != worst:
            continue
        degree, figure = high[0]
        action = "reduce" if float(figure) >= TREBLED else "watch"
        at = " | ".join(str(cell) for cell in row[: NAME + 1] if cell is not None)
        finds = " | ".join(one for _, one in high)
        yield Rise(drug, degree, figure, action, at, finds)


def drug_of(name: str, route: str) -> str | None:
    """The drug that was given, where the vocabulary knows it by the whole name."""
    given = GIVEN.search(route)
    for written in (given[1] if given else "", ASIDE.sub("", name)):
        found = drug_names().found(written.strip())
        if len(found) == 1 and found[0].end - found[0].start == len(written.strip()):
            return found[0].meaning
    return None


def table(organ: str, rise: Rise) -> str:
    kidneys = organ == "kidneys"
    organ_id = "renal" if kidneys else "hepatic"
    impaired = f"{rise.degree} impairment of the {organ}"
    ask = (
        f"a man of 70 whose eGFR is {BELOW[rise.degree] - 10}"
        if kidneys
        else f"a man of 60 with Child-Pugh {'B' if rise.degree == 'moderate' else 'C'} cirrhosis"
    )
    well = "a man of 70 whose eGFR is 75" if kidneys else "a man of 60 with Child-Pugh A cirrhosis"
    where = (
        f'measure = "egfr"\nbelow = {BELOW[rise.degree]}'
        if kidneys
        else f'begins = "{rise.degree}"'
    )
    says = (
        f"In {impaired} the exposure (area under the curve) to {rise.drug} was {rise.figure} % "
        "higher than in healthy people."
    )
    do = (
        "Look up the dose for this function; give less or less often, and watch for side effects."
        if rise.action == "reduce"
        else "Look up the dose for this function; begin low and watch for side effects."
    )
    severity = "serious" if rise.action == "reduce" else "moderate"
    claim = {True: f"Illustrative: {rise.drug} is recommended at the usual dose.",
             False: f"Illustrative: avoid {rise.drug} where the {organ} fail."}  # fmt: skip
    question = f"Treatment for {ask}?"
    pointer = f'{{ source = "organs", at = {json.dumps(rise.at)}, finds = "{rise.finds}" }}'
    return (
        f'[[rule]]\nid = "{organ_id}/exposure-{rise.drug.replace(" ", "-")}"\n'
        f"drugs = [{json.dumps(rise.drug)}]\n{where}\n"
        f'action = "{rise.action}"\nsays = {json.dumps(says)}\ndo = {json.dumps(do)}\n'
        f'severity = "{severity}"\nsources = [{pointer}]\n'
        f'positives = [\n    "Can I give {rise.drug} to {ask}?",\n'
        f"    {{ ask = {json.dumps(question)}, claim = {json.dumps(claim[True])} }},\n]\n"
        f'negatives = [\n    "Can I give {rise.drug} to {well}?",\n'
        f"    {{ ask = {json.dumps(question)}, claim = {json.dumps(claim[False])} }},\n]\n"
    )


def write(path: Path, organ: str, found: Iterator[Rise], limited: Callable[[Rise], Any]) -> None:
    first: dict[str, Rise] = {}
    for one in found:
        if not limited(one):
            first.setdefault(one.drug, one)
    works = f"{organ} work{'s' if organ == 'liver' else ''}"
    rules = "\n".join(table(organ, first[drug]) for drug in sorted(first))
    path.write_text(f"{HEAD.format(organ=works)}\n{rules}", encoding="utf-8")


def main(book: Path, folder: Path) -> None:
    renal = read_rules("renal.toml", RenalRule)
    hepatic = read_rules("hepatic.toml", HepaticRule)
    degrees = ("moderate", "severe")
    write(
        folder / "renal_exposure.toml",
        "kidneys",
        rises(book, KIDNEYS, degrees),
        lambda rise: any(
            rise.drug in rule.drugs and rule.below >= BELOW[rise.degree] for rule in renal
        ),
    )
    write(
        folder / "hepatic_exposure.toml",
        "liver",
        rises(book, LIVER, degrees),
        lambda rise: any(
            rise.drug in rule.drugs and DEGREES[rule.begins] <= DEGREES[rise.degree]
            for rule in hepatic
        ),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
