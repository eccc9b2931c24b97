"""Alignment of a claim with its quotes: what is certain, what the fitted model says, and what
neither can tell."""

import time
from pathlib import Path

import pytest

from app.domain.answer import DraftClaim, Evidence, Quote, Verdict, VerdictKind
from app.domain.errors import ConfigurationError
from app.domain.fitted import FittedLogistic
from app.domain.ports.grounding import Featured
from app.grounding.entailment import EntailmentVerifier, stands_in
from app.grounding.fitted_model import read_model
from app.index.embedder import Model
from tests.app.generation.passages import evidence
from tests.app.grounding.fake_model import FakeModel

SENTENCE = "Give examplol 20 mg once daily to adults with gout, and stop it when a rash appears."
EVIDENCE = evidence(SENTENCE)


def claim(text: str, quoted: str = SENTENCE) -> DraftClaim:
    return DraftClaim(text=text, quotes=(Quote(label=1, text=quoted),))


def said(
    verifier: EntailmentVerifier, text: str, given: tuple[Evidence, ...] = EVIDENCE
) -> Verdict:
    quoted = given[0].passage.text
    return verifier.verify(claim(text, quoted), "", given, given)


def written(folder: Path, **changed: object) -> Path:
    """A model for the fake embedder: p is .73 where all is covered, .5 where nothing is."""
    model = FittedLogistic(
        intercept=0.0,
        weights={"covered": 1.0},
        supported_from=0.7,
        unsupported_below=0.55,
        embedder="fake",
        weights_sha256=FakeModel().card.weights_sha256,
        fitted_on="nothing",
        data_sha256="0",
    ).model_copy(update=changed)
    path = folder / "model.json"
    path.write_text(model.model_dump_json(), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        SENTENCE.removesuffix("."),
        "give examplol 20 mg once daily to adults with gout",
        "Stop it when a rash appears.",
        "Give  examplol\n20 mg once daily",
    ],
    ids=["whole", "no stop", "part", "capital", "white space"],
)
def test_words_of_the_quote_are_supported_whatever_model_there_is(text: str) -> None:
    verdict = said(EntailmentVerifier(FakeModel()), text)
    assert (verdict.kind, verdict.strength) == (VerdictKind.SUPPORTED, 1.0)


@pytest.mark.parametrize("text", ["Give examplol 2", "ive examplol 20 mg", "Give Examplol", "."])
def test_pieces_of_words_are_not_the_words(text: str) -> None:
    assert not stands_in(text, SENTENCE)


def test_another_drug_in_the_same_words_is_unsupported_and_the_reason_names_both() -> None:
    verdict = said(EntailmentVerifier(FakeModel()), SENTENCE.replace("examplol", "samplumab"))
    assert verdict.kind is VerdictKind.UNSUPPORTED
    assert "'samplumab'" in verdict.why
    assert "'examplol'" in verdict.why


def test_a_drug_that_the_title_names_is_mentioned() -> None:
    given = evidence(SENTENCE.replace("examplol", "the tablet"), title="Samplumab tablets")
    text = SENTENCE.replace("examplol", "samplumab")
    assert said(EntailmentVerifier(FakeModel()), text, given).kind is VerdictKind.NOT_APPLICABLE


def test_a_model_of_another_embedder_has_no_say_and_the_reason_names_both() -> None:
    verdict = said(EntailmentVerifier(FakeModel()), "Gout in adults is treated with examplol.")
    assert verdict.kind is VerdictKind.NOT_APPLICABLE
    assert "all-MiniLM-L6-v2" in verdict.why
    assert "fake-bag-of-words" in verdict.why


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Daily: give examplol, gout, adults.", VerdictKind.SUPPORTED),
        ("Exercise cures headache.", VerdictKind.UNSUPPORTED),
        ("Examplol cures headache.", VerdictKind.NOT_APPLICABLE),
    ],
    ids=["above both", "below both", "between"],
)
def test_the_thresholds_of_the_model_decide(tmp_path: Path, text: str, kind: VerdictKind) -> None:
    verifier = EntailmentVerifier(FakeModel(), written(tmp_path))
    verdict = said(verifier, text)
    assert verdict.kind is kind
    assert 0.0 < verdict.strength < 1.0
    assert verdict.why


def test_a_claim_that_quotes_nothing_is_not_judged() -> None:
    bare = DraftClaim(text="Give examplol.", labels=(1,))
    verdict = EntailmentVerifier(FakeModel()).verify(bare, "", EVIDENCE, EVIDENCE)
    assert verdict.kind is VerdictKind.NOT_APPLICABLE


def test_only_the_quoted_words_count(tmp_path: Path) -> None:
    verifier = EntailmentVerifier(FakeModel(), written(tmp_path))
    given = evidence("Take it with food. Examplol treats gout.")
    about = DraftClaim(text="Gout: examplol.", quotes=(Quote(label=1, text="Take it with food."),))
    assert verifier.verify(about, "", given, given).kind is VerdictKind.UNSUPPORTED


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "cannot be read"),
        ("{}", "is no entailment model"),
        ("junk", "is no entailment model"),
    ],
)
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, text: str | None, told: str) -> None:
    path = tmp_path / "model.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told):
        EntailmentVerifier(FakeModel(), path)


def test_a_model_of_features_that_are_not_measured_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="moon_phase"):
        EntailmentVerifier(FakeModel(), written(tmp_path, weights={"moon_phase": 1.0}))


def test_its_features_can_be_fitted() -> None:
    verifier = EntailmentVerifier(FakeModel())
    assert isinstance(verifier, Featured)
    values = verifier.features(claim("Examplol treats gout."), EVIDENCE)
    assert len(values) == len(verifier.feature_names)


def test_the_packaged_model_tells_what_it_was_fitted_on(packaged_embedder: Model) -> None:
    model = read_model()
    assert model.weights_sha256 == packaged_embedder.card.weights_sha256
    assert model.figures["balanced_accuracy"] > 0.7
    assert model.unsupported_below < model.supported_from
    assert "claims" in model.fitted_on


def test_a_paraphrase_is_let_through_and_another_subject_is_not(packaged_embedder: Model) -> None:
    verifier = EntailmentVerifier(packaged_embedder)
    given = evidence(
        "In adults with gout, examplol significantly reduced the number of painful flares."
    )
    same = said(verifier, "Examplol lowers how often adults with gout have flares.", given)
    other = said(verifier, "Vaccination protects infants against measles.", given)
    contrary = said(verifier, "Examplol increases how often adults with gout have flares.", given)
    assert same.kind is not VerdictKind.UNSUPPORTED
    assert other.kind is VerdictKind.UNSUPPORTED
    assert contrary.strength < same.strength


def test_a_claim_takes_milliseconds(packaged_embedder: Model) -> None:
    verifier = EntailmentVerifier(packaged_embedder)
    text = "Adults who have gout are given 20 mg of examplol every day."
    said(verifier, text)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        said(verifier, text)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.2  # a machine shared by many; eval/README.md has the figure
