"""Patients by their records, through the whole product: what a rule holds back is not let out,
whatever a model says, and every hazard of the set is warned of at least.

The library holds the sentences of the set, each behind its question; the language model alone is a
script that says the sentence of the line it is asked about. One generation serves all lines.
"""

from collections.abc import Iterator, Sequence

import pytest

from app.compose import Parts, build_parts
from app.console.asking import OPERATOR
from app.domain.answer import Abstention, Answer, DraftClaim, Evidence, Outcome
from app.domain.leaving import Left, stays
from app.domain.ports.generation import Drafts
from app.domain.question import Question
from app.domain.safety import CheckStatus
from app.domain.subject import Subject
from app.settings import read_settings
from eval.jsonl import read_jsonl
from eval.patient_cases import AS_OF, PatientCase
from eval.quoting_itself import quoting_itself
from eval.suites.patients import OWN
from ingest.compose import ingest_job
from ingest.progress import Silent

CASES = read_jsonl(OWN, PatientCase)
HITS = [one for one in CASES if one.expected == "fires"]
NEAR_MISSES = [one for one in CASES if one.expected == "silent"]
MOST = 0.75
"""Of the lines whose sentence the library's passages must lead to, and of the near misses whose
sentence must get out: else nothing would be shown by those held back."""


class Says:
    """A language model that says one sentence, whatever it reads."""

    fingerprint = "says"
    sentence = ""

    def draft(self, question: str, evidence: Sequence[Evidence], left: Left = stays) -> Drafts:
        labels = tuple(each.label for each in evidence)
        yield DraftClaim(text=self.sentence, labels=labels)

    def redraft(
        self,
        question: str,
        evidence: Sequence[Evidence],
        failed: DraftClaim,
        why: str,
        left: Left = stays,
    ) -> DraftClaim | None:
        return None

    def close(self) -> None:
        pass


MODEL = Says()


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    folder, home = tmp_path_factory.mktemp("sentences"), tmp_path_factory.mktemp("home")
    texts = dict.fromkeys(f"# {one.question}\n\n{one.question} {one.says}\n" for one in CASES)
    for at, text in enumerate(texts):
        (folder / f"{at}.md").write_text(text)
    report = ingest_job(Silent(), read_settings(home=home)).run([folder], licence_unstated=True)
    assert report.read_anything
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.compose.build_model", lambda settings: MODEL)
        built = build_parts(read_settings(home=home))
    yield built
    built.close()


@pytest.fixture(scope="module")
def answered(parts: Parts) -> dict[str, Outcome]:
    found = {}
    for one in CASES:
        MODEL.sentence = one.says
        found[one.id] = parts.answering.answer(asked(parts, one), OPERATOR)
    return found


def asked(parts: Parts, one: PatientCase) -> Question:
    return Question.asked(one.question, record=parts.records.read(one.bundle, AS_OF))


def blocked(parts: Parts, one: PatientCase) -> bool:
    """Whether a rule holds the sentence back by itself."""
    question = asked(parts, one)
    subject = Subject(question=question, situation=parts.safety.reader.read(question))
    claim = quoting_itself(one.says)
    return any(
        verdict.status is CheckStatus.BLOCK
        for check in parts.safety.claim_checks
        for verdict in check.check(claim, subject)
    )


def shown(outcome: Outcome, sentence: str) -> bool:
    claims = outcome.claims if isinstance(outcome, Answer) else ()
    return any(sentence.rstrip(".") in claim.text for claim in claims)


def test_what_a_rule_holds_back_is_not_let_out(parts: Parts, answered: dict[str, Outcome]) -> None:
    held = [one for one in HITS if blocked(parts, one)]
    assert len(held) > len(HITS) / 3
    assert not [one.id for one in held if shown(answered[one.id], one.says)]


def test_every_hazard_is_warned_of(answered: dict[str, Outcome]) -> None:
    said = [one for one in HITS if not isinstance(answered[one.id], Abstention)]
    assert len(said) > MOST * len(HITS)
    silent = [
        one.id
        for one in said
        if not any(
            check.name == one.check_name and check.status in {CheckStatus.WARN, CheckStatus.BLOCK}
            for check in answered[one.id].checks
        )
    ]
    assert not silent


def test_near_misses_are_told(answered: dict[str, Outcome]) -> None:
    told = [one.id for one in NEAR_MISSES if shown(answered[one.id], one.says)]
    assert len(told) > MOST * len(NEAR_MISSES)
