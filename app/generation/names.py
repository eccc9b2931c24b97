"""Whether the evidence mentions what the question names.

A near miss is the dangerous one: asked for the dose of a drug that the library lacks, similarity
finds the dose of its neighbour. So a name in the question that stands nowhere in the evidence is
reason enough to say nothing, however near the rest is.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from app.domain.answer import Evidence
from app.domain.ports.embedding import Vocabulary
from app.generation.slips import one_slip_from
from app.terms.stems import STOPWORDS

SHORTEST_NAME: Final = 4
"""Letters. Shorter ones are mostly abbreviations, which evidence may spell out."""

_GENERAL_WORDS = """
adjunct adjunctive adverse analgesia analgesic antibiotic antidote antifungal antimicrobial
antiviral bedside clinician coadministration coadminister comorbid comorbidity contraindicate
contraindicated
contraindication discontinuation discontinue dosage dosing efficacious elderly empirical guideline
indicated inpatient intake interact interaction lifelong longterm maintenance misuse outpatient
perioperative pharmacological pharmacotherapy postoperative preoperative prescriber prescribe
prophylactic prophylaxis reassess recurrence regimen safely starting stepwise symptomatic titrate
titration tolerability uncomplicated unvaccinated
"""
_INSURANCE = "copay copayment coinsurance insured medicaid medicare uninsured underinsured"
GENERAL: Final = frozenset(f"{_GENERAL_WORDS} {_INSURANCE}".split())
"""Words of the trade that ask and name nothing, evidence may well put it otherwise; and how the one
who asks is insured, which medicine gives no reason to look for."""
_PREFIX = re.compile(r"(?:re|un|non|pre|post|anti|multi|sub|over|under|inter|co|mis|self)(?=\w{6})")
_SUFFIXES: Final = (
    (re.compile(r"s$"), ""),
    (re.compile(r"(?:es|ed|ing|er|ers)$"), ""),
    (re.compile(r"(?:es|ed|ing|er|ers|able|ation|ations)$"), "e"),
    (re.compile(r"(?:ment|ments|ness|ly|al|ally|able|ive|ful|less)$"), ""),
    (re.compile(r"$"), "s"),
)
"""What may stand before or after an ordinary word and leave it one; the last puts a plural back."""

_DESCRIBES = re.compile(
    r"^(?=\w{10}).*(?:i[sz](?:e|es|ed|ing|ation)|ous|ive|[ai]ble|ness|ity|ical|ular|elial|genic|"
    r"graphic|tory|[^r]etic|ated|ating|ified|ifies)$"
)
"""Endings of long adjectives, verbs and abstractions. Shorter words are left out, for drugs end so
too: Abilify, Xenical, Premarin's `pre`. `eval/suites/abstention.py` has what this costs."""

_WORD = re.compile(r"[^\W_]+")
_SPELLINGS: Final = (
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"our(?=s?$|al$|less$)"), "or"),
    (re.compile(r"is(?=(?:e|ed|es|ing|ation|ations)$)"), "iz"),
    (re.compile(r"sulph"), "sulf"),
)
"""British spellings to American ones, on either side: haemorrhage and hemorrhage are one word."""
_ENDING = re.compile(r"(?:ations?|ating|at(?:e|es|ed)|ions?|ing|ed|es|s|e|al|ally|ly)$")
_SHORTEST_STEM: Final = 5


def unmentioned(
    question: str, evidence: Sequence[Evidence], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The names in the question that no piece of evidence holds, as the question writes them.

    A name is a word that is not common enough for the vocabulary. Names must match whole but for
    spelling and inflection: prednisone is not prednisolone.
    """
    asked = [word for word in _WORD.findall(question) if _may_be_name(word, vocabulary)]
    if not asked:
        return ()
    held = {_folded(word) for each in evidence for word in _WORD.findall(each.passage.indexed_text)}
    return tuple(word for word in dict.fromkeys(asked) if _folded(word) not in held)


def still_in(redacted: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of `names` that a question still holds once it was redacted."""
    left = frozenset(_WORD.findall(redacted))
    return tuple(name for name in names if name in left)


def alike(names: Sequence[str], evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Words of the evidence that one of the names may be a misspelling of, to be asked back about;
    they are never taken for it, for some drugs differ by a letter."""
    if not names:
        return ()
    texts = (each.passage.indexed_text for each in evidence)
    words = dict.fromkeys(word.lower() for text in texts for word in _WORD.findall(text))
    return tuple(
        dict.fromkeys(near for name in names for near in one_slip_from(name.lower(), words))
    )


def _may_be_name(word: str, vocabulary: Vocabulary) -> bool:
    lower = word.lower()
    return (
        len(word) >= SHORTEST_NAME
        and not word[0].isdigit()
        and lower not in STOPWORDS
        and not _DESCRIBES.search(lower)
        and not _is_ordinary(lower, vocabulary)
    )


def _is_ordinary(word: str, vocabulary: Vocabulary) -> bool:
    """Common itself, or made of a common word: `reassessment` is, `remdesivir` is not."""
    bare = _PREFIX.sub("", word, count=1) if _PREFIX.match(word) else word
    return any(
        form in GENERAL or vocabulary.holds(form)
        for whole in dict.fromkeys((word, bare))
        for form in (whole, *(ending.sub(put, whole) for ending, put in _SUFFIXES))
        if len(form) >= SHORTEST_NAME
    )


@lru_cache(maxsize=16_384)
def _folded(word: str) -> str:
    folded = word.lower()
    for pattern, american in _SPELLINGS:
        folded = pattern.sub(american, folded)
    stem = _ENDING.sub("", folded)
    return stem if len(stem) >= _SHORTEST_STEM else folded
