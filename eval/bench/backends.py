"""The embedder's backends: how fast each computes here, and whether it ranks as float32 does.

All are loaded and take the same passages in turn, a few at a time, so that whatever else the
machine does hits them all. Dense search alone, exact, in this process.

    speedup         passages a second, the backend chosen for this processor over torch-float32
    ndcg@10_loss    of torch-float32's nDCG@10, with that backend for passages and questions
    mixed_loss      the same at worst where passages and questions are embedded by different ones

`by_backend`: passages a second (median over the turns), cosine to torch-float32's vectors, the
milliseconds of one question (median). `by_pair`: nDCG@10 for every backend of the passages with
every backend of the questions.

Data: a BEIR folder. Options: `--set documents=500`, `--set backends=torch-float32,openvino-int8`.
"""

import hashlib
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.ports.embedding import Embedder
from eval.bench.from_files import SEED, sample
from eval.compose import card, pipeline
from eval.run import RunFolder
from eval.score import mean_scores
from eval.sets import RetrievalSet, read_beir
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet, whole
from eval.suites.retrieval import split_set

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

NAME = "backends"
SUMMARY = "the embedder's backends: speed on this processor, and whether they rank alike"

DOCUMENTS: Final = 500
REFERENCE: Final = "torch-float32"
BACKENDS: Final = (
    REFERENCE,
    "torch-bfloat16",
    "openvino-float32",
    "openvino-bfloat16",
    "openvino-int8",
)
TURN: Final = 64
"""Passages a backend takes before the next one has its turn."""
NAMED: Final = 100
"""Documents kept of each ranking."""
BESIDE_US: Final = Path("../shared/data/beir/scifact-train")


def run(request: SuiteRequest) -> SuiteResult:
    """Raises UnusableSet: no such folder, or no such backend."""
    options = request.chosen(("documents", "backends"))
    data = read_beir(request.data or BESIDE_US, request.split)
    some = sample(data, whole(options, "documents", DOCUMENTS))
    names = _named(options.get("backends"))
    documents = split_set(some.documents, some.name)[0]
    texts = [passage.indexed_text for one in documents for passage in one.passages]
    sources = [one.document.card.origin for one in documents for _ in one.passages]
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as folder, ExitStack() as stack:
        loaded: dict[str, Embedder] = {}
        for name in names:
            home = Path(folder) / name
            loaded[name] = stack.enter_context(pipeline(home, embedder_backend=name)).embedder
        chosen = stack.enter_context(pipeline(Path(folder) / "auto")).embedder.card.backend
        rows, seconds = _embedded(loaded, texts, request)
        asked, milliseconds = _asked(loaded, some)
    ranked = {
        (held, ask): _ndcg(some, sources, rows[held], asked[ask]) for held in names for ask in names
    }
    reference = ranked[REFERENCE, REFERENCE]
    by_backend: dict[str, Figures] = {}
    for name in names:
        near = (rows[name] * rows[REFERENCE]).sum(axis=1)
        by_backend[name] = {
            "passages_per_second": TURN / statistics.median(seconds[name]),
            "times_reference": statistics.median(
                theirs / ours
                for ours, theirs in zip(seconds[name], seconds[REFERENCE], strict=True)
            ),
            "cosine_mean": float(near.mean()),
            "cosine_min": float(near.min()),
            "question_ms": statistics.median(milliseconds[name]),
            "ndcg@10": ranked[name, name],
        }
    here = by_backend.get(chosen)
    result = SuiteResult(
        suite=f"bench {NAME}",
        headline={
            "speedup": here["times_reference"] if here else None,
            "ndcg@10_loss": reference - ranked[chosen, chosen] if here else None,
            "mixed_loss": reference - min(ranked.values()),
            "passages": len(texts),
            "questions": len(some.questions),
        },
        breakdowns={
            "by_backend": by_backend,
            "by_pair": {
                f"passages {held}, questions {ask}": {"ndcg@10": value}
                for (held, ask), value in ranked.items()
            },
        },
        undefined={} if here else dict.fromkeys(("speedup", "ndcg@10_loss"), f"{chosen} left out"),
        fitted_on="nothing is fitted here; int8 took its ranges from texts of our own",
        reported_on=f"{data.name}: {len(some.documents)} documents, seed {SEED}",
        notes=(f"The backend chosen for this processor is {chosen}.",),
    )
    sha256 = hashlib.sha256(data.model_dump_json().encode()).hexdigest()
    described = card(request, f"bench {NAME}", sha256, None, split=data.split, seed=SEED)
    RunFolder(request.out, described).finish(result)
    return result


def _named(wanted: str | None) -> tuple[str, ...]:
    """The backends to compare, the reference always among them."""
    named = BACKENDS if wanted is None else (REFERENCE, *wanted.split(","))
    if unknown := sorted(set(named) - set(BACKENDS)):
        raise UnusableSet(f"There is no backend {unknown[0]!r}; there are {', '.join(BACKENDS)}.")
    return tuple(one for one in BACKENDS if one in named)


def _embedded(
    loaded: Mapping[str, Embedder], texts: Sequence[str], request: SuiteRequest
) -> "tuple[dict[str, Rows], dict[str, list[float]]]":
    """Every passage's vector by backend, and the seconds of each whole turn."""
    import numpy as np

    parts: dict[str, list[Rows]] = {name: [] for name in loaded}
    seconds: dict[str, list[float]] = {name: [] for name in loaded}
    for embedder in loaded.values():
        embedder.embed_passages(texts[:TURN])  # the first batch of a shape is slower
    turns = range(0, len(texts), TURN)
    for at in request.progress.track(turns, "Embedding in turn", len(turns)):
        turn = texts[at : at + TURN]
        for name, embedder in loaded.items():
            started = time.perf_counter()
            parts[name].append(embedder.embed_passages(turn))
            if len(turn) == TURN:
                seconds[name].append(time.perf_counter() - started)
    if not all(seconds.values()):
        raise UnusableSet(f"The set makes fewer than {TURN} passages: take more documents.")
    return {name: np.concatenate(rows) for name, rows in parts.items()}, seconds


def _asked(
    loaded: Mapping[str, Embedder], data: RetrievalSet
) -> "tuple[dict[str, Rows], dict[str, list[float]]]":
    """Every question's vector by backend, and how long each took."""
    import numpy as np

    rows: dict[str, list[Rows]] = {name: [] for name in loaded}
    took: dict[str, list[float]] = {name: [] for name in loaded}
    for question in data.questions:
        for name, embedder in loaded.items():
            started = time.perf_counter()
            rows[name].append(embedder.embed_question(question.text))
            took[name].append((time.perf_counter() - started) * 1000)
    return {name: np.stack(each) for name, each in rows.items()}, took


def _ndcg(data: RetrievalSet, sources: Sequence[str], passages: "Rows", asked: "Rows") -> float:
    """nDCG@10 of exact search; a document's place is that of its best passage."""
    rankings = {
        question.id: tuple(_best(sources, passages @ vector))
        for question, vector in zip(data.questions, asked, strict=True)
    }
    found = mean_scores(data.qrels, rankings)["ndcg@10"]
    assert found is not None
    return found


def _best(sources: Sequence[str], scores: "Rows") -> Iterator[str]:
    import numpy as np

    seen: dict[str, None] = {}
    for place in np.argsort(-scores, kind="stable"):
        seen.setdefault(sources[int(place)])
        if len(seen) == NAMED:
            break
    yield from seen
