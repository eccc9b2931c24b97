"""What is declared of the public sources: only what was seen, each with where it was seen."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.declaration import Declaration, read_declaration
from ingest.declared import Declarations, Declared
from ingest.place import Place

FILE = Path(__file__).parents[2] / "corpora/public/corpus.toml"


@pytest.fixture(scope="module")
def declaration() -> Declaration:
    return read_declaration(FILE)


def of(path: str) -> Declared:
    return Declarations().of(Place.at(FILE.parent, path), undeclared="none")


@pytest.mark.parametrize(
    ("path", "licence"),
    [
        ("guidelines/cdc_mmwr/rr5901.pdf", "US Government work (17 USC 105)"),
        ("guidelines/cdc_opioid/guideline.pdf", "CC0 1.0"),
        ("guidelines/cdc_std2010.tar.gz!/cdc_std2010/Text/page.xhtml", None),
        ("guidelines/uspstf.json.gz!/uspstf.json", None),
        ("labels/lipitor-orig.xml.gz!/lipitor-orig.xml", "CC0 1.0"),
        ("labels/remdesivir-eua-2020.xml.gz!/remdesivir-eua-2020.xml", None),
        ("labels/drug_labels_zil.csv", None),
        ("drugs/nlm_labels_txt.tar.gz!/nlm/1.txt", None),
        ("medquad/medquad.tar.gz!/medquad/1_CancerGov_QA/1.xml", "CC BY 4.0"),
    ],
)
def test_a_licence_is_declared_where_the_source_states_one(path: str, licence: str | None) -> None:
    said = of(path).licence
    assert said == (licence or said), path
    if licence is None:
        assert said in (None, "US Government work (17 USC 105)")


def test_what_the_cdc_did_not_write_does_not_go_by_its_name() -> None:
    for name in (
        "CDC_Opioid_Prescribing_Guidelines_2022_Summary.pdf",
        "Comparison_2016_2022Draft_Updated_Guidelines_18JUN22.xlsx",
        "Recommendations_Guideline_Update_Final_09Feb2023.pptx",
    ):
        publisher = of(f"guidelines/cdc_opioid/{name}").document.publisher
        assert publisher is not None
        assert publisher != "Centers for Disease Control and Prevention", name


def test_no_date_is_declared_that_no_file_shows(declaration: Declaration) -> None:
    dates = ("published", "effective", "review_due")
    for entry in declaration.document:
        assert [name for name in dates if getattr(entry, name) is not None] == [], entry.path


def test_every_entry_that_states_a_fact_says_where_it_was_seen() -> None:
    facts = re.compile(r"^(?:publisher|licence|version|status|published) = ", re.MULTILINE)
    said = FILE.read_text(encoding="utf-8").split("[[document]]\n")
    bare = [
        entry.splitlines()[0]
        for before, entry in pairwise(said)
        if facts.search(entry) and "# seen:" not in before.rsplit("\n\n", 1)[-1]
    ]
    assert bare == []
