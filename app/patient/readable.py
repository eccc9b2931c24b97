"""Which words of a record may be passed on: a record's free text may speak to a language model."""

import base64
import binascii
import re
from typing import Final

from app.terms.injection_signs import UNSEEN_SIGN
from app.terms.injections import signs_in
from app.terms.unseen import concealed, plainly

_COMMAND: Final = re.compile(
    r"\s(?=(?:ignore|disregard|forget|override|bypass|overlook|do not follow|stop following|"
    r"pay no attention|assistant|model|system|developer|note|notice|message|attention|dear|hello|"
    r"hey|to|any|all|answer|reply|respond|say|state|act|pretend|you)\b)",
    re.IGNORECASE,
)
"""Where a command may begin without a full stop before it."""
_ENCODED: Final = re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{16,}={0,2}(?![\w+/])")


def readable(text: str) -> bool:
    """Whether `text` is for a reader: no sign of `app.terms.injections`, nothing hidden, nothing
    encoded that would speak to a model.

    A command is one in the middle of a line, too: a line is put together from fields.
    """
    if concealed(text) is not None:
        return False
    plain = plainly(text)
    if any(next(signs_in(each), None) for each in {plain, _COMMAND.sub("\n", plain)}):
        return False
    return not any(_speaks(one.group()) for one in _ENCODED.finditer(plain))


def _speaks(encoded: str) -> bool:
    try:
        words = base64.b64decode(encoded, validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return False
    met = next(signs_in(words), None) is not None
    return met or UNSEEN_SIGN.pattern.search(words) is not None
