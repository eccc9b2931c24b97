"""Which language a text is written in, as far as it is not English.

By script where it is not Latin, else by everyday words of each language. Language detectors were
measured on 141 short questions of ours (76 foreign, 65 English with Latin, names of drugs and of
dishes): lingua 2.1 (23 languages) and langdetect 1.0.9 found all 76 and took 48 of the 65 English
ones for foreign too; lingua loaded for 16 s into 545 MB, in its quick mode it took 52. Such
questions are too short for letter statistics; these lists need no library and load in milliseconds.
"""

import re
from collections import Counter
from functools import lru_cache
from typing import Final, NamedTuple

from app.safety.words import word_table
from app.terms.unseen import plainly

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_SCRIPTS: Final = (
    ("ar", "\u0600-\u06ff\u0750-\u077f"),
    ("he", "\u0590-\u05ff"),
    ("ru", "\u0400-\u052f"),
    ("el", "\u0370-\u03ff\u1f00-\u1fff"),
    ("hi", "\u0900-\u097f"),
    ("bn", "\u0980-\u09ff"),
    ("pa", "\u0a00-\u0a7f"),
    ("gu", "\u0a80-\u0aff"),
    ("or", "\u0b00-\u0b7f"),
    ("ta", "\u0b80-\u0bff"),
    ("te", "\u0c00-\u0c7f"),
    ("kn", "\u0c80-\u0cff"),
    ("ml", "\u0d00-\u0d7f"),
    ("si", "\u0d80-\u0dff"),
    ("th", "\u0e00-\u0e7f"),
    ("lo", "\u0e80-\u0eff"),
    ("my", "\u1000-\u109f"),
    ("ka", "\u10a0-\u10ff"),
    ("am", "\u1200-\u137f"),
    ("km", "\u1780-\u17ff"),
    ("hy", "\u0530-\u058f"),
    ("ko", "\uac00-\ud7af\u1100-\u11ff"),
    ("ja", "\u3040-\u30ff"),
    ("zh", "\u4e00-\u9fff\u3400-\u4dbf"),
)
_LETTERS: Final = {code: re.compile(f"[{block}]") for code, block in _SCRIPTS}
_OTHERS: Final = re.compile("[" + "".join(block for _, block in _SCRIPTS) + "]+")
_WITHIN: Final = (
    ("ru", "uk", re.compile("[\u0456\u0457\u0454\u0491]")),
    ("ar", "ur", re.compile("[\u0679\u0688\u0691\u06d2\u06ba]")),
    ("ar", "fa", re.compile("[\u067e\u0686\u0698\u06af]")),
    ("zh", "ja", re.compile("[\u3040-\u30ff]")),
)
"""Languages of one script, told by letters that only the second has."""
_SIGNS: Final = {"el": 3, "ru": 2}
"""Letters in a row up to which they are signs, as in `TNF-\u03b1`, or pass for Latin ones."""
_SHARE: Final = 0.1
"""Of the words of a text that is English for the most part."""
_IDEOGRAPHIC: Final = frozenset({"zh", "ja", "ko", "th", "lo", "km", "my"})
_FEWEST: Final = 3
"""Letters of another script that make it one; two where a letter is a word or a syllable."""


class _Lists(NamedTuple):
    english: frozenset[str]
    strong: dict[str, frozenset[str]]
    weak: dict[str, frozenset[str]]


def foreign_language(text: str) -> str | None:
    """ISO 639-1 code of the language, if a part of the text that matters is not English."""
    plain = plainly(text)
    return _by_script(plain) or _by_words(plain)


def _by_script(text: str) -> str | None:
    if text.isascii():
        return None
    counts: Counter[str] = Counter()
    for run in _OTHERS.findall(text):
        for code, letters in _LETTERS.items():
            found = len(letters.findall(run))
            if found > _SIGNS.get(code, 0):
                counts[code] += found
    if not counts:
        return None
    code, most = counts.most_common(1)[0]
    if most < (2 if code in _IDEOGRAPHIC else _FEWEST):
        return None
    for script, other, letters in _WITHIN:
        if code == script and letters.search(text):
            return other
    return code


def _by_words(text: str) -> str | None:
    lists = _lists()
    words = [word.lower().replace("\u2019", "'") for word in _WORD.findall(text)]
    english = sum(word in lists.english for word in words)
    best: tuple[int, int, str] | None = None
    for code, strong in lists.strong.items():
        told = sum(word in strong and word not in lists.english for word in words)
        if told:
            weak = sum(word in lists.weak[code] for word in words)
            best = max(best or (0, 0, ""), (told, weak, code))
    if best is None:
        return None
    told, weak, code = best
    few = len(words) <= 2 and told == 1 and not weak
    if (told >= 2 and told + weak > english) or (told >= 1 and english == 0 and not few):
        return code
    return code if told >= _FEWEST and told >= len(words) * _SHARE else None


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    table = word_table("languages.toml")
    tongues = {code: lists for code, lists in table.items() if code != "en"}
    return _Lists(
        english=frozenset(table["en"]["words"].split()),
        strong={code: frozenset(lists["strong"].split()) for code, lists in tongues.items()},
        weak={code: frozenset(lists["weak"].split()) for code, lists in tongues.items()},
    )
