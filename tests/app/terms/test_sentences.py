"""Boundaries that a quotation must respect, sentence by sentence. All wording is illustrative."""

import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.terms.sentences import sentence_spans

SCIFACT = Path(__file__).parents[3] / "shared/data/beir/scifact-train/corpus.jsonl.gz"


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text)]


WHOLE = [
    "Give 2.5 mg twice daily.",
    "Avoid NSAIDs, e.g. Ibuprofen or naproxen, in advanced disease.",
    "Use loop diuretics, i.e. Furosemide, first.",
    "Ceftriaxone 250 mg i.m. in a single dose is preferred.",
    "Ampicillin 2 g i.v. 6-hourly until afebrile.",
    "Metformin 500 mg b.i.d. with meals.",
    "Doses of 10 mg vs. 20 mg were compared.",
    "Doses of 10 mg vs. Placebo were compared.",
    "Flow is shown in Fig. 2 and in Figs. 3 and 4.",
    "See Table 3 and Sect. 4 for children.",
    "See Recommendation No. 3 for children.",
    "Dr. Example et al. (2009) reported the same dose.",
    "Dr. Example et al. 2009 reported the same dose.",
    "The U.S. Preventive Services panel graded it B in this example.",
    "Infection with E. coli or S. Typhi needs culture.",
    "Infusion at 5 mg/kg per min. until the pressure is 90 mmHg.",
    "The hazard ratio was 0.78 (95% CI 0.61-0.99; p < 0.05) at one year.",
    "Take 1 tab. 30 minutes before food.",
    "1. Give fluids before the first dose.",
    "a. Give fluids before the first dose.",
    "iv. Give fluids before the first dose.",
    "A dose of approx. 5 mg/kg is usual.",
    "The mean was 2. 5 mg in a badly printed table.",
    "Is it safe in pregnancy?",
    "Levels above 3.5 mmol/L (62.5 mg/dL) need review.",
    "The organism (Candida spp. other than the usual) may be resistant.",
    "Fluconazole 150 mg p.o. once.",
    "Visit www.example.org for the form.",
]
APART = [
    ("Stop the drug.", "Check the level."),
    ("The effect was small (p < 0.05).", "Older adults did worse."),
    ("The effect was small, p < 0.05.", "Older adults did worse."),
    ("The usual dose is 5 mg.", "In renal impairment give 2.5 mg."),
    ("Give 250 mg b.i.d.", "Then review after a week."),
    ("Give 1 g i.v.", "If there is no response, refer."),
    ("It was reported by Example et al.", "The dose was lower."),
    ("It works [12,13].", "The dose was lower."),
    ("It works.[12]", "The dose was lower."),
    ("It works.12,13", "The dose was lower."),
    ("It works (12).", "The dose was lower."),
    ("Is it safe?", "No."),
    ("Vaccinate against hepatitis B.", "Vaccinate contacts."),
    ("Check vitamin D.", "Supplement when low."),
    ("It is common in the U.S.", "The rate is rising."),
    ("The patient said “stop.”", "The drug was stopped."),
    ("(See the table below.)", "The dose is halved."),
    ("Receptors were blocked.", "mTOR was not."),
    ("Samples were drawn.", "p53 was normal."),
    ("Dose by weight.", "12 patients were excluded."),
    ("Do not exceed 4 g!", "Overdose harms the liver."),
    ("Half of them improved by 50%.", "None relapsed."),
    ("The clearance was 30 mL/min.", "Halve the dose."),
    ("Treatment lasts 7 days.", "≥ 2 relapses need referral."),
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_sentence_is_not_cut_at_an_abbreviation_a_decimal_or_a_number(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize("pair", APART)
def test_two_sentences_are_told_apart(pair: tuple[str, str]) -> None:
    assert sentences(" ".join(pair)) == list(pair)


def test_a_line_break_ends_a_sentence_without_a_full_stop() -> None:
    assert sentences("Renal impairment\n\nHalve the dose\nrecheck in a week\n") == [
        "Renal impairment",
        "Halve the dose",
        "recheck in a week",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \n"])
def test_no_words_make_no_sentence(text: str) -> None:
    assert sentence_spans(text) == ()


FRAGMENTS = "Dr.|2.5|mg|i.v.|e.g.|Give|(p<0.05).|\n|1.|U.S.|[3]|The|.|?|\u2265|\u2028|%|\u201c"
clinical = st.lists(
    st.sampled_from(FRAGMENTS.split("|")),
    max_size=40,
).map(" ".join)


@given(st.one_of(st.text(max_size=300), clinical))
def test_every_word_is_in_exactly_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join("".join(s.of(text).split()) for s in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(s.of(text) == s.of(text).strip() != "" for s in spans)


def test_boundaries_of_real_abstracts_are_recovered() -> None:
    """The marked boundaries were made by a machine: they also cut after every "1.4 +/-"."""
    if not SCIFACT.exists():
        pytest.skip(f"{SCIFACT} is not on this machine")
    right = found = marked = 0
    with gzip.open(SCIFACT, "rt", encoding="utf-8") as lines:
        for line, _ in zip(lines, range(300), strict=False):
            parts = [part.strip() for part in json.loads(line)["sentences"]]
            text, ends = "", set()
            for part in filter(None, parts):
                text += part
                ends.add(len(text))
                text += " "
            ours = {span.end for span in sentence_spans(text)}
            right, found, marked = right + len(ours & ends), found + len(ours), marked + len(ends)
    assert right / found > 0.98
    assert right / marked > 0.96
