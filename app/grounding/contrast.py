"""Words on another kind than was asked about: severe disease for mild, a relapse for a first."""

from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.layers import Layer
from app.terms.conditions import conditions
from app.terms.contrasts import Contrast, contrasts, kinds_in

OPENING: Final = 40
"""Characters of a quotation in which a kind stands that it is all about."""
SHORT_TITLE: Final = 6
"""Words of a title that is a topic and not a study's."""


def contrast(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Kinds that exclude one another, by the nearest heading or the first words that say one."""
    agrees = None
    for name, wanted in kinds_in(asked).items():
        known = contrasts()[name]
        if wanted == known.values.keys():
            continue
        compared = _kinds(name, wanted, asked, layers)
        if compared is not None and compared.differs:
            return compared
        agrees = agrees or compared
    return agrees


def _kinds(
    name: str, wanted: frozenset[str], asked: str, layers: Sequence[Layer]
) -> Compared | None:
    if any(kinds_in(one.text).get(name, frozenset()) & wanted for one in layers):
        return Compared(name)
    known = contrasts()[name]
    for at, layer in enumerate(layers):
        last = at == len(layers) - 1
        if known.only_headings and not layer.heading:
            continue
        if last and len(layer.text.split()) > SHORT_TITLE:
            return None
        said = kinds_in(layer.text, None if layer.heading else OPENING).get(name)
        if said and (not known.of_illness or _same_illness(asked, layers[at:])):
            return Compared(name, differing(_spoken(known, wanted), _spoken(known, said)))
    return None


def _same_illness(asked: str, layers: Sequence[Layer]) -> bool:
    """Whether question and headings may be about one illness: one names none, or both the same."""
    known = conditions()
    here = known.named(asked)
    there = frozenset[str]().union(*(known.named(one.text) for one in layers))
    return not here or not there or known.related(here, there)


def _spoken(known: Contrast, kinds: frozenset[str]) -> str:
    return " or ".join(one.says for kind, one in known.values.items() if kind in kinds)
