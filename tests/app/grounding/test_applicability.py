"""Quotations that are verbatim and yet about somebody or something else than was asked."""

import time

import pytest

from app.domain.answer import DraftClaim, Evidence, Quote, Verdict, VerdictKind
from app.grounding.applicability import ApplicabilityVerifier
from eval.gold_claims import GoldClaim, GoldEvidence, as_evidence
from eval.jsonl import read_jsonl
from eval.prompts import OWN

VERIFIER = ApplicabilityVerifier()
SUPPORTED, UNSUPPORTED, NOTHING = (
    VerdictKind.SUPPORTED,
    VerdictKind.UNSUPPORTED,
    VerdictKind.NOT_APPLICABLE,
)


def evidence(text: str, *path: str, label: int = 1) -> Evidence:
    return as_evidence(label, GoldEvidence(text=text, path=path))


def verdict(
    question: str, *path: str, text: str = "Give 5 mg.", quote: str = "", claim: str = ""
) -> Verdict:
    one = evidence(text, *path)
    quoted = quote or text
    draft = DraftClaim(text=claim or quoted, quotes=(Quote(label=1, text=quoted),))
    return VERIFIER.verify(draft, question, [one], [one])


@pytest.mark.parametrize(
    ("question", "heading", "why"),
    [
        ("What dose for a 4-year-old?", "Adults", "the age of 4 years; the quoted words"),
        ("What dose in adults?", "Children aged 2 to 12 years", "adults"),
        ("My baby is 6 months old. How much?", "From 3 years", "the age of 6 months"),
        ("What dose for my 80-year-old mother?", "Adults under 65 years", "the age of 80 years"),
        ("Dose of lorazepam?", "Clonazepam", "lorazepam; the quoted words are about"),
        ("How much Eliquis?", "Rivaroxaban", "apixaban"),
        ("Intravenous dose?", "By mouth", "into a vein"),
        ("Dose in pregnancy?", "Breast-feeding", "pregnancy; the quoted"),
        ("Dose while breastfeeding?", "Pregnant women", "breast-feeding"),
        ("Dose in pregnancy?", "Older people", "older people"),
        ("Dose at an eGFR of 22?", "CrCl 30-50 mL/min", "22 mL/min; the quoted"),
        ("Dose on dialysis?", "Normal renal function", "kidney function"),
        ("Dose in Child-Pugh C?", "Mild hepatic impairment", "Child-Pugh C"),
        ("Dose in liver failure?", "Renal impairment", "impaired liver"),
        ("How many days in a man?", "Women", "men; the quoted"),
        ("Dose in patients?", "Experiments in rats", "people; the quoted"),
        ("How much may our dog have?", "Adults", "animals"),
        ("Trimethoprim for cystitis?", "Pneumonia", "cystitis; the quoted"),
    ],
)  # fmt: skip
def test_words_under_the_heading_of_another_are_withheld(
    question: str, heading: str, why: str
) -> None:
    for path in (("Illustrative note", heading), (heading,), (heading, "Dosage", "Tables")):
        said = verdict(question, *path)
        assert said.kind is UNSUPPORTED, path
        assert said.by == "applicability"
        assert why in said.why


@pytest.mark.parametrize(
    ("question", "path", "why"),
    [
        ("Which inhaler in mild asthma?", ("Asthma", "Severe asthma"), "mild disease"),
        ("Third relapse of C diff?", ("C diff", "First episode"), "a recurrent illness"),
        ("What after methotrexate has failed?", ("Arthritis", "First-line"), "others have failed"),
        ("Tramadol SR dose?", ("Tramadol", "Immediate-release"), "a slow-release form"),
        ("A stage 1 pressure sore", ("Pressure sores", "Stage 4"), "stage 1; the quoted"),
        ("INR of 9, no bleeding", ("Warfarin", "INR 5 to 8"), "a inr of 9"),
        ("A stroke six hours ago", ("Stroke", "Onset within 4.5 hours"), "another time since"),
        ("Latex allergy: the flu jab?", ("Flu vaccine", "Egg allergy"), "an allergy to latex"),
        ("Metoprolol succinate dose?", ("Metoprolol tartrate", "Dose"), "metoprolol succinate"),
        ("Co-codamol for my back?", ("Codeine", "Dose"), "acetaminophen with codeine"),
        ("Codeine for my back?", ("Co-codamol", "Dose"), "codeine alone"),
        ("Rituximab for erythromelalgia?", ("Rituximab", "Lymphoma"), "erythromelalgia"),
        ("Prednisolone for frobberitosis?", ("Prednisolone", "Asthma"), "frobberitosis"),
        ("Kratom with my sertraline, safe?", ("Sertraline", "Interactions", "Linezolid"), "kratom"),
        ("Folic acid at 30 weeks", ("Folic acid", "Before 12 weeks"), "week 30"),
        ("A normal pulse at 3 weeks", ("Pulse", "School-age children"), "the quoted words"),
        ("Mebendazole for my 3-year-old?", ("Mebendazole", "Pregnancy"), "children"),
        ("I trod on a rusty nail", ("Tetanus", "Routine childhood schedule"), "after a contact"),
    ],
)  # fmt: skip
def test_another_kind_form_or_figure_is_withheld(
    question: str, path: tuple[str, ...], why: str
) -> None:
    said = verdict(question, *path)
    assert said.kind is UNSUPPORTED
    assert why in said.why


@pytest.mark.parametrize(
    ("question", "path", "text"),
    [
        ("Mild asthma: which inhaler?", ("Asthma", "Mild to moderate"), "Give 5 mg."),
        ("Mild asthma: which?", ("Asthma", "Severe"), "In mild asthma give 5 mg."),
        ("Stage 3 disease", ("Disease", "Stage 1 to 4"), "Give 5 mg."),
        ("INR of 9?", ("Warfarin", "INR above 8"), "Give vitamin K."),
        ("HbA1c of 9%?", ("Diabetes", "HbA1c above 48"), "Give 5 mg."),
        ("Methotrexate didn't control it, what now?", ("Arthritis",), "Add adalimumab."),
        ("Augmentin dose?", ("Amoxicillin/clavulanate", "Dose"), "Give 625 mg."),
        ("Prednisolone for frobberitosis?", ("Prednisolone", "Dose"), "Give 5 mg."),
        ("Kratom with my sertraline, safe?", ("Sertraline", "Interactions"), "Kratom adds to it."),
        ("Diclofenac gel for my thumb", ("Diclofenac", "Topical"), "Rub it into the joint."),
        ("Valproate in a man trying for a baby", ("Valproate", "Men"), "Use contraception."),
    ],
)  # fmt: skip
def test_what_can_be_about_the_same_is_let_through(
    question: str, path: tuple[str, ...], text: str
) -> None:
    said = verdict(question, *path, text=text)
    assert said.kind is not UNSUPPORTED, said.why


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("What dose for a 4-year-old?", "Children 1 to 5 years"),
        ("What dose for a 4-year-old?", "Adults and children over 2 years"),
        ("What dose in adults?", "Adults"),
        ("What dose for my 80-year-old mother?", "Adults"),
        ("How much Eliquis?", "Apixaban"),
        ("Are NSAIDs harmful?", "Ibuprofen"),
        ("Does enalapril cause cough?", "ACE inhibitors"),
        ("How much paracetamol?", "Acetaminophen"),
        ("Intravenous dose?", "Parenteral use"),
        ("Oral dose?", "Tablets"),
        ("Dose in pregnancy?", "Pregnancy and breast-feeding"),
        ("Dose at an eGFR of 28?", "CrCl 30-50 mL/min"),
        ("Dose at an eGFR of 22?", "eGFR 15 to 29"),
        ("Dose in a woman?", "Men and women"),
        ("Trimethoprim for a water infection?", "Acute cystitis"),
    ],
)
def test_words_under_a_heading_that_agrees_are_let_through(question: str, heading: str) -> None:
    assert verdict(question, "Illustrative note", heading).kind is SUPPORTED


@pytest.mark.parametrize(
    "question",
    ["What is the dose?", "How much for a 4-year-old?", "Lorazepam in a pregnant woman, IV?"],
)
def test_words_that_name_nobody_apply_to_all(question: str) -> None:
    assert verdict(question, "Illustrative note", "Dosage").kind is NOTHING


@pytest.mark.parametrize("heading", ["Adults", "Clonazepam", "By mouth", "Pregnancy", "In rats"])
def test_a_question_that_names_nobody_is_not_held_against_a_quotation(heading: str) -> None:
    assert verdict("How often is it given?", heading).kind is NOTHING


def test_the_words_themselves_count_before_their_heading() -> None:
    question = "What dose for a 4-year-old?"
    assert verdict(question, "Adults", text="Children over 2 years: 5 mg.").kind is SUPPORTED
    assert verdict(question, "Children", text="Adults: 5 mg.").kind is UNSUPPORTED


def test_the_sentence_that_a_quotation_is_cut_from_is_read() -> None:
    text = "Adults take 10 mg twice a day. Children take 5 mg twice a day."
    question = "What dose for a 4-year-old?"
    assert verdict(question, "Note", text=text, quote="take 10 mg twice a day").kind is UNSUPPORTED
    assert verdict(question, "Note", text=text, quote="take 5 mg twice a day").kind is SUPPORTED


def test_a_line_that_leads_a_quotation_in_is_its_heading() -> None:
    text = "Adults\n10 mg twice a day.\nChildren\n5 mg twice a day."
    question = "What dose for a 4-year-old?"
    assert verdict(question, "Note", text=text, quote="10 mg twice a day.").kind is UNSUPPORTED
    assert verdict(question, "Note", text=text, quote="5 mg twice a day.").kind is SUPPORTED


def test_treatment_is_not_prevention() -> None:
    path = ("Rivaroxaban", "Treatment of DVT")
    assert "prevention" in verdict("Rivaroxaban to prevent DVT?", *path).why
    assert verdict("Rivaroxaban to treat DVT?", *path).kind is SUPPORTED
    assert verdict("Rivaroxaban to prevent DVT?", path[1]).kind is SUPPORTED


def test_the_title_of_a_label_names_its_drug() -> None:
    assert verdict("Dose of lorazepam?", "Clonazepam: leaflet", "Dosage").kind is UNSUPPORTED
    assert verdict("Dose of lorazepam?", "Lorazepam: leaflet", "Dosage").kind is SUPPORTED


def test_a_class_above_does_not_excuse_a_sister_drug_below() -> None:
    path = ("Benzodiazepines", "Clonazepam")
    assert verdict("Dose of lorazepam?", *path).kind is UNSUPPORTED
    assert verdict("Dose of lorazepam?", "Lorazepam, clonazepam", "Clonazepam").kind is SUPPORTED


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What can be given instead of codeine?", "Paracetamol is preferred."),
        ("What reverses warfarin?", "Phytomenadione is given."),
        ("Which antibiotic in penicillin allergy?", "Clarithromycin is the usual choice."),
        ("How is hyperkalaemia treated on spironolactone?", "Salbutamol is nebulised."),
        (
            "Can fluconazole be given with warfarin?",
            "The combination makes warfarin act for longer.",
        ),
    ],
)
def test_an_answer_may_name_another_drug_where_it_is_asked_for(question: str, text: str) -> None:
    assert verdict(question, "Illustrative note", text=text).kind is not UNSUPPORTED


@pytest.mark.parametrize(
    ("question", "path", "text"),
    [
        ("Oral thrush in an adult", ("Candidiasis",), "Adults take one capsule."),
        ("Child-Pugh C: dose?", ("Adults",), "Give 5 mg."),
        ("Keep it safe", ("Storage",), "Keep out of the reach of children."),
        ("I'm 32 weeks pregnant. Dose?", ("Pregnancy",), "The baby's kidneys may be harmed."),
        ("What of a dog bite in an adult?", ("Bites",), "Adults take 625 mg."),
        ("Does ibuprofen harm the kidneys of adults?", ("Ibuprofen",), "Salt is retained."),
        ("Treating pain in adults", ("Note",), "Treatment lasts for 2 to 6 months."),
    ],
)  # fmt: skip
def test_words_that_look_like_a_group_or_a_route_are_none(
    question: str, path: tuple[str, ...], text: str
) -> None:
    assert verdict(question, *path, text=text).kind is not UNSUPPORTED


def test_a_claim_in_words_of_its_own_is_held_to_its_quotation() -> None:
    said = verdict("What is the dose?", "Adults", claim="Children take 5 mg.")
    assert said.kind is UNSUPPORTED
    assert said.why.startswith("the claim is about")
    assert verdict("What is the dose?", "Adults", claim="Adults take 5 mg.").kind is SUPPORTED


def test_one_quotation_about_somebody_else_is_enough() -> None:
    both = [evidence("Give 5 mg.", "Children"), evidence("Give 10 mg.", "Adults", label=2)]
    quotes = (Quote(label=1, text="Give 5 mg."), Quote(label=2, text="Give 10 mg."))
    draft = DraftClaim(text="Give 5 mg or 10 mg.", quotes=quotes)
    assert VERIFIER.verify(draft, "Dose for a child of 4?", both, both).kind is UNSUPPORTED


def test_the_same_words_under_two_headings_apply_by_one_of_them() -> None:
    both = [evidence("Give 5 mg.", "Children"), evidence("Give 5 mg.", "Adults", label=2)]
    quotes = (Quote(label=1, text="Give 5 mg."), Quote(label=2, text="Give 5 mg."))
    draft = DraftClaim(text="Give 5 mg.", quotes=quotes)
    assert VERIFIER.verify(draft, "Dose for a child of 4?", both, both).kind is SUPPORTED
    assert VERIFIER.verify(draft, "Dose in renal failure?", both, both).kind is not UNSUPPORTED


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("Children are given 5 mg at breakfast.", SUPPORTED),
        ("Children are given 10 mg at breakfast.", UNSUPPORTED),
        ("Swallow it whole with plenty of water.", UNSUPPORTED),
    ],
)
def test_a_quotation_that_the_claim_takes_nothing_from_is_let_be(
    claim: str, kind: VerdictKind
) -> None:
    child, adult = "Children: 5 mg at breakfast.", "Adults: 10 mg, swallowed whole."
    both = [evidence(child, "Dose"), evidence(adult, "Dose", label=2)]
    quotes = (Quote(label=1, text=child), Quote(label=2, text=adult))
    draft = DraftClaim(text=claim, quotes=quotes)
    assert VERIFIER.verify(draft, "Dose for a child of 4?", both, both).kind is kind
    alone = DraftClaim(text="Give 5 mg.", quotes=quotes[:1])
    assert VERIFIER.verify(alone, "Dose for a child of 4?", both, both).kind is SUPPORTED


def test_a_label_alone_is_read_as_its_whole_passage() -> None:
    one = evidence("Give 5 mg.", "Adults")
    draft = DraftClaim(text="The dose is 5 mg.", labels=(1,))
    assert VERIFIER.verify(draft, "Dose for a child of 4?", [one], [one]).kind is UNSUPPORTED


def test_a_quotation_of_a_label_that_is_not_cited_is_passed_over() -> None:
    draft = DraftClaim(text="Give 5 mg.", quotes=(Quote(label=7, text="Give 5 mg."),))
    assert VERIFIER.verify(draft, "Dose for a child of 4?", [], []).kind is NOTHING


def test_reasons_repeat_no_word_of_the_patient() -> None:
    said = verdict("Mr Quillfeather, aged 80, has what dose?", "Children")
    assert said.kind is UNSUPPORTED
    assert "Quillfeather" not in said.why


def test_our_own_pairs_are_told_apart() -> None:
    pairs = read_jsonl(OWN / "applicability.jsonl", GoldClaim)
    missed: list[str] = []
    alarms: list[str] = []
    for pair in pairs:
        each = [as_evidence(label, one) for label, one in enumerate(pair.evidence, start=1)]
        quotes = tuple(Quote(label=one.label, text=one.passage.text) for one in each)
        draft = DraftClaim(text=pair.claim, quotes=quotes)
        refused = VERIFIER.verify(draft, pair.question, each, each).kind is UNSUPPORTED
        if refused != (pair.label is UNSUPPORTED):
            (alarms if refused else missed).append(pair.id)
    mismatched = sum(pair.label is UNSUPPORTED for pair in pairs)
    assert len(missed) <= 0.05 * mismatched, missed
    assert len(alarms) <= 0.05 * (len(pairs) - mismatched), alarms


HOSTILE = {
    "words": "lorazepam 4 mg ",
    "ranges": "12 to 17 years and ",
    "figures": "9 ",
    "digits": "1",
    "blanks": " ",
    "groups": "children and ",
    "organs": "moderate to severe ",
    "measures": "eGFR ",
    "care": "treat ",
    "people": "people who is are that ",
    "quotes": "'",
    "lines": "\n",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_hundred_kilobytes_take_bounded_time(piece: str) -> None:
    text = "a" + piece * (100_000 // len(piece)) + "b"
    asked = "Clonazepam iv for gout in a 4-year-old girl with an eGFR of 22?"
    began = time.process_time()
    verdict(asked, "Illustrative note", text=text)
    verdict(text, "Illustrative note", text="Adults take lorazepam by mouth.")
    verdict(asked, text)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "text",
    [
        "Metformin is contraindicated when the eGFR is below 30 mL/min/1.73 m2.",
        "Avoid metformin when the eGFR is below 30 mL/min/1.73 m2.",
        "Do not give metformin below an eGFR of 30 mL/min/1.73 m2.",
    ],
)
def test_where_a_drug_must_not_be_given_tells_those_above_the_limit_too(text: str) -> None:
    asked = "Is metformin right with an eGFR of 75?"
    assert verdict(asked, "Metformin", text=text).kind is not UNSUPPORTED


@pytest.mark.parametrize(
    "text",
    [
        "When the eGFR is 15-29 mL/min/1.73 m2 give metformin 500 mg daily.",
        "When the eGFR is 30-44 do not start metformin; 500 mg twice daily may go on.",
        "Below an eGFR of 45 stop ramipril before metformin is raised to 1 g.",
    ],
)
def test_a_dose_for_another_kidney_function_is_withheld_though_it_warns(text: str) -> None:
    asked = "Is metformin right with an eGFR of 75?"
    assert verdict(asked, "Metformin", text=text).kind is UNSUPPORTED
