"""Words that say which way an effect goes, that there is none, or that something is denied."""

from enum import StrEnum
from functools import lru_cache
from typing import Final


class Cue(StrEnum):
    UP = "up"
    DOWN = "down"
    SAME = "same"
    """There is no effect, or no difference."""
    NOT = "not"


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


_NOT: Final = frozenset({"no", "not", "never", "none", "neither", "nor", "cannot", "without"})
_SAME: Final = _words("""
    similar same unchanged unaffected independen irrespective regardless comparable equal equivalent
    identical unrelated
""")
_DOWN: Final = _words("""
    abla abolish abrogat absen alleviat ameliorat antagoni attenuat avoid block contraindicat
    counteract damag deactivat decay declin decreas deficien degrad delay delet deplet destabili
    diminish discourag dispensable disrupt downregulat eliminat fail few free halt hamper hinder
    impair inaccura inactivat ineffective inferior inhibit interfer knockdown knockout lack late
    less limit loss lost low minimal mitigat negativ null poor prevent protect reduc remov repress
    restrict revers short silenc slow small suppress unable unnecessary weaken wors
""")
_UP: Final = _words("""
    abundan accelerat accurate activat aggravat allow amplif augment benefi better boost caus
    contribut critical crucial driv effective effica elevat elicit enabl encourag enhanc essential
    exacerbat exce expan facilitat fast gain great high importan improv increas induc key larg lead
    long mediat more necessary overexpress positiv potentiat promot rais rapid requir rise rising
    stimulat strength strong successful superior support sustain trigger upregulat
""")
_EXACT: Final = {"long": Cue.UP, "key": Cue.UP, "late": Cue.DOWN, "free": Cue.DOWN, "rise": Cue.UP}
"""Beginnings that other words share are taken as whole words only."""


@lru_cache(maxsize=16_384)
def cue_of(word: str) -> Cue | None:
    """The cue that a word, in lower case, gives; told by how it begins."""
    if word in _NOT:
        return Cue.NOT
    if word in _EXACT:
        return _EXACT[word]
    for beginnings, cue in ((_SAME, Cue.SAME), (_DOWN, Cue.DOWN), (_UP, Cue.UP)):
        if any(word.startswith(each) and each not in _EXACT for each in beginnings):
            return cue
    return None
