"""A cross-encoder for natural language inference, or why it is none."""

import json
from pathlib import Path

import pytest

from app.domain.answer import DraftClaim, Quote, VerdictKind
from app.domain.errors import ConfigurationError, ModelUnavailable
from app.grounding.nli_cross_encoder import NliVerifier, labels_of
from tests.app.generation.passages import evidence
from tests.app.retrieval.tiny_cross_encoder import write_tiny_cross_encoder

EVIDENCE = evidence("Fever lasts three days.")
CLAIM = DraftClaim(
    text="Fever lasts days.", quotes=(Quote(label=1, text="Fever lasts three days."),)
)
LABELS = ["contradiction", "Entailment", "neutral"]


def model(folder: Path, labels: list[str]) -> Path:
    """A tiny model whose config names its labels."""
    write_tiny_cross_encoder(folder, labels=len(labels))
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["id2label"] = dict(enumerate(labels))
    config["label2id"] = {label: place for place, label in enumerate(labels)}
    path.write_text(json.dumps(config), encoding="utf-8")
    return folder


def lean(folder: Path, place: int) -> Path:
    """Make the tiny model say the label at `place` whatever it reads."""
    import torch
    from safetensors.torch import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    weights["classifier.weight"] = torch.zeros_like(weights["classifier.weight"])
    weights["classifier.bias"] = torch.tensor([6.0 if n == place else 0.0 for n in range(3)])
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (0, VerdictKind.CONTRADICTED),
        (1, VerdictKind.SUPPORTED),
        (2, VerdictKind.UNSUPPORTED),
    ],
    ids=LABELS,
)
def test_the_label_of_the_models_own_config_is_the_verdict(
    tmp_path: Path, place: int, kind: VerdictKind
) -> None:
    verifier = NliVerifier(str(lean(model(tmp_path, LABELS), place)))
    verdict = verifier.verify(CLAIM, "", EVIDENCE, EVIDENCE)
    assert (verdict.kind, verdict.by) == (kind, "entailment")
    assert (verdict.strength > 0.9) is (kind is not VerdictKind.UNSUPPORTED)


def test_a_model_without_the_labels_of_inference_is_refused(tmp_path: Path) -> None:
    verifier = NliVerifier(str(model(tmp_path, ["negative", "neutral", "positive"])))
    with pytest.raises(ConfigurationError, match="negative, neutral, positive"):
        verifier.verify(CLAIM, "", EVIDENCE, EVIDENCE)


def test_labels_that_are_only_numbered_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="id2label"):
        labels_of({0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"}, "some-model")


def test_a_model_that_is_not_here_is_unavailable_and_nothing_is_downloaded() -> None:
    verifier = NliVerifier("no-such-owner/no-such-model")
    with pytest.raises(ModelUnavailable, match="cannot be loaded from this machine"):
        verifier.verify(CLAIM, "", EVIDENCE, EVIDENCE)


def test_quotes_that_would_be_cut_off_are_not_judged(tmp_path: Path) -> None:
    verifier = NliVerifier(str(model(tmp_path, LABELS)))
    long = DraftClaim(text="Fever.", quotes=(Quote(label=1, text="fever lasts days " * 40),))
    assert verifier.verify(long, "", EVIDENCE, EVIDENCE).kind is VerdictKind.NOT_APPLICABLE


def test_a_claim_that_quotes_nothing_loads_no_model() -> None:
    bare = DraftClaim(text="Fever.", labels=(1,))
    verdict = NliVerifier("nowhere").verify(bare, "", EVIDENCE, EVIDENCE)
    assert verdict.kind is VerdictKind.NOT_APPLICABLE
