"""Reading the letter of the chosen option out of what a language model wrote.

The two rules by which the figures of the MIRAGE leaderboard were made (Xiong et al., Benchmarking
Retrieval-Augmented Generation for Medicine, Findings of ACL 2024; the rules stand in the
repository Teddy-XiongGZ/MIRAGE, `src/utils.py` and `src/evaluate.py`). Both count a text that names
no letter as the first option: a quirk, kept so that figures can be set beside the published ones,
and reported beside them (`read`, `strict`).
"""

import re
from collections.abc import Callable
from typing import Final

FALLBACK: Final = "A"
"""What the published rules take an unreadable text for."""

_CHOICE: Final = '"answer_choice": "'
"""The field of the reply that the benchmark's prompt asks for."""
_ANSWER: Final = "Answer:"

_FIRST = re.compile(r"^\s*([ABCD])(?:$| or| and|/|,)")
_OPTION = re.compile(r"[Oo]ption ([ABCD])")
_COLON = re.compile(r":\s*([ABCD])")
_MARKED = re.compile(r'^\s*([ABCD])[.":]')
_UPPER_OPTION = re.compile(r"OPTION ([ABCD])")
_QUOTED = re.compile(r'^\s*([ABCD])[":]')

Rule = Callable[[str], str | None]


def mirage(text: str) -> str | None:
    """The rule for every model but one. In this order: a letter that opens the choice and stands
    alone or first of several; `option X` anywhere; `: X` anywhere; a letter that opens the choice
    and is followed by a full stop, a quotation mark or a colon. None: no letter is named."""
    return _first_of((_FIRST, _OPTION, _COLON, _MARKED), _choice(text))


def pmc_llama(text: str) -> str | None:
    """The rule for PMC-LLaMA, which writes `Answer: OPTION X ...`."""
    return _first_of((_OPTION, _UPPER_OPTION, _QUOTED), _choice(text).split(_ANSWER)[-1])


RULES: Final[dict[str, Rule]] = {"mirage": mirage, "pmc-llama": pmc_llama}


def _choice(text: str) -> str:
    """What stands after the last `"answer_choice": "`; the whole text where that is missing."""
    return text.split(_CHOICE)[-1].strip()


def _first_of(patterns: tuple[re.Pattern[str], ...], text: str) -> str | None:
    for pattern in patterns:
        if found := pattern.search(text):
            return found[1]
    return None
