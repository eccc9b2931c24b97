"""What the resolver knows of the public lists, where those are at ../shared/data."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from app.domain.drugs import DrugMention
from app.terms.drug_resolver import drug_resolver
from deploy.drug_names import clinical_drugs, is_drug

DRUGS = Path(__file__).parents[4] / "shared/data/drugs"
pytestmark = pytest.mark.skipif(not DRUGS.is_dir(), reason="the public data are not here")

WITHIN = {
    "Amphetamine derivatives": {"amphetamine_derivative"},
    "MAOI": {"maoi"},
    "MAO inhibitors": {"maoi"},
    "Monoamine oxidase (MAO) inhibitors": {"maoi"},
    "Proton Pump Inhibitors": {"ppi"},
    "SSRIs": {"ssri", "snri", "antidepressant"},
    "Narcotic analgesics": {"opioid", "serotonergic"},
    "Tricyclic antidepressants\n(TCAs)": {"tricyclic"},
    "Specific CYP1A2 inhibitors": {"cyp1a2_inhibitor"},
    "CYP 1A2 inhibitors": {"cyp1a2_inhibitor"},
    "Protease inhibitors": {"hiv_protease_inhibitor"},
    "Strong CYP3A4 inducers": {"strong_cyp3a4_inducer"},
    "HMG Co-A reductase inhibitors": {"statin"},
    "Ergot alkaloids and derivatives": {"ergot_alkaloid"},
    "Triptans": {"triptan"},
}
"""Class of the list -> ours, of which every listed member must be in one. Any `CYP3A4 inhibitors /
...` is `cyp3a4_inhibitor`."""


def listed() -> Iterator[tuple[str, str]]:
    """(class or "", drug) of the ONC high-priority list, either side; a class runs on until the
    next one, or until the list begins another interaction."""
    text = (DRUGS / "onc_high_priority.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(StringIO(text)))[1:]
    for at in (1, 3):
        named = ""
        for row in rows:
            number, class_name, drug = row[0].strip(), row[at].strip(), row[at + 1].strip()
            named = class_name or ("" if number or not any(row) else named)
            if drug and drug != "NSAID":  # a class that slipped into the protease inhibitors
                yield named, drug


def test_every_drug_of_the_onc_list_resolves_to_one_identity() -> None:
    drugs = {drug for _, drug in listed()}
    assert len(drugs) > 80
    misspelt = set()
    for drug in drugs:
        found = drug_resolver().resolve(drug)
        assert found is not None, drug
        assert found.identity is not None, drug
        if found.kind == "misspelling":
            misspelt.add(drug)
        else:
            assert found.kind == "ingredient", drug
    # the list's own slips of the pen
    assert misspelt == {"Esmoprazole", "Lisdexamefetamine", "Moclobamide", "Voreconazole"}


def test_every_listed_member_is_in_our_class() -> None:
    missing = []
    for class_name, drug in listed():
        found = drug_resolver().resolve(drug)
        assert found is not None
        assert found.identity is not None
        ours = drug_resolver().classes_of(next(iter(found.identity.ingredients)))
        wanted = {"cyp3a4_inhibitor"} if class_name.startswith("CYP3A4") else WITHIN.get(class_name)
        if wanted is not None and not wanted & ours:
            missing.append((class_name, drug))
    assert missing == []


def _as_written(found: DrugMention | None) -> bool:
    return found is not None and found.kind not in {"misspelling", "stem"}


def test_most_names_of_rxnorm_resolve() -> None:
    ingredients: Counter[str] = Counter()
    brands: Counter[str] = Counter()
    for names, brand in clinical_drugs(DRUGS / "rxnorm.csv.gz"):
        ingredients.update(filter(is_drug, names))
        if brand and all(map(is_drug, names)):
            brands[brand] += 1
    assert len(ingredients) > 2_000
    assert len(brands) > 4_000
    resolver = drug_resolver()

    def share(names: Counter[str]) -> float:
        """Of the clinical drugs, those whose name resolves to one identity as it is written."""
        found = {name: resolver.resolve(name) for name in names}
        known = {name for name, one in found.items() if one and one.identity}
        return sum(names[name] for name in known if _as_written(found[name])) / names.total()

    assert share(ingredients) >= 0.99
    assert share(brands) >= 0.85
