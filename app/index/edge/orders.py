"""What the builder and the engine's process say to each other: one order, one reply."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.manifest import AnalyzerCard
from app.domain.ports.index import IndexEntry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Start:
    """Open or make the index in `folder`; the first order."""

    folder: str
    dimension: int
    analyzer: AnalyzerCard


@dataclass(frozen=True)
class Upsert:
    entries: list[IndexEntry]
    vectors: "NDArray[np.float32]"


@dataclass(frozen=True)
class Delete:
    document_ids: list[str]


@dataclass(frozen=True)
class Seal:
    """Make durable and close; the last order."""


@dataclass(frozen=True)
class Done:
    """The order was carried out; `value` is the number of passages after `Seal`."""

    value: int = 0


@dataclass(frozen=True)
class Refused:
    """The order's vectors do not fit."""

    why: str


@dataclass(frozen=True)
class Full:
    """The disk is full."""


@dataclass(frozen=True)
class Failed:
    """The engine failed."""

    why: str


Order = Start | Upsert | Delete | Seal
Reply = Done | Refused | Full | Failed
