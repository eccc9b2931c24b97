"""Builds the finder of identifiers; apart from `compose.py`, which loads the service's models."""

from app.domain.ports.identifiers import IdentifierFinder
from app.safety.identifiers.finder import PresidioFinder
from app.safety.identifiers.transformer_names import TransformerNames
from app.settings import Settings


def identifier_finder(settings: Settings) -> IdentifierFinder:
    """The finder that the settings name; lists and models are read at its first text.

    That first text raises ConfigurationError where `identifier_ner` names no usable model.
    """
    if settings.identifier_ner is None:
        return PresidioFinder()
    return PresidioFinder({"transformer_names": TransformerNames(settings.identifier_ner)})
