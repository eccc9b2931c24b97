"""Whether a text has to do with medicine: by drug names, conditions, endings and everyday words."""

import re
from functools import lru_cache
from typing import Final

from app.safety.words import word_table
from app.terms.conditions import conditions
from app.terms.drugs import drug_names

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\w+")
_ENDING: Final = re.compile(
    r"\w{2,24}(?:itis|osis|oma|omas|a?emia|ectomy|otomy|ostomy|plasty|pathy|ology|scopy|graphy|gram"
    r"|algia|uria|penia|plegia|mab|mabs|nib|nibs|pril|prils|sartan|sartans|statin|statins|olol"
    r"|azole|azoles|cillin|cillins|mycin|cycline|floxacin|vir|virs|dipine|prazole|gliptin|gliflozin"
    r"|glutide|parin|xaban|triptan|setron|zepam|zolam|caine|barbital|thiazide|steroid|steroids"
    r"|kinase|kinases|ase|ases|genesis|genic|cyte|cytes|blast|blasts|trophy|plasia|lysis|rrh\w{2,6})"
)


def clinical_words(text: str) -> int:
    """How many different words of medicine the text has, a name of several words as one."""
    whole, begins = _vocabulary()
    words = {word.lower() for word in _WORD.findall(text)}
    plain = sum(_is_clinical(word, whole, begins) for word in words)
    return plain or len(drug_names().found(text)) + len(conditions().named(text))


def _is_clinical(word: str, whole: frozenset[str], begins: tuple[str, ...]) -> bool:
    return word in whole or word.startswith(begins) or _ENDING.fullmatch(word) is not None


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], tuple[str, ...]]:
    listed = [word for group in word_table("clinical.toml").values() for word in group.split()]
    whole = frozenset(word for word in listed if not word.endswith("*"))
    return whole, tuple(sorted(word[:-1] for word in listed if word.endswith("*")))
