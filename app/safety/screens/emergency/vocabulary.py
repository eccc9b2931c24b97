"""The vocabulary of findings, and the words around them that tell how they stand.

Data: the files of `app/safety/findings/`. A finding is a concept with the words for it; the section
of its file tells how it is read:

- `findings`: told of now, they count.
- `graded`: the same, but not where they are mild or go with an effort or a touch.
- `recent`: something that happened (a fall, a birth): it counts unless years have passed.
- `known`: what a person has or takes (a pregnancy, an anticoagulant): the past does not end it.
- `who`: of whom a text speaks (a baby, somebody's grandmother).
"""

from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from app.safety.screens.emergency.patterns import Lexicon
from app.safety.screens.emergency.wordbook import findings_file, wordbook

FILES: Final = (
    "modifiers", "heart_lungs", "brain", "infection", "pregnancy", "children", "abdomen",
    "metabolic", "poisoning", "injury", "eye_skin",
)  # fmt: skip
CUES: Final = "cues.toml"
HIDES: Final = "hidden"


class Section(StrEnum):
    """How a finding is read."""

    FINDINGS = "findings"
    GRADED = "graded"
    RECENT = "recent"
    KNOWN = "known"
    WHO = "who"


class Vocabulary(NamedTuple):
    """`findings`: finding -> section; `cues`: the names of cues. One lexicon finds both."""

    lexicon: Lexicon
    findings: dict[str, Section]
    cues: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """As shipped.

    Raises:
        ValueError: a finding stands in two sections or files, or under the name of a cue.
    """
    cues: dict[str, tuple[str, ...]] = {
        name: tuple(written) for name, written in findings_file(CUES).items()
    }
    patterns = dict(cues)
    sections: dict[str, Section] = {}
    for file in FILES:
        for section, findings in findings_file(f"{file}.toml").items():
            for name, written in findings.items():
                if name in patterns:
                    raise ValueError(f"{file}.toml: the finding {name!r} stands twice")
                patterns[name] = tuple(written)
                sections[name] = Section(section)
    return Vocabulary(Lexicon(patterns, wordbook()), sections, frozenset(cues))
