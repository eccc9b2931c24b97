"""`asked.toml`, read once: frames as patterns, kinds of entries and vaccines as phrases."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from app.patient.lines import Kind
from app.terms.analytes import analytes, panels
from app.terms.phrasebook import Phrasebook

MARK: Final = re.compile(r"«\d+»")
"""Stands in a clause for what the vocabulary names there."""
HERS: Final = "«t»"
"""Stands for `her`, `the patient's`; `SHE` for `she`, `the patient`."""
SHE: Final = "«s»"
KIND_MARK: Final = "«k»"
_SLOTS: Final = {
    "<T>": HERS,
    "<S>": SHE,
    "<K>": KIND_MARK,
    "<X>": r"«\d+»(?:(?:,? and |, (?:and )?| or | & |/| )(?:<T> )?«\d+»)*",
    "<W>": r"(?P<w>[a-z0-9][a-z0-9' -]{1,50}?)",
}


class Frame(NamedTuple):
    pattern: re.Pattern[str]
    shared: bool
    """The library is asked as well."""
    timed: bool
    """Only where the question names a time."""
    of_results: bool
    """Only of what is measured or stated as a result."""


class Words(NamedTuple):
    frames: tuple[tuple[str, tuple[Frame, ...]], ...]
    """What is asked -> its frames, in the order in which they are tried."""
    fixed: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]
    kinds: Phrasebook
    vaccines: dict[str, tuple[str, ...]]
    no_entry: frozenset[str]
    no_operation: frozenset[str]
    """Words of the names of procedures that are no operation."""
    slips: frozenset[str]
    """Words that are mended where they are slipped."""


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(files("app.patient").joinpath("asked.toml").read_text(encoding="utf-8"))


def loose_words() -> dict[str, str | list[str]]:
    """`[loosely]`: the words, and the patterns of each cue."""
    found: dict[str, str | list[str]] = _file()["loosely"]
    return found


@lru_cache(maxsize=1)
def words() -> Words:
    given = _file()
    own: dict[str, str] = given["words"]
    frames = []
    for asked, one in given.items():
        if "frames" in one:
            solo = "|".join(map(re.escape, one.get("solo", ())))
            found = [_frame(each.replace("<solo>", f"(?:{solo})"), own) for each in one["frames"]]
            found += [_frame(each, own, shared=True) for each in one.get("shared", ())]
            found += [
                _frame(each, own, shared=True, of_results=True) for each in one.get("alone", ())
            ]
            found += [_frame(each, own, timed=True) for each in one.get("timed", ())]
            frames.append((asked, tuple(found)))
    fixed = tuple(
        (asked, tuple(_compiled(each, own) for each in some))
        for asked, some in given["fixed"].items()
    )
    return Words(
        frames=tuple(frames),
        fixed=fixed,
        kinds=Phrasebook(given["kinds"]),
        vaccines={name: tuple(some) for name, some in given["vaccines"].items()},
        no_entry=frozenset(given["no_entry"]["words"]),
        no_operation=frozenset(given["no_operation"]["words"]),
        slips=_slipped(given),
    )


def _frame(
    template: str,
    own: dict[str, str],
    *,
    shared: bool = False,
    timed: bool = False,
    of_results: bool = False,
) -> Frame:
    return Frame(_compiled(template, own), shared, timed, of_results)


def _compiled(template: str, own: dict[str, str]) -> re.Pattern[str]:
    filled = template
    for _ in range(4):
        for name, pattern in own.items():
            filled = filled.replace(f"<{name}>", pattern)
    first = iter([_SLOTS["<W>"]])
    for slot, pattern in _SLOTS.items():
        if slot == "<W>":
            filled = re.sub("<W>", lambda _: next(first, "[a-z' -]{1,50}?"), filled)
        else:
            filled = filled.replace(slot, pattern).replace("<T>", HERS)
    return re.compile(filled)


def _slipped(given: dict[str, Any]) -> frozenset[str]:
    named = [word for one in analytes().values() for word in one.words]
    named += [word for one in panels().values() for word in one.words]
    kinds = [word for some in given["kinds"].values() for word in some]
    named += [*kinds, *(f"{one}s" for one in kinds if not one.endswith("s"))]
    named += ["latest", "recent", "current", "currently", "allergic", "diagnosed", "vaccinated"]
    return frozenset(part.lower() for one in named for part in one.split())


KINDS: Final = {
    "medicine": Kind.MEDICINE,
    "allergy": Kind.ALLERGY,
    "problem": Kind.PROBLEM,
    "procedure": Kind.PROCEDURE,
    "operation": Kind.PROCEDURE,
    "encounter": Kind.ENCOUNTER,
    "immunization": Kind.IMMUNIZATION,
    "report": Kind.REPORT,
    "result": Kind.RESULT,
    "lab": Kind.RESULT,
    "vital": Kind.RESULT,
}
"""What `[kinds]` calls them -> the kind of line."""
