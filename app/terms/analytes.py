"""What is measured or stated of a patient: analytes, vital signs, scores and states, by name.

`analytes.toml` is from memory but for codes that test records hold; reviewed by nobody yet.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from pydantic import Field

from app.domain.frozen import Frozen
from app.terms.phrasebook import NOTHING, Phrasebook
from app.terms.wording import words

_ASIDE: Final = re.compile(r"\[[^\[\]]{0,40}\]|\([^()]{0,40}\)|\b(?:s/p|ser/plas)\b")
_TOKEN: Final = re.compile(r"[^\W_]+")
_ABOUT: Final = words(
    "and arterial automated auto at average blood by calculated capillary concentration "
    "count date derived estimated estimation fluid for from in level levels lab laboratory "
    "manual measured measurement nhis of on or patient peripheral plasma platelet ppp poor post "
    "predicted rate rating reading reported result results routine score serum standard status "
    "standing sitting lying supine test the total value venous volume whole with current today "
    "formula equation epi ckd mdrd cockcroft gault 2009 2021 immunoassay assay coagulation "
    "instrument scale numeric verbal 0 10 dxa nos latest last"
)
"""What stands beside the name of an analyte and makes no other of it."""


class Analyte(Frozen):
    """One analyte; the fields are told at the head of `analytes.toml`."""

    group: str
    unit: str
    also: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    molar_mass: float | None = Field(default=None, gt=0)
    under: float | None = Field(default=None, gt=0)
    charges: int | None = None
    loinc: tuple[str, ...]
    words: tuple[str, ...]
    alone: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    methods: Mapping[str, tuple[str, ...]] = {}


class Panel(Frozen):
    """Several that one word asks for."""

    members: tuple[str, ...]
    loinc: tuple[str, ...]
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(files("app.terms").joinpath("analytes.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def analytes() -> Mapping[str, Analyte]:
    """Name -> what is known of it."""
    return {
        name: Analyte.model_validate(one)
        for name, one in _file().items()
        if name not in ("panels", "hidden")
    }


@lru_cache(maxsize=1)
def panels() -> Mapping[str, Panel]:
    """Name -> its members."""
    return {name: Panel.model_validate(one) for name, one in _file()["panels"].items()}


def by_loinc(code: str) -> frozenset[str]:
    """The analyte of a LOINC code, or the members of a panel; empty where it is not listed."""
    return _codes().get(code, frozenset())


def by_name(text: str) -> frozenset[str]:
    """What a result of this name is (`Creatinine [Mass/volume] in Serum`): the whole name must
    tell it, so that a creatinine of the urine is none of ours."""
    plain = " ".join(text.lower().split())
    bare = " ".join(_ASIDE.sub(" ", plain).split()) or plain
    for each in (plain, bare):
        if each in _alone():
            return _alone()[each]
    name = " ".join(one for one in _TOKEN.findall(bare) if one not in _ABOUT)
    if name in _alone():
        return _alone()[name]
    for book in (_result_book(), _panel_book()):
        found = book.find(bare)
        named = frozenset(one.meaning for one in found)
        if named and not _left(bare, [(one.start, one.end) for one in found]):
            if book is _panel_book():
                return frozenset(each for one in named for each in panels()[one].members)
            return named if len(named) == 1 or _one_place(found) else frozenset()
    return frozenset()


def analytes_named(text: str) -> tuple[tuple[str, int, int], ...]:
    """(analyte, start, end) of each that `text` names, in order; a word for several (`kidney
    function`) stands for each of them."""
    found = [
        (name, one.start, one.end)
        for one in _question_book().find(text)
        for name in _members(one.meaning)
    ]
    short, capitals = _capitals()
    found += [
        (capitals[one.group()], one.start(), one.end())
        for one in short.finditer(text)
        if not text.isupper()
    ]
    return tuple(dict.fromkeys(sorted(found, key=lambda one: (one[1], one[2]))))


def method(name: str, codes: Iterable[str], text: str) -> str | None:
    """How a value came about as far as its code or name tells: for `egfr` the equation, for `crcl`
    whether it was measured, for some levels the time; None where that is not told."""
    methods = analytes()[name].methods
    for code in codes:
        for how, of in methods.items():
            if code in of:
                return how
    return next((how for pattern, how in _TOLD.get(name, ()) if pattern.search(text)), None)


def _told(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), how) for pattern, how in pairs)


_TOLD: Final = {
    "egfr": _told(
        (r"cystatin.{0,40}creat|creat.{0,40}cystatin", "creatinine and cystatin C"),
        (r"cystatin", "cystatin C"),
        (r"ckd[- ]?epi.{0,20}2021|2021.{0,20}ckd[- ]?epi", "CKD-EPI 2021"),
        (r"ckd[- ]?epi.{0,20}2009|2009.{0,20}ckd[- ]?epi", "CKD-EPI 2009"),
        (r"ckd[- ]?epi", "CKD-EPI"),
        (r"mdrd", "MDRD"),
    ),
    "crcl": _told(
        (r"cockcroft|predicted|estimated|calculated", "Cockcroft-Gault"),
        (r"\b24\b|urine|measured", "measured in urine"),
    ),
    "vancomycin level": _told((r"trough", "trough"), (r"peak", "peak")),
    "gentamicin level": _told((r"trough", "trough"), (r"peak", "peak")),
}


def _members(meaning: str) -> tuple[str, ...]:
    panel = meaning.removeprefix(_PANEL)
    return panels()[panel].members if panel != meaning else (meaning,)


_PANEL: Final = "panel "


@lru_cache(maxsize=1)
def _codes() -> dict[str, frozenset[str]]:
    codes = {code: frozenset({name}) for name, one in analytes().items() for code in one.loinc}
    codes |= {code: frozenset(one.members) for one in panels().values() for code in one.loinc}
    return codes


@lru_cache(maxsize=1)
def _question_book() -> Phrasebook:
    own = {name: one.words for name, one in analytes().items()}
    several = {f"{_PANEL}{name}": one.words for name, one in panels().items()}
    return Phrasebook({**own, **several, NOTHING: _file()["hidden"]["phrases"]})


@lru_cache(maxsize=1)
def _result_book() -> Phrasebook:
    return Phrasebook({name: (*one.words, *one.capitals) for name, one in analytes().items()})


@lru_cache(maxsize=1)
def _panel_book() -> Phrasebook:
    return Phrasebook({name: one.words for name, one in panels().items()})


@lru_cache(maxsize=1)
def _alone() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, one in analytes().items():
        for each in (*one.alone, *one.words, *one.capitals):
            found[each.lower()].add(name)
    return {word: frozenset(names) for word, names in found.items()}


@lru_cache(maxsize=1)
def _capitals() -> tuple[re.Pattern[str], dict[str, str]]:
    of = {each: name for name, one in analytes().items() for each in one.capitals}
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, of))})(?![\w-])"), of


def _one_place(found: Iterable[tuple[str, int, int]]) -> bool:
    return len({(start, end) for _, start, end in found}) == 1


def _left(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether words are left that may make something else of it."""
    return any(
        word.group() not in _ABOUT
        for word in _TOKEN.finditer(text)
        if not any(start <= word.start() < end for start, end in spans)
    )
