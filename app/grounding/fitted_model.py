"""The fitted weights of the entailment verifier, of the package or of a site's own file."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from app.domain.errors import ConfigurationError
from app.domain.fitted import FittedLogistic
from app.grounding.matching.features import Features

PACKAGED: Final = "entailment.json"


def read_model(path: Path | None = None) -> FittedLogistic:
    """The model at `path`, as `citewell eval run entailment --set write=FILE` writes it; None is
    the one in the package.

    Raises:
        ConfigurationError: it cannot be read, is no such model, or weighs a feature that there is
            none of.
    """
    named = str(path or PACKAGED)
    try:
        text = (path or files("app.grounding") / PACKAGED).read_text(encoding="utf-8")
        model = FittedLogistic.model_validate_json(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"The entailment model {named} cannot be read: {error}."
        ) from error
    except ValidationError as error:
        raise ConfigurationError(
            f"{named} is no entailment model: {error.errors()[0]['msg']}. Write one with "
            "`citewell eval run entailment --data FILE --set write=FILE`."
        ) from error
    if unknown := sorted(set(model.weights) - set(Features._fields)):
        raise ConfigurationError(
            f"The entailment model {named} weighs {', '.join(unknown)}, which this version does "
            "not measure: fit it anew with `citewell eval run entailment`."
        )
    return model
