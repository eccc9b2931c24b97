"""Questions that name a drug the patient has, and ask for something else."""

import re
from typing import Final

from app.terms.drugs import drug_names
from app.terms.sentences import sentence_spans

_HAS: Final = re.compile(
    r"\b(?:on|taking|takes?|starting|started|starts|begun|beginning|commenced|stopped|stopping|"
    r"since|after|with|has had|was given|prescribed|receiving|initiat\w+)\s+(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_ASKS_ELSE: Final = re.compile(
    r"\b(?:how (?:do|can|should|would) (?:i|we|you|one) (?:best )?(?:stop|prevent|treat|manage|"
    r"protect|"
    r"avoid|control|cover|deal|help|reduce)|what (?:can|should|could|would|do|does|helps?|"
    r"protects?|"
    r"cover|painkiller\w*|else)|which|anything|something|"
    r"(?:needs?|require\w*|give|add|want) (?:\w+ ){0,2}(?:cover|protection|prophylaxis|"
    r"gastroprotection|antidote))\b",
    re.IGNORECASE,
)
_REFERS: Final = re.compile(
    r"\b(?:it|its|this|that|the (?:dose|drug|tablets?|level|medicine)|dos(?:e|es|age|ing))\b",
    re.IGNORECASE,
)


def in_passing(asked: str) -> bool:
    """Whether each drug that is named is one the patient has or begins, and another is sought:
    `Starting X. How do I prevent a flare?`"""
    names = drug_names()
    spans = sentence_spans(asked)
    last = asked[spans[-1].start : spans[-1].end] if spans else asked
    if not _ASKS_ELSE.search(last):
        return False
    if not names.named(last).distinct:
        return not _REFERS.search(last)
    found = names.places(last)
    return bool(found) and all(_HAS.search(last[:start]) for start in found)
