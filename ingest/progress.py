"""How a run tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Who wants to know how far a run is; every method is called from the run's own thread."""

    def looking_at(self, origin: str) -> None:
        """A file is compared with the ledger."""
        ...

    def planned(self, files: int) -> None:
        """So many files are to be read."""
        ...

    def read(self, origin: str, passages: int) -> None:
        """One of them is done, one way or another, and gave so many passages to write."""
        ...

    def wrote(self, passages: int) -> None:
        """So many more passages are in the build."""
        ...

    def publishing(self) -> None: ...


class Silent:
    """A `Progress` that tells nobody."""

    def looking_at(self, origin: str) -> None: ...
    def planned(self, files: int) -> None: ...
    def read(self, origin: str, passages: int) -> None: ...
    def wrote(self, passages: int) -> None: ...
    def publishing(self) -> None: ...
