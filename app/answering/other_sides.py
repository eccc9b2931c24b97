"""Which disagreements of sources may be shown: no side may say what a rule withholds of a claim."""

from collections.abc import Callable, Iterable
from typing import Final

from app.domain.answer import Withheld
from app.domain.conflict import Conflict
from app.domain.frozen import Frozen
from app.domain.safety import CheckStatus, CheckVerdict

HELD_BACK: Final = (
    "Another source states otherwise, in words that a safety rule holds back; see the checks."
)


class OtherSides(Frozen):
    """Conflicts to show, and what became of the rest."""

    conflicts: tuple[Conflict, ...] = ()
    checks: tuple[CheckVerdict, ...] = ()
    withheld: tuple[Withheld, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of those that are not shown."""
        return (HELD_BACK,) if self.withheld else ()


def other_sides(
    conflicts: Iterable[Conflict], against: Callable[[Conflict], tuple[CheckVerdict, ...]]
) -> OtherSides:
    """Both sides of a conflict are shown, or neither is.

    Args:
        against: what blocks the words of a conflict, and what an override lets pass of it.
    """
    shown: list[Conflict] = []
    checks: list[CheckVerdict] = []
    withheld: list[Withheld] = []
    for conflict in conflicts:
        said = against(conflict)
        checks += said
        blocking = next((one for one in said if one.status is CheckStatus.BLOCK), None)
        if blocking is None:
            shown.append(conflict)
        else:
            reason = blocking.why or "a safety rule blocks it"
            withheld.append(Withheld(reason=reason, rule=blocking.rule or blocking.name))
    return OtherSides(conflicts=tuple(shown), checks=tuple(checks), withheld=tuple(withheld))
