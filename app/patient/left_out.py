"""Why a part of a bundle is left out: raised while it is read, listed by the reader."""

import re
from typing import Final

from app.domain.record import Unusable

PATH: Final = re.compile(r"Bundle(?:\._?[a-z][A-Za-z0-9]{0,40}|\[(?:\d+|x)\])*")
"""As far as it is made of names that FHIR could have: others are a stranger's words."""
ENTRY: Final = re.compile(r"Bundle\.entry\[(\d+)\]")


class LeftOut(Exception):
    """The resource that is being read cannot be used; `part` says where and why.

    Args:
        meant: it says itself that it tells nothing of the person, such as one entered in error.
    """

    def __init__(self, at: str, why: str, *, meant: bool = False) -> None:
        super().__init__(why)
        self.part = left_out(at, why)
        self.meant = meant


def left_out(at: str, why: str) -> Unusable:
    """A part that is left out, while the rest of its resource is used."""
    path = PATH.match(at)
    return Unusable(at=path.group() if path else "Bundle", why=why)


def entry_number(part: Unusable) -> int:
    """The place of its entry in the bundle."""
    found = ENTRY.match(part.at)
    return int(found[1]) if found else -1
