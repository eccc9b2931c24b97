"""The grounding suite: on recorded verdicts, on plain verifiers, and once on the real product."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from app.domain.answer import DraftClaim, Evidence, Verdict, VerdictKind
from eval.compare import compare
from eval.fitting.thresholds import Thresholds
from eval.fitting.unseen import Unseen
from eval.gold_claims import GoldClaim
from eval.run import read_run
from eval.suite import SuiteRequest, SuiteResult, UnusableSet
from eval.suites.grounding import claim_item, combined, run, summarise, verdicts

SENTENCE = "The usual dose of examplol is 20 mg once daily."
CLAIMS: list[dict[str, object]] = [
    {"id": 1, "claim": SENTENCE, "evidence": SENTENCE, "label": "supported", "kind": "same"},
    {
        "id": "two",
        "claim": "Examplol is taken with a meal.",
        "evidence": ["Take examplol with food.", SENTENCE],
        "label": "supported",
    },
    {
        "id": "three",
        "claim": "The usual dose of examplol is 200 mg once daily.",
        "evidence": SENTENCE,
        "label": "contradicted",
        "kind": "dose",
        "source": "label.txt",
    },
    {
        "id": "four",
        "claim": "The usual dose of samplexin is 20 mg once daily.",
        "evidence": [SENTENCE],
        "label": "unsupported",
        "kind": "drug",
    },
]
PERFECT = {"1": "supported", "two": "supported", "three": "contradicted", "four": "unsupported"}


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hundred of them take seconds a run, and no test here looks at an interval's ends."""
    for module in ("scored", "compare"):
        monkeypatch.setattr(f"eval.{module}.LABEL_RESAMPLES", 10)


def write(path: Path, lines: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def scored(
    tmp_path: Path,
    said: Mapping[str, str],
    claims: Sequence[Mapping[str, object]] = CLAIMS,
    out: str = "run",
) -> SuiteResult:
    lines = [{"id": key, "verdict": verdict} for key, verdict in said.items()]
    return run(
        SuiteRequest(
            out=tmp_path / out,
            cache=tmp_path / "cache",
            data=write(tmp_path / "claims.jsonl", claims),
            predictions=write(tmp_path / "said.jsonl", lines),
        )
    )


class Word:
    """Refuses a claim that holds the word; has nothing to say where `silent_without` is absent."""

    objection = "an illustrative objection"

    def __init__(self, name: str, word: str, kind: VerdictKind, silent_without: str = "") -> None:
        self.name = name
        self._word = word
        self._kind = kind
        self._needed = silent_without
        self.cited: list[tuple[str, ...]] = []

    def verify(
        self,
        claim: DraftClaim,
        question: str,
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],
    ) -> Verdict:
        assert [quote.text for quote in claim.quotes] == [each.passage.text for each in cited]
        assert list(admitted) == list(cited)
        self.cited.append(tuple(each.passage.text for each in cited))
        if self._needed not in claim.text:
            return Verdict(kind=VerdictKind.NOT_APPLICABLE, by=self.name)
        kind = self._kind if self._word in claim.text else VerdictKind.SUPPORTED
        return Verdict(kind=kind, by=self.name)


def test_the_product_tells_these_claims_apart_and_comparing_words_alone_does_not(
    tmp_path: Path,
) -> None:
    data = write(tmp_path / "claims.jsonl", CLAIMS)
    request = SuiteRequest(out=tmp_path / "run", cache=tmp_path / "cache", data=data)
    result = run(request)
    assert (result.headline["kept"], result.headline["caught"]) == (1.0, 1.0)
    assert result.breakdowns["by_confusion"]["contradicted"]["contradicted"] == 1
    alone = result.breakdowns["by_verifier"]
    assert set(alone) == {"quote", "numbers", "polarity", "applicability", "entailment"}
    assert (alone["quote"]["kept"], alone["quote"]["caught"]) == (1.0, 0.0)
    assert alone["numbers"]["not_applicable"] == 0.25
    kept = read_run(tmp_path / "run")
    assert kept.card.settings_fingerprint is not None
    assert [item.id for item in kept.items] == ["1", "two", "three", "four"]


def test_right_verdicts_score_one(tmp_path: Path) -> None:
    result = scored(tmp_path, PERFECT)
    assert result.headline == {
        **dict.fromkeys(("balanced_accuracy", "macro_f1", "kept", "caught"), 1.0),
        "items": 4,
        "missing": 0,
    }
    assert result.breakdowns["by_kind"]["dose"] == {
        "accuracy": 1.0,
        "kept": None,
        "caught": 1.0,
        "items": 1,
    }
    assert "predictions" in result.breakdowns["by_verifier"]
    assert result.notes == ("`not_applicable` counts as no objection, as in the product.",)


def test_the_wrong_refusal_is_caught_and_still_costs_macro_f1(tmp_path: Path) -> None:
    result = scored(tmp_path, PERFECT | {"three": "unsupported"})
    assert result.headline["caught"] == result.headline["balanced_accuracy"] == 1.0
    assert result.headline["macro_f1"] == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert result.breakdowns["by_confusion"]["contradicted"]["unsupported"] == 1


def test_silence_is_no_objection(tmp_path: Path) -> None:
    result = scored(tmp_path, PERFECT | {"two": "not_applicable", "three": "not_applicable"})
    assert result.headline["kept"] == 1.0
    assert result.headline["caught"] == 0.5
    assert result.breakdowns["by_verifier"]["predictions"]["not_applicable"] == 0.5


@pytest.mark.parametrize(("left_out", "figure"), [("two", "kept"), ("three", "caught")])
def test_a_claim_left_out_is_wrong_whatever_its_label(
    tmp_path: Path, left_out: str, figure: str
) -> None:
    said = {key: verdict for key, verdict in PERFECT.items() if key != left_out}
    result = scored(tmp_path, said)
    assert result.headline["missing"] == 1
    assert result.headline[figure] == 0.5
    assert result.headline["balanced_accuracy"] == 0.75
    gold = PERFECT[left_out]
    assert result.breakdowns["by_confusion"][gold]["missing"] == 1
    assert result.breakdowns["by_confusion"][gold][gold] == sum(
        verdict == gold for verdict in said.values()
    )


@pytest.mark.parametrize(
    ("label", "reason", "figure"),
    [
        ("supported", "every claim of the set is supported", "caught"),
        ("contradicted", "no claim of the set is supported", "kept"),
    ],
)
def test_one_label_leaves_balanced_accuracy_undefined(
    tmp_path: Path, label: str, reason: str, figure: str
) -> None:
    claims = [{**claim, "label": label} for claim in CLAIMS]
    result = scored(tmp_path, PERFECT, claims)
    assert result.headline["balanced_accuracy"] is None
    assert result.headline[figure] is None
    assert result.undefined[figure] == reason
    assert label in result.undefined["balanced_accuracy"]
    assert "balanced_accuracy" not in result.intervals
    assert list(result.breakdowns["by_confusion"]) == [label]


def test_a_set_of_two_labels_has_no_figure_for_the_third(tmp_path: Path) -> None:
    two = [claim for claim in CLAIMS if claim["label"] != "unsupported"]
    said = {key: verdict for key, verdict in PERFECT.items() if key != "four"}
    result = scored(tmp_path, said, two)
    assert result.headline["macro_f1"] == 1.0
    assert set(result.breakdowns["by_label"]) == {"supported", "contradicted"}
    assert "2 supported, 1 contradicted" in result.reported_on


def test_unsupported_and_contradicted_alone_have_no_support_to_balance(tmp_path: Path) -> None:
    two = [claim for claim in CLAIMS if claim["label"] != "supported"]
    result = scored(tmp_path, {"three": "contradicted", "four": "unsupported"}, two)
    assert result.headline["macro_f1"] == 1.0
    assert result.undefined["balanced_accuracy"] == "no claim of the set is supported"


def test_a_set_without_kinds_has_no_breakdown_by_kind(tmp_path: Path) -> None:
    plain = [{key: claim[key] for key in ("id", "claim", "evidence", "label")} for claim in CLAIMS]
    assert "by_kind" not in scored(tmp_path, PERFECT, plain).breakdowns


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ([], "supported"),
        (["not_applicable"], "supported"),
        (["supported", "not_applicable"], "supported"),
        (["supported", "unsupported"], "unsupported"),
        (["unsupported", "contradicted", "supported"], "contradicted"),
    ],
)
def test_one_refusal_outvotes_every_support(said: list[str], shown: str) -> None:
    assert combined(said) == shown


def test_each_verifier_is_asked_of_all_evidence_and_scored_alone() -> None:
    doses = Word("doses", "200 mg", VerdictKind.CONTRADICTED, silent_without="mg")
    drugs = Word("drugs", "samplexin", VerdictKind.UNSUPPORTED)
    claims = [GoldClaim.model_validate(claim) for claim in CLAIMS]
    items = [claim_item(claim, verdicts(claim, [doses, drugs])) for claim in claims]
    result = summarise(items, "made up", ["doses", "drugs"])
    assert doses.cited[1] == ("Take examplol with food.", SENTENCE)
    assert result.headline["balanced_accuracy"] == result.headline["macro_f1"] == 1.0
    by_verifier = result.breakdowns["by_verifier"]
    assert by_verifier["doses"]["caught"] == by_verifier["drugs"]["caught"] == 0.5
    assert by_verifier["doses"]["not_applicable"] == 0.25
    assert by_verifier["drugs"]["not_applicable"] == 0.0
    assert not any("No verifier" in note for note in result.notes)
    assert "doses, drugs" in result.fitted_on


def test_a_model_that_never_saw_the_claims_takes_the_place_of_the_packaged_one() -> None:
    claims = [GoldClaim.model_validate(claim) for claim in CLAIMS]
    unseen = Unseen(
        thresholds=Thresholds(unsupported_below=0.3, supported_from=0.7),
        p={claim.content: 0.1 for claim in claims},
        fitted_on="the other 9 parts",
    )

    class Weighing(Word):
        def verify(
            self,
            claim: DraftClaim,
            question: str,
            cited: Sequence[Evidence],
            admitted: Sequence[Evidence],
        ) -> Verdict:
            return Verdict(kind=VerdictKind.SUPPORTED, by=self.name, strength=0.9)

    for name, said in (("entailment", "unsupported"), ("another", "supported")):
        verifier = Weighing(name, "", VerdictKind.SUPPORTED)
        assert verdicts(claims[0], [verifier], unseen) == {name: said}
        assert verdicts(claims[0], [verifier]) == {name: "supported"}
    items = [claim_item(claims[0], {"entailment": "supported"})]
    result = summarise(items, "made up", ["entailment"], unseen)
    assert result.fitted_on.endswith("entailment on the other 9 parts")


def test_two_systems_verdicts_can_be_compared(tmp_path: Path) -> None:
    scored(tmp_path, PERFECT | {"three": "supported"}, out="first")
    scored(tmp_path, PERFECT, out="second")
    found = compare(read_run(tmp_path / "first"), read_run(tmp_path / "second"))
    assert found.by_figure["caught"].difference == 0.5
    assert found.by_figure["balanced_accuracy"].better == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"label": "true"}, r"claims\.jsonl:2: label"),
        ({"evidence": []}, r"claims\.jsonl:2: evidence"),
        ({"evidence": ["fine.", " "]}, r"claims\.jsonl:2: evidence"),
        ({"claim": " "}, r"claims\.jsonl:2: claim"),
        ({"id": 1}, r"claims\.jsonl:2: the id '1' stands on line 1 too"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, change: dict[str, object], said: str) -> None:
    claims = [CLAIMS[0], {**CLAIMS[1], **change}]
    with pytest.raises(UnusableSet, match=said):
        scored(tmp_path, PERFECT, claims)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([{"id": "1", "verdict": "supported"}, {"id": "5", "verdict": "supported"}], "2: .* '5'"),
        ([{"id": "1", "verdict": "maybe"}], "1: verdict"),
        (
            [{"id": 1, "verdict": "supported"}, {"id": "1", "verdict": "supported"}],
            "2: .* line 1",
        ),
        ([], "is empty"),
    ],
)
def test_a_verdict_that_cannot_be_placed_is_named(
    tmp_path: Path, lines: list[dict[str, object]], said: str
) -> None:
    request = SuiteRequest(
        out=tmp_path / "run",
        cache=tmp_path / "cache",
        data=write(tmp_path / "claims.jsonl", CLAIMS),
        predictions=write(tmp_path / "said.jsonl", lines),
    )
    with pytest.raises(UnusableSet, match=said):
        run(request)


def test_no_data_and_unknown_options_are_refused(tmp_path: Path) -> None:
    request = SuiteRequest(out=tmp_path / "run", cache=tmp_path / "cache")
    with pytest.raises(UnusableSet, match="--data"):
        run(request)
    with pytest.raises(UnusableSet, match="no option 'floor'"):
        run(SuiteRequest(out=request.out, cache=request.cache, options=(("floor", "1"),)))
    with pytest.raises(UnusableSet, match="decide=yes: it is yes or no"):
        run(SuiteRequest(out=request.out, cache=request.cache, options=(("decide", "yes"),)))
