"""Facts of real labels, each read by eye; pinned by the SHA-256 of their quotes."""

import gzip
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from app.domain.corpus import Provenance
from app.domain.facts import DocumentWithFacts, DoseFact, DoseRole, FactKind, Rate
from ingest.assemble import assemble
from ingest.facts.extract import with_facts
from ingest.reading import SourceFile
from ingest.sources.spl import SplReader
from ingest.split import split
from tests.ingest.facts.documents import figures, of

LABELS = Path(__file__).parents[4] / "shared" / "data" / "labels"

PINNED = (
    (
        "humira",
        "adalimumab",
        {"ingredient": 4, "boxed_warning": 3, "dose": 3},
        {
            "e20ec30b7b4d5b2c",
            "74f6e468215fffd2",
            "cd0a0277f1b72139",
            "2d279b6b17c9d8d0",
            "b239bc1885cb0088",
            "6f368e1363852653",
        },
    ),
    (
        "lipitor-orig",
        "atorvastatin",
        {"ingredient": 4, "contraindication": 3, "dose": 5},
        {
            "68195f61cc4119bf",
            "7774fd70fee4778b",
            "fafb46802bded296",
            "69caccb12fb04389",
            "ad3b57a0a3c29b4a",
            "383257a8d56016f0",
            "50cb771c7e4204d5",
        },
    ),
    (
        "lipitor-repack",
        "atorvastatin",
        {"ingredient": 1, "contraindication": 3, "dose": 5},
        {
            "68195f61cc4119bf",
            "7774fd70fee4778b",
            "fafb46802bded296",
            "69caccb12fb04389",
            "ad3b57a0a3c29b4a",
            "383257a8d56016f0",
            "50cb771c7e4204d5",
        },
    ),
    (
        "no-title",
        "haloperidol",
        {"ingredient": 1, "boxed_warning": 1, "contraindication": 1, "dose": 4},
        {
            "b6ad81cef7cec25e",
            "9889d509955d7dce",
            "af013a0246bb94e1",
            "4868da06013fc11f",
            "b0aece477b9483b1",
            "7c0db60e2a61966a",
        },
    ),
    (
        "remdesivir-eua-2020",
        "remdesivir",
        {"ingredient": 2, "contraindication": 3},
        {"834992e6d8d8b775", "ace612e51d960eb3", "837e3ec72ee7e699"},
    ),
    (
        "viagra",
        "sildenafil",
        {"ingredient": 3, "contraindication": 3},
        {"cc14b07357ee2bad", "33f95adbd51d2528", "5865bbae95b0597f"},
    ),
)


pytestmark = pytest.mark.skipif(not LABELS.is_dir(), reason="the shared labels are not here")


def of_label(name: str, folder: Path) -> DocumentWithFacts:
    file = folder / f"{name}.xml"
    file.write_bytes(gzip.decompress((LABELS / f"{name}.xml.gz").read_bytes()))
    (document,) = SplReader().read(SourceFile(path=file, origin=file.name), {})
    provenance = Provenance(source="labels", licence="as stated")
    return with_facts(split(assemble(document, file.name, provenance)))


def sha(quote: str) -> str:
    return hashlib.sha256(quote.encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("name", "ingredient", "counts", "quotes"),
    PINNED,
)
def test_a_labels_facts_are_those_that_were_read(
    name: str, ingredient: str, counts: dict[str, int], quotes: set[str], tmp_path: Path
) -> None:
    document = of_label(name, tmp_path)
    assert {fact.ingredients for fact in document.facts} == {(ingredient,)}
    assert Counter(fact.kind.value for fact in document.facts) == counts
    found = {sha(fact.quote) for fact in document.facts if fact.kind is not FactKind.INGREDIENT}
    assert found == quotes


def test_the_doses_of_a_real_table_are_told_by_weight(tmp_path: Path) -> None:
    by_weight = of(of_label("humira", tmp_path), DoseFact)[1:]
    assert [(figures(dose), dose.frequency and dose.frequency.rate) for dose in by_weight] == [
        ("20 mg/dose", Rate(least=1, most=1, shortest=20160, longest=20160)),
        ("40 mg/dose", Rate(least=1, most=1, shortest=20160, longest=20160)),
    ]
    assert all(dose.population and "kg" in dose.population for dose in by_weight)


def test_a_real_starting_dose_of_two_figures_is_two_doses(tmp_path: Path) -> None:
    first, second = of(of_label("lipitor-orig", tmp_path), DoseFact)[:2]
    assert (figures(first), figures(second)) == ("10 mg/dose", "20 mg/dose")
    assert first.quote == second.quote
    assert first.role is second.role is DoseRole.STARTING
