"""Medicines that a text names, those too that only speech has names for (`the pill`, `doxy`).

Beside `app.terms.drugs` these are the phrases under `spoken` in `situation/words.toml`; a meaning
there may be a group that rules speak of (`live vaccine`).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from app.safety.situation.words import alias_book
from app.safety.stance import DrugStance, stances
from app.terms.drugs import CLASS, drug_names
from app.terms.phrasebook import Named

_PILLS: Final = re.compile(r"the pills", re.IGNORECASE)
"""Any pills, where one of them is the contraceptive."""
_STANDS_IN: Final = "amoxicillin"
"""Put in the place of a spoken name so that its stance can be read: any listed name would do."""


_MOST: Final = 40
"""Spoken names of one text that are read; no claim has as many."""


@lru_cache(maxsize=2048)
def named_in(text: str) -> tuple[Named, ...]:
    """As `DrugNames.found`, with spoken names; of two that overlap the longer counts."""
    known = drug_names().found(text)
    spoken = [
        one for one in alias_book().find(text) if not _PILLS.fullmatch(text, one.start, one.end)
    ]
    if not spoken:
        return known
    longest = _longest(known)
    kept = [one for one in spoken if one.end - one.start >= longest.get(one.start, 0)]
    covered = _longest(kept)
    others = [one for one in known if one.end - one.start > covered.get(one.start, 0)]
    return tuple(sorted({*others, *kept}, key=lambda one: (one.start, one.end, one.meaning)))


def _longest(names: Iterable[Named]) -> dict[int, int]:
    """Place in the text -> length of the longest name that stands over it."""
    found: dict[int, int] = {}
    for one in names:
        for at in range(one.start, one.end):
            found[at] = max(found.get(at, 0), one.end - one.start)
    return found


@lru_cache(maxsize=2048)
def spoken_stances(text: str) -> tuple[DrugStance, ...]:
    """As `stances`, with spoken names."""
    listed = stances(text)
    known = set(drug_names().found(text))
    extra = [one for one in named_in(text) if one not in known]
    if not extra:
        return listed
    covered = _longest(extra)
    said = [one for one in listed if one.end - one.start > covered.get(one.start, 0)]
    for name in extra[:_MOST]:
        said.extend(_stance(text, name))
    return tuple(sorted(said, key=lambda one: one.start))


def _stance(text: str, name: Named) -> Iterator[DrugStance]:
    written = text[: name.start] + _STANDS_IN + text[name.end :]
    is_class = name.meaning.startswith(CLASS)
    for one in stances(written):
        if one.start == name.start:
            yield DrugStance(
                name="" if is_class else name.meaning,
                class_name=name.meaning.removeprefix(CLASS) if is_class else None,
                stance=one.stance,
                start=name.start,
                end=name.end,
                excludes=one.excludes,
            )
            return
