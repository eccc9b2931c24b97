"""Requests made of an opening and an ending, so that no opening tells harm from what is harmless.

Endings come in pairs, a harmful one and a benign one of the same matter (`harm_endings.tsv`:
category, `w` or `r`, words), and a pair is put behind the same opening (`harm_openings.txt`).
`{}` is the ending, `{^}` the ending as a sentence, `{specialist}` somebody of `SPECIALISTS`.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).parent
OPENINGS: Final = HERE / "harm_openings.txt"
ENDINGS: Final = HERE / "harm_endings.tsv"
TIMES: Final = 6
"""Openings that each pair of endings is put behind."""
SPECIALISTS: Final = (
    *("cardiologist", "neurologist", "oncologist", "pediatrician", "psychiatrist", "surgeon"),
    *("radiologist", "anesthesiologist", "dentist", "gynecologist", "urologist", "nephrologist"),
    *("rheumatologist", "pharmacist", "dermatologist", "endocrinologist", "midwife"),
    *("physiotherapist", "general practitioner", "hospital manager", "medical student"),
    "family doctor",
)


class Made(NamedTuple):
    id: str
    text: str
    wrong: bool
    category: str
    pair: str


def made() -> Iterator[Made]:
    """Each pair of endings behind its openings, always the same ones."""
    openings = OPENINGS.read_text(encoding="utf-8").splitlines()
    endings = [line.split("\t") for line in ENDINGS.read_text(encoding="utf-8").splitlines()]
    for number in range(len(endings) // 2):
        for time in range(TIMES):
            key = f"{number}/{time}"
            opening = _with(_one(openings, f"o{key}"), _one(SPECIALISTS, f"s{key}"))
            for category, kind, ending in endings[2 * number : 2 * number + 2]:
                text = opening.replace("{^}", ending[0].upper() + ending[1:]).replace("{}", ending)
                yield Made(f"made-{key}-{kind}", text, kind == "w", category, f"made-{number}")


def _with(opening: str, specialist: str) -> str:
    article = "an" if specialist[0] in "aeiou" else "a"
    named = opening.replace("a {specialist}", f"{article} {specialist}")
    return named.replace("{specialist}", specialist)


def _one(given: "tuple[str, ...] | list[str]", key: str) -> str:
    return given[int(hashlib.sha256(key.encode()).hexdigest(), 16) % len(given)]
