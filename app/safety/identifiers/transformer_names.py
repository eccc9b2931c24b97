"""Names by a token-classification model of the site's own, beside the lists and the rules."""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from app.domain.errors import ConfigurationError
from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import Sighting

_PERSON: Final = re.compile(
    r"(?:[BILUSE]-)?(?:PER|PERSON|NAME|PATIENT|DOCTOR|HCW|STAFF|PATORG_NAME)"
)
"""Labels for a person in public models (CoNLL-2003, OntoNotes, i2b2 2014)."""
SURE: Final = 0.5
"""Score from which a word counts. Fitted on nothing."""
STRIDE: Final = 32
"""Tokens that two pieces of a long text share."""

_Pipeline = Callable[[str], list[dict[str, Any]]]


class TransformerNames:
    """A recogniser: the names that a transformers model sees; loaded at the first text.

    Args:
        model: the folder of a token-classification model with its fast tokenizer. Nothing is ever
            downloaded.
    """

    def __init__(self, model: str) -> None:
        self._model = model
        self._held: _Pipeline | None = None
        self._one_at_a_time = threading.Lock()

    def __call__(self, text: str) -> Iterator[Sighting]:
        """The names in `text`.

        Raises:
            ConfigurationError: there is no such model on this machine, or it tells no persons.
        """
        with self._one_at_a_time:
            if self._held is None:
                self._held = self._loaded()
            found = self._held(text)
        for one in found:
            if _PERSON.fullmatch(str(one["entity_group"]).upper()) and one["score"] >= SURE:
                start, end = _whole_words(text, int(one["start"]), int(one["end"]))
                score = float(one["score"])
                yield Sighting(
                    IdentifierKind.NAME, start, end, score, "a model takes it for a name"
                )

    def _loaded(self) -> _Pipeline:
        if not Path(self._model).is_dir():
            raise ConfigurationError(
                f"CITEWELL_IDENTIFIER_NER: {self._model} is no folder. Name the folder of a "
                "token-classification model; nothing is downloaded."
            )
        from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

        try:
            tokenizer = AutoTokenizer.from_pretrained(self._model, local_files_only=True)
            model = AutoModelForTokenClassification.from_pretrained(
                self._model, local_files_only=True
            )
        except (OSError, ValueError) as error:
            raise ConfigurationError(
                f"CITEWELL_IDENTIFIER_NER: {self._model} cannot be read as a token-classification "
                f"model: {error}"
            ) from error
        labels = model.config.id2label.values()
        if not any(_PERSON.fullmatch(str(label).upper()) for label in labels):
            raise ConfigurationError(
                f"CITEWELL_IDENTIFIER_NER: {self._model} has no label for persons, only "
                f"{', '.join(sorted(map(str, labels)))}."
            )
        room = getattr(model.config, "max_position_embeddings", 512)
        tokenizer.model_max_length = min(tokenizer.model_max_length, room)
        made: _Pipeline = pipeline(
            "token-classification",
            model=model,
            tokenizer=tokenizer,
            aggregation_strategy="first",
            stride=min(STRIDE, tokenizer.model_max_length // 4),
        )
        return made


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Half a name is not left standing."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
