"""Medicines that do harm together: which pairs fire, in whose words, and what a claim may say."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.corpus import Span
from app.domain.facts import ContraindicationFact, F
from app.domain.patient import Use
from app.domain.safety import CheckStatus, CheckVerdict, Provenance
from app.safety.checks.interactions import ClaimInteractions, Interactions, QuestionInteractions
from app.safety.interaction_rules import interaction_book
from app.safety.stance import stances
from app.safety.taken_together import LONGEST_AFTER, MOST, named
from eval.jsonl import read_jsonl
from eval.makers.onc_high_priority import make
from eval.suite import MakeRequest
from eval.suites.interactions import DrugPair
from tests.app.safety.checks.silent_pairs import PAIRS
from tests.app.safety.group import claim_of
from tests.app.safety.interacting import about, medicine

ONC = Path(__file__).parents[5] / "shared" / "data" / "drugs" / "onc_high_priority.csv"
PAIR = Interactions()


def onc_pairs(tmp_path: Path) -> tuple[DrugPair, ...]:
    if not ONC.is_file():
        pytest.skip("the folder of public data is absent")
    out = tmp_path / "pairs.jsonl"
    make(MakeRequest(data=ONC, out=out, options=(("names", "all"),)))
    return read_jsonl(out, DrugPair)


def asked(text: str, *taken: str, ask: str = "", claim: str | None = None) -> list[CheckVerdict]:
    medicines = [medicine(one) for one in taken]
    if ask:
        medicines.append(medicine(ask, Use.ASKED))
    subject = about(text, *medicines)
    if claim is None:
        return list(QuestionInteractions().check(subject))
    return list(ClaimInteractions().check(claim_of(claim), subject))


def statuses(said: list[CheckVerdict]) -> set[CheckStatus]:
    return {one.status for one in said}


def test_every_pair_of_the_onc_list_fires_its_own_rule_by_generic_and_by_brand_in_both_orders(
    tmp_path: Path,
) -> None:
    pairs = onc_pairs(tmp_path)
    missed = [
        (one.drug_a, one.drug_b)
        for one in pairs
        if f"onc/{one.category}" not in {v.rule for v in PAIR.between(one.drug_a, one.drug_b)}
    ]
    assert len(pairs) > 2_000
    assert missed == []


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_pair_without_a_stated_interaction_stays_silent(one: str, other: str) -> None:
    for said in (PAIR.between(one, other), PAIR.between(other, one)):
        assert CheckStatus.WARN not in {verdict.status for verdict in said}


def test_a_member_of_a_rule_is_a_name_that_the_vocabulary_knows() -> None:
    names = {name for rule in interaction_book().rules for name in (*rule.one, *rule.other)}
    spoken = {"contrast": "contrast medium", "salt": "lo-salt", "vaccine": "live vaccine"}
    unknown = [name for name in names if not named(spoken.get(name, name))]
    assert unknown == []


def test_no_rule_from_memory_blocks_and_the_qt_members_are_from_memory() -> None:
    blocking = [rule for rule in interaction_book().rules if rule.blocks]
    assert all(rule.provenance is Provenance.SOURCED for rule in blocking)
    assert all(not rule.only_warns for rule in blocking)
    qt = next(rule for rule in interaction_book().rules if rule.id == "onc/21")
    assert qt.only_warns


def test_a_class_fires_for_each_member_and_asks_back_which() -> None:
    said = asked("Can I take ibuprofen with my blood thinner?", "blood thinner", ask="ibuprofen")
    assert {"interaction/warfarin-nsaid", "interaction/doac-nsaid"} <= {one.rule for one in said}
    assert all("Which blood thinner" in one.supply[0] for one in said)


def test_one_medicine_alone_is_not_checked_and_says_what_to_supply() -> None:
    (said,) = asked("I take warfarin. What is its dose?", "warfarin")
    assert said.status is CheckStatus.NOT_CHECKED
    assert "other medicine" in said.supply[0]
    (general,) = asked("What is the dose of warfarin?", ask="warfarin")
    assert general.status is CheckStatus.PASS


def test_a_choice_between_two_is_no_combination() -> None:
    question = about(
        "Warfarin or apixaban for atrial fibrillation?",
        medicine("warfarin", Use.ASKED),
        medicine("apixaban", Use.ASKED),
    )
    (said,) = QuestionInteractions().check(question)
    assert said.status is CheckStatus.PASS


def test_a_choice_stays_one_beside_a_third_medicine() -> None:
    said = asked("On itraconazole: apixaban or warfarin?", "itraconazole", "apixaban", "warfarin")
    assert "interaction/two-anticoagulants" not in {one.rule for one in said}
    assert "interaction/warfarin-antifungal" in {one.rule for one in said}


def test_the_question_check_warns_and_never_blocks() -> None:
    assert statuses(asked("Sildenafil with GTN?", "GTN", ask="sildenafil")) == {CheckStatus.WARN}


@pytest.mark.parametrize(
    ("taken", "claim"),
    [
        ("warfarin", "Take ibuprofen 400 mg three times a day."),
        ("nitroglycerin", "Sildenafil can be used for erectile dysfunction."),
        ("isosorbide mononitrate", "Tadalafil 10 mg is suitable."),
        ("phenelzine", "Start sertraline 50 mg once daily."),
        ("ritonavir", "Simvastatin 40 mg at night is recommended."),
        ("blood thinner", "Ibuprofen is fine for the pain."),
        ("azathioprine", "Febuxostat 80 mg once daily is the next choice."),
        ("Coumadin", "Give Advil 200 mg."),
    ],
)
def test_a_recommendation_against_a_sourced_rule_is_blocked(taken: str, claim: str) -> None:
    said = asked("What may be given?", taken, claim=claim)
    assert CheckStatus.BLOCK in statuses(said)


@pytest.mark.parametrize(
    ("taken", "claim"),
    [
        ("warfarin", "Avoid ibuprofen in people who take warfarin."),
        ("warfarin", "NSAIDs increase the risk of bleeding with warfarin."),
        ("warfarin", "Take paracetamol instead of ibuprofen."),
        ("nitroglycerin", "Sildenafil is contraindicated with nitrates."),
        ("simvastatin", "Azithromycin can be used."),
        ("warfarin", "Hydrocortisone 1% cream can be applied."),
        ("lisinopril", "Amlodipine 5 mg once daily is recommended."),
    ],
)
def test_a_warning_a_mention_and_a_safe_choice_pass(taken: str, claim: str) -> None:
    said = asked("What may be given?", taken, claim=claim)
    assert statuses(said) == {CheckStatus.PASS}


@pytest.mark.parametrize(
    ("question", "taken", "ask", "claim"),
    [
        ("Warfarin or apixaban?", (), "warfarin", "Apixaban 5 mg twice daily is recommended."),
        ("Switch to apixaban?", ("warfarin",), "apixaban", "Stop warfarin, then start apixaban."),
        ("Ibuprofen with warfarin?", ("warfarin",), "ibuprofen", "Continue warfarin."),
    ],
)
def test_a_choice_a_switch_and_what_is_had_already_are_not_blocked(
    question: str, taken: tuple[str, ...], ask: str, claim: str
) -> None:
    apixaban = (medicine("apixaban", Use.ASKED),) if question.startswith("Warfarin or") else ()
    subject = about(
        question, *(medicine(one) for one in taken), medicine(ask, Use.ASKED), *apixaban
    )
    said = ClaimInteractions().check(claim_of(claim), subject)
    assert CheckStatus.BLOCK not in {one.status for one in said}


def test_what_a_claim_recommends_together_is_checked_without_any_person() -> None:
    said = asked("Treatment?", claim="Give clarithromycin together with simvastatin.")
    assert CheckStatus.BLOCK in statuses(said)


def test_options_of_a_claim_are_not_taken_together() -> None:
    said = asked("Treatment?", claim="Options include warfarin, apixaban and rivaroxaban.")
    assert CheckStatus.BLOCK not in statuses(said)


def test_a_wide_class_that_fires_in_part_warns_only() -> None:
    said = asked("Treatment?", "simvastatin", claim="Antibiotics are recommended.")
    assert CheckStatus.BLOCK not in statuses(said)


def test_a_rule_from_memory_warns_where_it_would_block() -> None:
    said = asked("Treatment?", "methotrexate", claim="Trimethoprim 200 mg twice daily.")
    assert {one.provenance for one in said} == {Provenance.FROM_MEMORY}
    assert statuses(said) == {CheckStatus.WARN}


def test_a_medicine_that_was_stopped_counts_where_the_rule_says_how_long() -> None:
    recent = about(
        "I stopped phenelzine last week. Can I start sertraline?",
        medicine("phenelzine", Use.STOPPED),
        medicine("sertraline", Use.ASKED),
    )
    (said, *_) = QuestionInteractions().check(recent)
    assert said.status is CheckStatus.WARN
    assert "14 days" in said.why
    gone = about("?a", medicine("ibuprofen", Use.STOPPED), medicine("warfarin"))
    assert {one.status for one in QuestionInteractions().check(gone)} == {CheckStatus.PASS}


@pytest.mark.parametrize(
    ("question", "one", "other", "fires"),
    [
        ("Hydrocortisone cream while on warfarin?", "hydrocortisone", "warfarin", False),
        ("Hydrocortisone tablets while on warfarin?", "hydrocortisone", "warfarin", True),
        ("Miconazole oral gel while on warfarin?", "miconazole", "warfarin", True),
        ("Timolol eye drops while on verapamil?", "timolol", "verapamil", True),
        ("Erythromycin gel while on simvastatin?", "erythromycin", "simvastatin", False),
        ("Ibuprofen gel with lithium?", "ibuprofen", "lithium", False),
    ],
)
def test_a_local_form_is_silent_but_where_the_rule_says_so(
    question: str, one: str, other: str, fires: bool
) -> None:
    said = asked(question, other, ask=one)
    assert (CheckStatus.WARN in statuses(said)) is fires


@pytest.mark.parametrize(
    ("question", "taken", "fires"),
    [
        ("Can I take calcium tablets with levothyroxine?", "levothyroxine", True),
        ("Is calcium in milk a matter with levothyroxine?", "levothyroxine", False),
        ("Can I drink grapefruit juice on simvastatin?", "simvastatin", True),
        ("Can I drink alcohol with metronidazole?", "metronidazole", True),
        ("What serum calcium is normal on levothyroxine?", "levothyroxine", False),
    ],
)
def test_food_and_minerals_count_where_they_are_taken(
    question: str, taken: str, fires: bool
) -> None:
    said = asked(question, taken)
    assert (CheckStatus.WARN in statuses(said)) is fires


class Labels:
    """A library with one label: warfarin is contraindicated with exampleine's partner."""

    def __init__(self, ingredient: str, against: str) -> None:
        self._ingredient = ingredient
        self._fact = ContraindicationFact(
            ingredients=(ingredient,),
            document_id="label",
            passage_id="p1",
            span=Span(start=10, end=10 + len(against)),
            quote=against,
            against=against,
        )

    def facts(self, ingredient: str | frozenset[str], kind: type[F]) -> tuple[F, ...]:
        fits = ingredient == self._ingredient and isinstance(self._fact, kind)
        return (self._fact,) if fits else ()  # type: ignore[return-value]

    def title(self, document_id: str) -> str:
        return f"Title of {document_id}"


@pytest.mark.parametrize("order", [("metformin", "loratadine"), ("loratadine", "metformin")])
def test_a_label_of_the_library_speaks_where_no_rule_does(order: tuple[str, str]) -> None:
    label = Labels("loratadine", "Concomitant use of metformin")
    (said,) = Interactions(label).between(*order)
    assert said.provenance is Provenance.LIBRARY
    assert said.library[0].quote == "Concomitant use of metformin"
    assert said.library[0].title == "Title of label"


def test_a_rule_and_the_library_are_shown_together() -> None:
    label = Labels("ibuprofen", "concurrent anticoagulants such as warfarin")
    (said,) = Interactions(label).between("warfarin", "ibuprofen")
    assert said.provenance is Provenance.SOURCED
    assert said.library


def test_an_allergy_named_by_a_label_is_no_interaction() -> None:
    label = Labels("loratadine", "hypersensitivity to metformin")
    (said,) = Interactions(label).between("loratadine", "metformin")
    assert said.status is CheckStatus.PASS


def test_an_unknown_name_is_not_checked() -> None:
    (said,) = PAIR.between("warfarin", "foozleprine")
    assert said.status is CheckStatus.NOT_CHECKED
    assert "foozleprine" in said.supply[0]


def test_hundreds_of_medicines_are_bounded_and_told() -> None:
    names = sorted({name for rule in interaction_book().rules for name in rule.one})[:300]
    many = [medicine(name) for name in names if named(name)]
    begun = time.process_time()
    said = QuestionInteractions().check(about("What of these?", *many))
    assert time.process_time() - begun < 2
    assert said[-1].status is CheckStatus.NOT_CHECKED
    assert f"at most {MOST}" in said[-1].supply[0]


def test_a_common_question_takes_little_time() -> None:
    subject = about("Can I take ibuprofen?", medicine("warfarin"), medicine("ramipril"))
    claim = claim_of("Take ibuprofen 400 mg three times a day.")
    QuestionInteractions().check(subject)
    ClaimInteractions().check(claim, subject)
    begun = time.process_time()
    for _ in range(20):
        stances.cache_clear()
        QuestionInteractions().check(subject)
        ClaimInteractions().check(claim, subject)
    assert (time.process_time() - begun) / 40 < 0.01


@pytest.mark.parametrize(
    ("after", "stopped", "days"),
    [
        ("14 days", "phenelzine", 14),
        ("14 days (five weeks after fluoxetine)", "fluoxetine", 35),
        ("14 days (five weeks after fluoxetine)", "sertraline", 14),
        ("7 to 10 days", "examplol", 10),
        ("36 hours", "examplol", 1.5),
        ("", "examplol", 0),
    ],
)
def test_how_long_a_rule_holds_after_a_medicine_was_stopped(
    after: str, stopped: str, days: float
) -> None:
    rule = interaction_book().rules[0].model_copy(update={"after": after})
    assert rule.lasts(frozenset({stopped})) == timedelta(days=days)


def test_no_rule_holds_longer_than_stopped_medicines_are_paired() -> None:
    lasting = [rule for rule in interaction_book().rules if rule.after]
    assert lasting
    for rule in lasting:
        spans = [rule.lasts(frozenset({name})) for name in (*rule.one, *rule.other)]
        assert timedelta(0) < min(spans)
        assert max(spans) <= LONGEST_AFTER
