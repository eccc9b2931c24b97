import pytest

from app.domain.corpus import Audience, Provenance
from app.domain.ranking import Access, Expansion, Selection
from app.retrieval.expansion import WEIGHT, WEIGHT_OF_MEDICINES, QueryExpander
from app.retrieval.hybrid import HybridRetriever
from app.terms.drug_resolver import drug_resolver
from tests.fakes import FakeEmbedder, fake_snapshot, split_document

EVERYTHING = Selection(access=Access(audiences=frozenset(Audience), tags=None))
OURS = Provenance(source="ward", licence="CC0-1.0")


def expander() -> QueryExpander:
    drugs = drug_resolver()
    return QueryExpander(drugs, drugs.generic_names)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Is Eliquis safe?", "Is apixaban safe?"),
        ("Is paracetamol safe?", "Is acetaminophen safe?"),
        ("acetaminophen dose", "paracetamol dose"),
        ("septrin rash", "sulfamethoxazole trimethoprim rash"),
        ("dose of amoxacillin", "dose of amoxicillin"),
        ("Treatment of MI", "Treatment of myocardial infarction"),
        ("Management of deep vein thrombosis", "Management of DVT"),
        ("UTIs in men", "urinary tract infection in men"),
        ("oesophageal tumour", "esophageal tumor"),
        ("pediatric anemia", "paediatric anaemia"),
    ],
)
def test_a_question_is_said_in_other_words(question: str, text: str) -> None:
    reworded = expander().reworded(question)
    assert reworded is not None
    assert reworded.text == text


@pytest.mark.parametrize(
    "question",
    [
        "How is gout treated?",
        "Is a statin safe?",  # a class stays one
        "myocardial infarction (MI)",  # both forms are there
        "Relapses of MS",  # several readings
        "mi casa",  # no capitals
    ],
)
def test_where_no_other_words_are_known_there_is_one_wording(question: str) -> None:
    assert expander().reworded(question) is None


def test_every_change_is_told_and_a_brand_weighs_more() -> None:
    reworded = expander().reworded("Eliquis after TIA and Eliquis for oedema")
    assert reworded is not None
    assert reworded.changes == (
        Expansion(written="Eliquis", added="apixaban"),
        Expansion(written="TIA", added="transient ischaemic attack"),
        Expansion(written="oedema", added="edema"),
    )
    assert reworded.weight == WEIGHT_OF_MEDICINES
    spelt = expander().reworded("oedema of the leg")
    assert spelt is not None
    assert spelt.weight == WEIGHT


def test_a_passage_that_calls_it_otherwise_is_found() -> None:
    documents = [
        split_document("Illustrative one", ["Apixaban is an anticoagulant."], OURS),
        *(split_document(f"Note {n}", [f"Ward note {n} on fever."], OURS) for n in range(5)),
    ]
    snapshot = fake_snapshot(documents)
    ranking = HybridRetriever(FakeEmbedder(), rewords=expander()).retrieve(
        "Eliquis", snapshot, EVERYTHING, 3
    )
    assert ranking.hits[0].document_id == documents[0].document.id
    assert ranking.expanded == (Expansion(written="Eliquis", added="apixaban"),)
    assert [hit.rank for hit in ranking.hits] == [1, 2, 3]
    assert [hit.score for hit in ranking.hits] == sorted(
        (hit.score for hit in ranking.hits), reverse=True
    )
    plain = HybridRetriever(FakeEmbedder()).retrieve("Eliquis", snapshot, EVERYTHING, 3)
    assert plain.expanded == ()
