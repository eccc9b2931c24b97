"""Entailment by a cross-encoder for natural language inference, where the site has one."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from app.domain.answer import DraftClaim, Evidence, Verdict, VerdictKind
from app.domain.errors import ConfigurationError, ModelUnavailable
from app.grounding.entailment import NAME

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

ENTAILMENT: Final = "entailment"
CONTRADICTION: Final = "contradiction"
SURE: Final = 0.5
"""Probability from which a label decides: more than all others together. It is fitted on nothing;
`citewell eval run grounding` measures what it does with the model a site has."""


class _Labels(NamedTuple):
    """Where in the model's scores the two labels stand."""

    entailment: int
    contradiction: int


class _Loaded(NamedTuple):
    encoder: "CrossEncoder"
    labels: _Labels


class NliVerifier:
    """A sentence-transformers CrossEncoder by name or path; nothing is ever downloaded.

    The quotes, joined, are the premise and the claim is the hypothesis. SUPPORTED where entailment
    reaches `SURE`, CONTRADICTED where contradiction does, otherwise UNSUPPORTED; `strength` is the
    probability of entailment, of contradiction where that is the verdict. The model is loaded at
    the first claim.

    Args:
        model: a folder, or the name of a model in the local Hugging Face cache.
    """

    name = NAME
    objection = "the quoted words do not carry it"

    def __init__(self, model: str) -> None:
        self._model = model
        self._held: _Loaded | None = None
        self._loading = threading.Lock()

    def verify(
        self,
        claim: DraftClaim,
        question: str,  # noqa: ARG002 - the port's signature
        cited: Sequence[Evidence],  # noqa: ARG002 - the port's signature
        admitted: Sequence[Evidence],  # noqa: ARG002 - the port's signature
    ) -> Verdict:
        """Judged on the quotes alone; NOT_APPLICABLE without any, or where they are longer than the
        model can read.

        Raises:
            ModelUnavailable: the model is not on this machine, or cannot be loaded.
            ConfigurationError: its labels are not those of natural language inference.
        """
        if not claim.quotes:
            return self._says(VerdictKind.NOT_APPLICABLE, 0.0, "the claim quotes no words")
        encoder, labels = self._loaded()
        premise = " ".join(quote.text for quote in claim.quotes)
        if not _fits(encoder, premise, claim.text):
            why = "the quoted words are longer than the model of entailment can read"
            return self._says(VerdictKind.NOT_APPLICABLE, 0.0, why)
        scores = encoder.predict(
            [(premise, claim.text)], apply_softmax=True, show_progress_bar=False
        )[0]
        entailed = _share(scores[labels.entailment])
        contradicted = _share(scores[labels.contradiction])
        if contradicted >= SURE:
            why = "the quoted words say the contrary"
            return self._says(VerdictKind.CONTRADICTED, contradicted, why)
        if entailed >= SURE:
            return self._says(VerdictKind.SUPPORTED, entailed, "the quoted words imply it")
        return self._says(VerdictKind.UNSUPPORTED, entailed, "the quoted words do not imply it")

    def _says(self, kind: VerdictKind, strength: float, why: str) -> Verdict:
        return Verdict(kind=kind, by=self.name, why=why, strength=strength)

    def _loaded(self) -> _Loaded:
        with self._loading:
            if self._held is None:
                encoder = self._load()
                self._held = _Loaded(encoder, labels_of(encoder.config.id2label, self._model))
            return self._held

    def _load(self) -> "CrossEncoder":
        from safetensors import SafetensorError
        from sentence_transformers import CrossEncoder

        try:
            encoder: CrossEncoder = CrossEncoder(
                self._folder(), device="cpu", local_files_only=True
            )
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            raise ModelUnavailable(
                f"The model of entailment {self._model!r} cannot be loaded from this machine: name "
                "the folder of a sentence-transformers CrossEncoder for natural language "
                "inference, or leave the choice at the built-in alignment.",
                retry_after=300,
            ) from error
        return encoder

    def _folder(self) -> str:
        """A folder in any case: given a name, the model library would ask the hub about it."""
        from huggingface_hub import snapshot_download

        if Path(self._model).is_dir():
            return self._model
        return snapshot_download(self._model, local_files_only=True)


def labels_of(id2label: Mapping[int, str], model: str) -> _Labels:
    """Where entailment and contradiction stand among a model's scores, by its config's `id2label`.

    Raises:
        ConfigurationError: one of the two is not among the labels.
    """
    places = {label.strip().lower(): int(place) for place, label in id2label.items()}
    if ENTAILMENT not in places or CONTRADICTION not in places:
        raise ConfigurationError(
            f"The model {model!r} has the labels {', '.join(sorted(places))} in its config.json; a "
            f"model of entailment has {ENTAILMENT!r} and {CONTRADICTION!r} in `id2label`."
        )
    return _Labels(places[ENTAILMENT], places[CONTRADICTION])


def _fits(encoder: "CrossEncoder", premise: str, claim: str) -> bool:
    """Whether nothing of the pair would be cut off unseen."""
    read = encoder.tokenizer(premise, claim, truncation=False, verbose=False)
    positions = getattr(encoder.config, "max_position_embeddings", None)
    limits = [int(each) for each in (encoder.max_seq_length, positions) if each is not None]
    return all(len(read["input_ids"]) <= limit for limit in limits)


def _share(score: object) -> float:
    """A probability, within [0, 1] in spite of rounding."""
    return min(max(float(score), 0.0), 1.0)  # type: ignore[arg-type]
