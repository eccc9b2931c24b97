"""Canaries: made-up identifiers that stand nowhere else, so that finding one proves a leak.

They are drawn from a seed and belong to nobody: names are strings of syllables, the country code
999 is assigned to no country, `.example` is a reserved domain, and births lie before 1916.
"""

import html
import json
import random
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple
from urllib.parse import quote

from app.domain.frozen import Frozen


class Kind(StrEnum):
    """Of what kind an identifier is; the names are those of the slots in a template."""

    PERSON = "person"
    PHONE = "phone"
    MRN = "mrn"
    EMAIL = "email"
    ADDRESS = "address"
    BORN = "date_of_birth"
    CARD = "health_card"


SYLLABLES: Final = "za vo ri pel tu xi no lar ke dro fi que bax ul gim mor".split()  # noqa: SIM905
ACCENTED: Final = "\u00e9"
"""Within one of a person's names, since names have accents and encodings lose them."""
FIRST_BIRTH: Final = date(1900, 1, 1)
BIRTHS: Final = 365 * 16
"""Days from then among which a date of birth is drawn."""

SHORTEST: Final = 8
"""Bytes that every spelling of every canary has at least."""

_SEPARATORS = re.compile(r"[\W_]+")
_DIGITS: Final = b"0123456789"
_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")


class Needle(NamedTuple):
    """Bytes to look for in bytes that were put in lower case."""

    form: str
    """How the identifier is spelled in it: `as written`, `JSON-escaped`, and so on."""
    sought: bytes

    def stands_at(self, lowered: bytes, at: int) -> bool:
        """Whether it stands there. Digits do not where another digit stands beside them, so that a
        long decimal fraction is not taken for a date."""
        if not lowered.startswith(self.sought, at):
            return False
        end = at + len(self.sought)
        beside = lowered[max(at - 1, 0) : at] + lowered[end : end + 1]
        return not self.sought.isdigit() or not any(byte in _DIGITS for byte in beside)


class Canary(Frozen):
    """One identifier as it is planted, and the wordings that give it away, also on their own."""

    kind: Kind
    text: str
    wordings: tuple[str, ...]

    @cached_property
    def needles(self) -> tuple[Needle, ...]:
        """Every wording in every spelling and encoding, each once, as written first."""
        found: dict[bytes, Needle] = {}
        for needle in _needles(self.wordings):
            found.setdefault(needle.sought, needle)
        return tuple(found.values())


def draw(seed: int, asking: str) -> dict[Kind, Canary]:
    """One canary of each kind; another asking, or another seed, has others."""
    made = random.Random(f"{seed}/{asking}")
    return {kind: _DRAWN[kind](made) for kind in Kind}


def _needles(wordings: tuple[str, ...]) -> Iterator[Needle]:
    for wording in wordings:
        for form, spelled in _spellings(wording).items():
            for cased in (spelled.lower(), spelled.upper()):
                for encoding in _ENCODINGS:
                    with suppress(UnicodeEncodeError):  # Latin-1 has no combining accent
                        yield Needle(form, cased.encode(encoding).lower())


def _spellings(wording: str) -> dict[str, str]:
    decomposed = unicodedata.normalize("NFKD", wording)
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    return {
        "as written": wording,
        "without separators": _SEPARATORS.sub("", wording),
        "decomposed": decomposed,
        "without accents": bare,
        "without accents and separators": _SEPARATORS.sub("", bare),
        "JSON-escaped": json.dumps(wording)[1:-1],
        "percent-encoded": quote(wording),
        "HTML-escaped": html.escape(wording),
    }


def _word(made: random.Random) -> str:
    """14 letters or more, so that no two of some thousand words are alike."""
    word = ""
    while len(word) < 14:
        word += made.choice(SYLLABLES)
    return word.capitalize()


def _digits(made: random.Random, count: int) -> str:
    return str(made.randrange(10 ** (count - 1), 10**count))


def _person(made: random.Random) -> Canary:
    given, family = _word(made), f"{_word(made)}{ACCENTED}n"
    return Canary(
        kind=Kind.PERSON, text=f"{given} {family}", wordings=(f"{given} {family}", given, family)
    )


def _phone(made: random.Random) -> Canary:
    national = f"{_digits(made, 5)} {_digits(made, 5)}"
    text = f"+999 {national}"
    return Canary(kind=Kind.PHONE, text=text, wordings=(text, national))


def _mrn(made: random.Random) -> Canary:
    number = f"QX{_digits(made, 8)}"
    return Canary(kind=Kind.MRN, text=number, wordings=(number, number.removeprefix("QX")))


def _email(made: random.Random) -> Canary:
    local, domain = _word(made).lower(), _word(made).lower()
    text = f"{local}@{domain}.example"
    return Canary(kind=Kind.EMAIL, text=text, wordings=(text, local, domain))


def _address(made: random.Random) -> Canary:
    street, place = _word(made), _word(made)
    text = f"{_digits(made, 3)} {street} Lane, {place}"
    return Canary(kind=Kind.ADDRESS, text=text, wordings=(text, street, place))


def _born(made: random.Random) -> Canary:
    born = FIRST_BIRTH + timedelta(days=made.randrange(BIRTHS))
    text = f"{born.day} {born:%B %Y}"
    american = f"{born:%B} {born.day}, {born.year}"
    others = (born.isoformat(), f"{born:%d/%m/%Y}", f"{born:%m/%d/%Y}", f"{born:%d.%m.%Y}")
    return Canary(kind=Kind.BORN, text=text, wordings=(text, american, *others))


def _card(made: random.Random) -> Canary:
    text = f"{_digits(made, 4)}-{_digits(made, 3)}-{_digits(made, 3)}-ZK"
    return Canary(kind=Kind.CARD, text=text, wordings=(text, text.removesuffix("-ZK")))


_DRAWN: Final = {
    Kind.PERSON: _person,
    Kind.PHONE: _phone,
    Kind.MRN: _mrn,
    Kind.EMAIL: _email,
    Kind.ADDRESS: _address,
    Kind.BORN: _born,
    Kind.CARD: _card,
}
