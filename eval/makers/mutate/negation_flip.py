"""What is so is not so: should and should not, indicated and contraindicated, avoid and use.

Only the sentence's first clause is turned round, and only where nothing subordinate comes before:
turning round a condition ("if it is not tolerated") would change the case, not the statement. The
claim says of the same thing that it is not what the sentence says it is: contradicted.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from eval.makers.mutate.mutation import Mutated

KIND: Final = "negation_flip"


class _Turn(NamedTuple):
    pattern: re.Pattern[str]
    by: str


_NOT_AFTER: Final = r"(?! (?:only|just|necessarily|always|all|yet|more|less|limited|both|either))"
_REMARK: Final = (
    r"(?! also\b| (?:not )?be (?:noted|remembered|aware|emphasi[sz]ed|recogni[sz]ed|kept in mind"
    r"|borne in mind|inferred|construed|considered|weighed|interpreted))"
)
_TURNS: Final = (
    _Turn(re.compile(rf"\b(should|must|will|could|would) not\b{_NOT_AFTER}"), r"\1"),
    _Turn(re.compile(r"\bcannot\b"), "can"),
    _Turn(re.compile(rf"\b(is|are|was|were|has|have|had|did|does) not\b{_NOT_AFTER}"), r"\1"),
    _Turn(re.compile(r"\b([Tt]here (?:is|are|was|were|have been|has been)) no\b(?! more)"), r"\1"),
    _Turn(re.compile(r"\b(is|are) contraindicated\b"), r"\1 indicated"),
    _Turn(re.compile(r"\b(is|are) indicated\b"), r"\1 contraindicated"),
    _Turn(re.compile(rf"\b(should|must)(?! not\b){_REMARK}"), r"\1 not"),
    _Turn(re.compile(r"\bcan (?=be\b)"), "cannot "),
    _Turn(
        re.compile(
            r"\b(is|are|was|were|has been|have been) (?=(?:also )?(?:recommended|required|necessary"
            r"|effective|approved|needed|metaboli[sz]ed|excreted|eliminated|removed|absorbed|known"
            r"|associated|observed|reported|seen|established|affected|increased|reduced|decreased"
            r"|altered|expected|excluded|advised|warranted)\b)"
        ),
        r"\1 not ",
    ),
)
_FORBIDDEN: Final = re.compile(r"^(?:Do not|No) (?=[a-z])(?!(?:one|other|more|less|longer) )")
_ORDERED: Final = re.compile(
    r"^(?:Avoid|Discontinue|Use|Administer|Monitor|Reduce|Initiate|Stop|Withhold|Instruct|Advise"
    r"|Correct|Evaluate|Measure|Increase|Adjust|Limit|Take|Give|Start) (?!of |in )"
)
_SUBORDINATE: Final = re.compile(
    r"\b(?:if|when|whenever|unless|who|which|that|whose|where|whether|because|since|although|though"
    r"|until|while|as|once|after|before|than|why|how|what|even)\b|\(",
    re.IGNORECASE,
)
_QUANTIFIED: Final = re.compile(
    r"\b(?:all|every|each|some|most|few|no|none|neither|nor|any|only|many|both|either|several"
    r"|nothing|nobody|always|never|rarely|usually|often|generally|not)\b",
    re.IGNORECASE,
)

_LATER: Final = re.compile(r"\bonly\b|\bbut not\b", re.IGNORECASE)
"""Words after a verb that limit what it says."""


def mutate(sentence: str) -> Iterator[Mutated]:
    """The sentence with its statement denied, or affirmed where it was a denial."""
    if forbidden := _FORBIDDEN.match(sentence):
        rest = sentence[forbidden.end() :]
        yield Mutated(rest[0].upper() + rest[1:], "contradicted")
    elif _ORDERED.match(sentence):
        yield Mutated(f"Do not {sentence[0].lower()}{sentence[1:]}", "contradicted")
    else:
        yield from _turned(sentence)


def _turned(sentence: str) -> Iterator[Mutated]:
    """By the first turn whose verb stands in the open; no more than one claim."""
    for turn in _TURNS:
        found = turn.pattern.search(sentence)
        before = sentence[: found.start()] if found else ""
        if not found or _LATER.search(sentence, found.end()):
            continue
        if not _SUBORDINATE.search(before) and not _QUANTIFIED.search(before):
            claim = before + found.expand(turn.by) + sentence[found.end() :]
            yield Mutated(claim, "contradicted")
            return
