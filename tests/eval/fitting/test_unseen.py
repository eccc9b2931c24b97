"""Cross-validated probabilities take the place of a model that saw the claims."""

import json
from pathlib import Path

import pytest

from app.domain.answer import Verdict, VerdictKind
from eval.fitting.unseen import Unseen
from eval.gold_claims import GoldClaim
from eval.suite import UnusableSet
from tests.eval.suites.test_entailment import fitted, lines

SAID = Verdict(kind=VerdictKind.SUPPORTED, by="entailment", strength=0.9)


def claim(number: int, evidence: str | None = None) -> GoldClaim:
    line = lines()[number]
    return GoldClaim.model_validate(line if evidence is None else line | {"evidence": evidence})


def test_a_claim_is_judged_by_the_model_that_never_saw_it(tmp_path: Path) -> None:
    fitted(tmp_path, lines())
    unseen = Unseen.of_run(tmp_path / "run")
    assert unseen.verdict(claim(1), SAID) is VerdictKind.SUPPORTED
    assert unseen.verdict(claim(3), SAID) is VerdictKind.UNSUPPORTED
    assert "10 parts of set.jsonl" in unseen.fitted_on


def test_one_that_must_decide_is_never_silent(tmp_path: Path) -> None:
    fitted(tmp_path, lines())
    unseen = Unseen.of_run(tmp_path / "run", decide=True)
    unsure = unseen.model_copy(update={"p": {claim(1).content: 0.51, claim(3).content: 0.49}})
    assert unsure.verdict(claim(1), SAID) is VerdictKind.SUPPORTED
    assert unsure.verdict(claim(3), SAID) is VerdictKind.UNSUPPORTED


@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_what_a_rule_says_stands(tmp_path: Path, strength: float) -> None:
    fitted(tmp_path, lines())
    ruled = SAID.model_copy(update={"kind": VerdictKind.NOT_APPLICABLE, "strength": strength})
    assert Unseen.of_run(tmp_path / "run").verdict(claim(1), ruled) is VerdictKind.NOT_APPLICABLE


def test_the_same_claim_with_other_evidence_is_another_claim(tmp_path: Path) -> None:
    fitted(tmp_path, lines())
    unseen = Unseen.of_run(tmp_path / "run")
    with pytest.raises(UnusableSet, match="no claim '1' with this evidence"):
        unseen.verdict(claim(1, "drug1 is a tablet"), SAID)


def test_a_run_of_another_suite_is_refused(tmp_path: Path) -> None:
    fitted(tmp_path, lines())
    described = tmp_path / "run" / "run.json"
    card = json.loads(described.read_text(encoding="utf-8"))
    described.write_text(json.dumps(card | {"suite": "grounding"}), encoding="utf-8")
    with pytest.raises(UnusableSet, match="but of grounding"):
        Unseen.of_run(tmp_path / "run")
