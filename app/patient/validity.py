"""Whether a resource is R4, before anything is read from it."""

from typing import Final

from app.patient import fhir
from app.patient.bundle import Held
from app.patient.left_out import LeftOut
from app.patient.soundness import must_be_sound

NOT_VALIDATED: Final = frozenset({"contained", "text"})
"""Narrative is never read, and what is contained is looked at where it is referred to."""


def must_be_r4_resource(held: Held) -> None:
    """Raises:
    LeftOut: it is not sound as JSON, or not what the R4 model of its type allows.
    """
    must_be_sound(held.content)
    stated = held.content.value
    if not isinstance(stated, dict):
        raise LeftOut(held.content.at, "holds no resource")
    faults = fhir.faults(held.type, {k: v for k, v in stated.items() if k not in NOT_VALIDATED})
    if faults:
        more = f" ({len(faults) - 1} more such parts)" if len(faults) > 1 else ""
        raise LeftOut(held.content.at + faults[0].path, faults[0].why + more)
