"""Headings and sentences of which a part applies, or an exception does not."""

import pytest

from app.domain.answer import DraftClaim, Quote, VerdictKind
from app.grounding.applicability import ApplicabilityVerifier
from eval.gold_claims import GoldEvidence, as_evidence

BANDS = "2-4 years, 60 mg at night; 5-9 years, 90 mg at night; 10 years and over, 120 mg at night."


def withheld(question: str, path: str, text: str = "Give 5 mg.") -> str:
    """Why words under `path` (headings between slashes) are withheld; empty where they are not."""
    one = as_evidence(1, GoldEvidence(text=text, path=tuple(path.split(" / "))))
    draft = DraftClaim(text=text, quotes=(Quote(label=1, text=text),))
    said = ApplicabilityVerifier().verify(draft, question, [one], [one])
    return said.why if said.kind is VerdictKind.UNSUPPORTED else ""


@pytest.mark.parametrize(
    ("question", "path", "text"),
    [
        ("Dose for a 3-year-old?", "Hay fever", BANDS),
        ("Dose for a girl of twelve?", "Hay fever", BANDS),
        ("Dose at an eGFR of 20?", "Drug / Kidneys", "eGFR 30-59: 5 mg. eGFR 15-29: 2 mg."),
        ("Dose at an eGFR of 104?", "Drug", "Give 9 mg; less is given only if eGFR is under 45."),
        ("Gabapentin for diabetic nerve pain?", "Nerve pain / All except shingles", "Give 5 mg."),
        ("Ampicillin for a baby with listeria?", "Neonate", "50 mg/kg along with gentamicin."),
        ("Suspected fentanyl OD: naloxone by nose?", "Naloxone / Opioid overdose", "One spray."),
        (
            "Five infections of the bladder since spring: is a bedtime antibiotic any use, and how"
            " much?",
            "Recurrent cystitis / Prevention",
            "Take 50 mg at night.",
        ),
        ("On sertraline, baby is 5 weeks and breastfed: stop?", "Breast-feeding", "Carry on."),
        ("Dose at 20 kg?", "Drug / Over 10 kg and up to 25 kg", "Give 5 mg."),
        ("A fit and healthy man of 60: which target?", "Hypertension / Adults under 80", "140/90."),
        ("Potassium of 6.1?", "Hyperkalaemia / 6 or above", "Give calcium."),
        ("Scald from a kettle?", "Burns / First aid", "Cool the skin."),
        ("Does phenytoin upset the pill?", "Contraception / Enzyme inducers", "It may fail."),
        ("eGFR 61, dose?", "Drug", "Give 60 mg daily; 30 mg if CrCl is 15 to 49."),
        ("Dose for a woman of 66?", "Drug", "5 mg twice daily. From 80 years on, 2.5 mg."),
        ("Weight 71 kg, dose?", "Drug", "60 mg; 30 mg at a weight of 60 kg or less."),
        ("Gliclazide in diabetes, day of surgery?", "Gliclazide / Major surgery", "Leave it out."),
        ("Prasugrel bleed, antidote?", "Antiplatelets / Prasugrel", "Give platelets."),
        ("Lamotrigine added, on valproate", "Lamotrigine / With valproate", "Give 25 mg."),
        ("Plain morphine tablets?", "Morphine / Immediate-release", "Take every 4 hours."),
        ("Lantus dose?", "Insulin glargine / Dose", "Inject at night."),
        ("Rivaroxaban for DVT after a new hip?", "Rivaroxaban / Hip replacement", "Give 10 mg."),
        ("Morphine equivalents of 25 mcg fentanyl?", "Fentanyl", "As 60 mg morphine a day."),
    ],
)  # fmt: skip
def test_what_applies_by_one_of_its_parts_is_let_through(
    question: str, path: str, text: str
) -> None:
    assert withheld(question, path, text) == ""


@pytest.mark.parametrize(
    ("question", "path", "text", "why"),
    [
        ("Dose for a 1-year-old?", "Hay fever", BANDS, "the age of 12 months"),
        ("Dose at an eGFR of 20?", "Drug / Kidneys", "eGFR 60-89: 5 mg. eGFR 30-59: 2 mg.", "20"),
        ("Carbamazepine for shingles pain?", "Nerve pain / All except shingles", "", "zost"),
        ("Dose at 4 kg?", "Drug / Over 10 kg and up to 25 kg", "", "a weight of 4"),
        ("Dose for a child of 15?", "Over 2 years and up to 12 years", "", "the age of 15"),
        ("Potassium of 5.6?", "Hyperkalaemia / 6 or above", "", "a potassium of 5.6"),
        ("Phenytoin added to valproate", "Phenytoin / Monotherapy", "", "together"),
        ("Tramadol, 88 and frail", "Pain / Fit older adults", "", "frail people"),
        ("Lamotrigine, on phenytoin", "Lamotrigine / Without enzyme inducers", "", "not take it"),
        ("Tinzaparin for PE?", "Tinzaparin / Orthopaedic surgery", "", "orthopaedic"),
        ("Five gout attacks: long-term colchicine?", "Gout / Acute attack", "", "prevention"),
        ("eGFR 61, dose?", "Drug", "CrCl 30 to 49: 30 mg; CrCl 15 to 29: 15 mg.", "61"),
        ("Dose for a child of 6?", "Drug", "Adults: 5 mg; 10 mg if that is too little.", "adults"),
        ("Edoxaban bleed, antidote?", "Dabigatran / Reversal", "Idarucizumab 5 g.", "edoxaban"),
        ("Aciclovir drip rate?", "Valaciclovir", "As 500 mg aciclovir equivalents.", "acyclovir"),
        ("Is valproate a problem? It is on his list", "Lamotrigine / Without valproate", "", "not"),
        ("Lamotrigine, not on valproate", "Lamotrigine / With valproate", "", "those who take it"),
        ("Ordinary metformin tablets?", "Metformin / Prolonged-release", "", "slow-release"),
        ("Insulin aspart before meals?", "Isophane insulin / Timing", "", "isophane"),
        ("Apixaban for PE?", "Apixaban / Knee replacement", "", "a knee replacement"),
        ("Spironolactone in HFrEF?", "Drug", "In resistant hypertension give 25 mg.", "heart"),
        ("Folic acid in a man of 40?", "Folic acid / Pregnancy", "", "men; the quoted"),
        ("Frail lady of 88, BP target?", "Hypertension / Adults under 65 without frailty", "", ""),
        ("Paliperidone once a month, how?", "Drug / Three-monthly injection", "", "three months"),
        ("I am a woman losing hair", "Drug / Male pattern hair loss", "", "women; the quoted"),
        ("Menstruating woman, ferritin 6", "Anaemia / Postmenopausal women", "", "before the meno"),
        (
            "Flu on the ward: oseltamivir for contacts who are well?",
            "Oseltamivir / Adults with symptoms of flu",
            "",
            "prevention",
        ),
    ],
)  # fmt: skip
def test_what_is_excepted_or_another_product_is_withheld(
    question: str, path: str, text: str, why: str
) -> None:
    said = withheld(question, path, text or "Give 5 mg.")
    assert said
    assert why in said
