"""Where it is kept what a site has switched off."""

from typing import Protocol

from app.domain.switching import Switch, SwitchedOff, SwitchKind


class Switches(Protocol):
    def off(self) -> SwitchedOff:
        """As it stands at this moment, whichever process switched it. Asked for each question.

        Raises:
            Unavailable: it cannot be read; then it is not known that anything may be said.
        """
        ...

    def switch(
        self,
        kind: SwitchKind,
        subject: str,
        *,
        off: bool,
        by: str,
        reason: str,
        ask: str | None = None,
    ) -> Switch:
        """In force in every process when it returns. Raises Unavailable."""
        ...

    def history(self, most: int = 100) -> tuple[Switch, ...]:
        """Newest first. Raises Unavailable."""
        ...
