"""Annotated claims with the features that the product's verifier measures on them."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.answer import VerdictKind
from app.domain.frozen import Frozen
from app.domain.ports.grounding import Featured
from eval.gold_claims import SourcedClaim, quoting_all
from eval.jsonl import read_jsonl, sha256_of
from eval.suite import Progress, UnusableSet


class ClaimSet(NamedTuple):
    """A file of claims."""

    path: Path
    claims: tuple[SourcedClaim, ...]

    @property
    def name(self) -> str:
        return self.path.name.partition(".")[0]

    @property
    def told(self) -> str:
        supported = sum(claim.label is VerdictKind.SUPPORTED for claim in self.claims)
        return f"{self.path.name}: {len(self.claims)} claims, {supported} supported"


class MeasuredClaim(Frozen):
    """One claim with its features."""

    id: str
    """With the set's name before it where there are several sets."""
    of: str
    """The name of its set."""
    claim: SourcedClaim
    values: tuple[float, ...]

    @property
    def supported(self) -> bool:
        return self.claim.label is VerdictKind.SUPPORTED

    @property
    def shared(self) -> list[str]:
        """What another claim may have in common with it: words, document, or evidence."""
        one = self.claim
        source = [] if one.source is None else [f"source {one.source}"]
        return [f"claim {one.claim}", *source, *(f"text {each.text}" for each in one.evidence)]


def read_sets(paths: Sequence[Path]) -> tuple[ClaimSet, ...]:
    """Raises UnusableSet for a line that is no claim, or an id that stands twice in a file."""
    return tuple(ClaimSet(path, tuple(read_jsonl(path, SourcedClaim))) for path in paths)


def sha256_of_sets(sets: Sequence[ClaimSet]) -> str:
    """Of the one set; of several, over all their hashes."""
    hashes = [sha256_of(each.path) for each in sets]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def measure(
    verifier: Featured, sets: Sequence[ClaimSet], progress: Progress
) -> tuple[MeasuredClaim, ...]:
    """Every claim of the sets, in their order."""
    lines = [(each, claim) for each in sets for claim in each.claims]
    return tuple(
        MeasuredClaim(
            id=f"{one.name}/{claim.id}" if len(sets) > 1 else claim.id,
            of=one.name,
            claim=claim,
            values=verifier.features(*quoting_all(claim)),
        )
        for one, claim in progress.track(lines, "Measuring", len(lines))
    )


def rows_of(
    measured: Sequence[MeasuredClaim], names: Sequence[str], used: Sequence[str]
) -> NDArray[np.float64]:
    """The features `used` of all `names`, shape (claims, used)."""
    columns = [names.index(name) for name in used]
    rows = np.asarray([one.values for one in measured], dtype=np.float64)
    chosen: NDArray[np.float64] = rows[:, columns]
    return chosen


def features_used(names: Sequence[str], without: str) -> list[str]:
    """The features that are fitted, in their order.

    Raises:
        UnusableSet: one to be left out is none, or none is left.
    """
    left_out = {name for name in without.split(",") if name}
    if unknown := sorted(left_out - set(names)):
        raise UnusableSet(
            f"--set without={without}: there is no {unknown[0]!r} among {', '.join(names)}."
        )
    used = [name for name in names if name not in left_out]
    if not used:
        raise UnusableSet("--set without: no feature is left.")
    return used
