"""The figures of the benchmark of the ingestion job, from what each of its steps took."""

import math
import statistics
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from eval.bench.from_files import BOTH, SEED, FromFiles
from eval.bench.one_ingest import Embedding
from eval.bench.scale import AtSize
from eval.scored import ScoredItem
from eval.suite import Curve, Figures, LinePlot, Plot, SuiteResult

MEGABYTE: Final = 1024 * 1024
GROWTH: Final = ("time_growth", "cpu_growth", "memory_growth", "own_memory_growth")
AT_LARGEST: Final = ("rerun_share", "change_share")


class IngestItem(ScoredItem):
    """One repeat of part 1, or one size of part 2."""

    characters: int = 0
    """In the files of part 1."""
    both: dict[str, FromFiles] = {}
    ndcg: dict[str, float] = {}
    size: AtSize | None = None


def summarise(
    name: str, items: Sequence[IngestItem], embedder: Embedding, reported_on: str
) -> SuiteResult:
    """Medians over the repeats; growth between the sizes."""
    repeats = {one.id: one for one in items if one.both}
    by_repeat = {key: _repeat(one) for key, one in repeats.items()}
    speedups = [_speedup(one) for one in repeats.values()]
    by_pipeline = {which: _pipeline(which, list(repeats.values())) for which in BOTH}
    sizes = {str(one.size.passages): one.size for one in items if one.size is not None}
    by_size = {key: _size(one) for key, one in sizes.items()}
    by_stage: dict[str, Figures] = {
        f"{key} {which}": dict(run.taken.stages)
        for key, one in sizes.items()
        for which, run in one.runs.items()
    }
    growth = _growth(list(sizes.values()))
    ours, theirs = (by_pipeline[which]["ndcg@10"] for which in BOTH)
    assert ours is not None
    assert theirs is not None
    return SuiteResult(
        suite=name,
        headline={
            "speedup": statistics.median(speedups),
            "speedup_min": min(speedups),
            "speedup_max": max(speedups),
            "ndcg@10": ours,
            "ndcg@10_gain": ours - theirs,
            **growth,
            "source_characters": next(iter(repeats.values())).characters,
            "repeats": len(repeats),
            "largest_passages": max((one.passages for one in sizes.values()), default=0),
        },
        breakdowns={
            "by_pipeline": by_pipeline,
            "by_repeat": by_repeat,
            **({"by_size": by_size, "by_stage": by_stage} if sizes else {}),
        },
        undefined={
            name: _why_undefined(name, len(sizes))
            for name, value in growth.items()
            if value is None
        },
        fitted_on="nothing is fitted here",
        reported_on=f"{reported_on}, seed {SEED}; growth on made-up text",
        notes=(
            "speedup: medians over repeats, models loaded beforehand, both with the real embedder.",
            f"Growth: embedder={embedder}"
            + (", random vectors in place of the model." if embedder == "hashed" else "."),
            "Machines are shared: read growth and ratios rather than seconds.",
        ),
        plots=_plots(list(sizes.values())),
    )


def _rate(one: IngestItem, which: str) -> float:
    return one.characters / one.both[which].measured.seconds


def _speedup(one: IngestItem) -> float:
    return _rate(one, "citewell") / _rate(one, "straightforward")


def _repeat(one: IngestItem) -> Figures:
    figures: Figures = {"speedup": _speedup(one)}
    for which in BOTH:
        figures[f"{which}_characters_per_second"] = _rate(one, which)
        figures[f"{which}_peak_megabytes"] = one.both[which].peak_bytes / MEGABYTE
        figures[f"{which}_ndcg@10"] = one.ndcg[which]
    return figures


def _pipeline(which: str, repeats: Sequence[IngestItem]) -> Figures:
    return {
        "characters_per_second": statistics.median(_rate(one, which) for one in repeats),
        "passages": repeats[0].both[which].measured.passages,
        "peak_megabytes": statistics.median(one.both[which].peak_bytes for one in repeats)
        / MEGABYTE,
        "ndcg@10": statistics.median(one.ndcg[which] for one in repeats),
    }


def _size(one: AtSize) -> Figures:
    first, again, changed = (one.runs[which] for which in ("first", "again", "changed"))
    own = first.peak_own_bytes
    return {
        "files": one.files,
        "seconds": first.taken.seconds,
        "cpu_seconds": first.cpu_seconds,
        "passages_per_second": one.passages / first.taken.seconds,
        "characters_per_second": one.characters / first.taken.seconds,
        "peak_megabytes": first.peak_bytes / MEGABYTE,
        "own_peak_megabytes": None if own is None else own / MEGABYTE,
        "home_megabytes": one.home_bytes / MEGABYTE,
        "again_seconds": again.taken.seconds,
        "again_peak_megabytes": again.peak_bytes / MEGABYTE,
        "changed_seconds": changed.taken.seconds,
        "changed_passages": changed.taken.passages,
        "changed_peak_megabytes": changed.peak_bytes / MEGABYTE,
    }


def _growth(sizes: Sequence[AtSize]) -> Figures:
    """Sizes from the smallest to the largest; None where there are too few."""
    figures: Figures = dict.fromkeys((*GROWTH, *AT_LARGEST))
    if sizes:
        first, again, changed = (
            sizes[-1].runs[which].taken.seconds for which in ("first", "again", "changed")
        )
        figures |= {"rerun_share": again / first, "change_share": changed / first}
    if len(sizes) > 1:
        figures["time_growth"] = _slope(sizes, lambda one: one.runs["first"].taken.seconds)
        figures["cpu_growth"] = _slope(sizes, lambda one: one.runs["first"].cpu_seconds)
        small, large = (one.runs["first"] for one in sizes[-2:])
        figures["memory_growth"] = large.peak_bytes / small.peak_bytes
        if large.peak_own_bytes is not None and small.peak_own_bytes is not None:
            figures["own_memory_growth"] = large.peak_own_bytes / small.peak_own_bytes
    return figures


def _why_undefined(name: str, sizes: int) -> str:
    if name not in GROWTH:
        return "no size was measured"
    return "it takes two sizes" if sizes < 2 else "the system does not tell own memory apart"


def _slope(sizes: Sequence[AtSize], value: Callable[[AtSize], float]) -> float:
    """Of the logarithms between neighbouring sizes, the largest."""
    return max(
        math.log(value(large) / value(small)) / math.log(large.passages / small.passages)
        for small, large in pairwise(sizes)
    )


def _plots(sizes: Sequence[AtSize]) -> tuple[Plot, ...]:
    if len(sizes) < 2:
        return ()

    def curve(name: str, values: Sequence[float]) -> Curve:
        points = zip((float(one.passages) for one in sizes), values, strict=True)
        return Curve(name=name, points=tuple(points))

    own = [
        each.runs["first"].peak_own_bytes / MEGABYTE
        for each in sizes
        if each.runs["first"].peak_own_bytes is not None
    ]
    return (
        LinePlot(
            title="Time by size",
            x="passages",
            y="seconds",
            curves=tuple(
                curve(name, [one.runs[which].taken.seconds for one in sizes])
                for which, name in (
                    ("first", "everything"),
                    ("changed", "one file changed"),
                    ("again", "nothing changed"),
                )
            ),
        ),
        LinePlot(
            title="Peak memory by size",
            x="passages",
            y="megabytes",
            curves=(
                curve("resident", [one.runs["first"].peak_bytes / MEGABYTE for one in sizes]),
                *([curve("own", own)] if len(own) == len(sizes) else []),
            ),
        ),
    )
