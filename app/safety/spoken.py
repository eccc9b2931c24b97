"""Medicines that a text names, those too that only speech has names for (`the pill`, `doxy`).

Beside `app.terms.drugs` these are the phrases under `spoken` in `situation/words.toml`; a meaning
there may be a group that rules speak of (`live vaccine`).
"""

from functools import lru_cache
from typing import Final

from app.safety.situation.words import alias_book
from app.safety.stance import DrugStance, stances
from app.terms.drugs import CLASS, drug_names
from app.terms.phrasebook import Named

_STANDS_IN: Final = "amoxicillin"
"""Put in the place of a spoken name so that its stance can be read: any listed name would do."""


@lru_cache(maxsize=2048)
def named_in(text: str) -> tuple[Named, ...]:
    """As `DrugNames.found`, with spoken names; of two that overlap the longer counts."""
    known = drug_names().found(text)
    spoken = alias_book().find(text)
    if not spoken:
        return known
    kept = [one for one in spoken if not any(_covers(other, one) for other in known)]
    others = [one for one in known if not any(_covers(other, one) for other in kept)]
    return tuple(sorted({*others, *kept}, key=lambda one: (one.start, one.end, one.meaning)))


@lru_cache(maxsize=2048)
def spoken_stances(text: str) -> tuple[DrugStance, ...]:
    """As `stances`, with spoken names."""
    listed = stances(text)
    places = {(one.start, one.end) for one in drug_names().found(text)}
    extra = [one for one in named_in(text) if (one.start, one.end) not in places]
    if not extra:
        return listed
    said = [one for one in listed if not any(_covers(other, one) for other in extra)]
    for name in extra:
        written = text[: name.start] + _STANDS_IN + text[name.end :]
        for one in stances(written):
            if one.start == name.start:
                is_class = name.meaning.startswith(CLASS)
                said.append(
                    DrugStance(
                        name="" if is_class else name.meaning,
                        class_name=name.meaning.removeprefix(CLASS) if is_class else None,
                        stance=one.stance,
                        start=name.start,
                        end=name.end,
                        excludes=one.excludes,
                    )
                )
                break
    return tuple(sorted(said, key=lambda one: one.start))


def _covers(one: Named | DrugStance, other: Named | DrugStance) -> bool:
    """Whether `one` stands over a part of `other` and is no shorter."""
    overlap = one.start < other.end and other.start < one.end
    return overlap and one.end - one.start >= other.end - other.start
