"""Fitted models as data: of the package, or of a site's own file."""

from importlib.resources import files
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from app.domain.errors import ConfigurationError
from app.domain.fitted import FittedConfidence, FittedLogistic
from app.grounding.matching.features import Features
from app.grounding.support import After, Before

PACKAGED: Final = "entailment.json"
PACKAGED_CONFIDENCE: Final = "confidence.json"

Model = TypeVar("Model", bound=BaseModel)


def read_model(path: Path | None = None) -> FittedLogistic:
    """The model of the entailment verifier at `path`, as `citewell eval run entailment --set
    write=FILE` writes it; None is the one in the package.

    Raises:
        ConfigurationError: it cannot be read, is no such model, or weighs a feature that there is
            none of.
    """
    model = _read(path, PACKAGED, FittedLogistic, "entailment")
    _known(model.weights, Features._fields, path or PACKAGED, "entailment")
    return model


def read_confidence(path: Path | None = None) -> FittedConfidence:
    """The model of confidence at `path`, as `citewell eval run confidence --set write=FILE` writes
    it; None is the one in the package.

    Raises:
        ConfigurationError: as `read_model`.
    """
    model = _read(path, PACKAGED_CONFIDENCE, FittedConfidence, "confidence")
    named = path or PACKAGED_CONFIDENCE
    _known(model.before.weights, Before._fields, named, "confidence")
    _known(model.after.weights, (*Before._fields, *After._fields), named, "confidence")
    return model


def _read(path: Path | None, packaged: str, kind: type[Model], what: str) -> Model:
    named = str(path or packaged)
    try:
        text = (path or files("app.grounding") / packaged).read_text(encoding="utf-8")
        return kind.model_validate_json(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The {what} model {named} cannot be read: {error}.") from error
    except ValidationError as error:
        raise ConfigurationError(
            f"{named} is no {what} model: {error.errors()[0]['msg']}. Write one with "
            f"`citewell eval run {what} --data PATH --set write=FILE`."
        ) from error


def _known(
    weights: dict[str, float], features: tuple[str, ...], named: Path | str, what: str
) -> None:
    if unknown := sorted(set(weights) - set(features)):
        raise ConfigurationError(
            f"The {what} model {named} weighs {', '.join(unknown)}, which this version does "
            f"not measure: fit it anew with `citewell eval run {what}`."
        )
