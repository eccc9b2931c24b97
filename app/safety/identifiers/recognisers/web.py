"""Addresses of the Web: with their scheme, with www, or a bare name of a common ending."""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import CHECKED, SHAPED, Shape, Sighting, seen

_REST: Final = r"[^\s<>\"'|{}\\^`]{0,300}[^\s<>\"'|{}\\^`.,;:!?)\]]"
_ENDINGS: Final = (
    "com|org|net|edu|gov|info|io|co|uk|ie|us|ca|au|nz|de|fr|es|it|nl|be|ch|at|se|no|dk|fi|pl|pt|eu"
)
_SHAPES: Final = (
    Shape(
        IdentifierKind.URL,
        re.compile(rf"\b(?:https?|ftps?|sftp)://{_REST}", re.I),
        CHECKED,
        "an address with its scheme",
    ),
    Shape(
        IdentifierKind.URL,
        re.compile(rf"(?<![\w/@.-])www\.{_REST}", re.I),
        CHECKED,
        "an address that begins with www",
    ),
    Shape(
        IdentifierKind.URL,
        re.compile(
            rf"(?<![\w/@.:-])[a-z0-9][a-z0-9-]{{1,62}}(?:\.[a-z0-9][a-z0-9-]{{0,62}}){{0,3}}"
            rf"\.(?:{_ENDINGS})(?![\w@-]|\.\w)(?:/[\w./?=&%#~+-]{{0,200}}[\w/])?"
        ),
        SHAPED,
        "a name with the ending of a site",
    ),
)


def web_addresses(text: str) -> Iterator[Sighting]:
    """Addresses of the Web in `text`."""
    return seen(_SHAPES, text)
