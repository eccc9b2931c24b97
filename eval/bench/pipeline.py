"""Against the straightforward pipeline, on the same documents, machine and run.

1. From files to searchable: a sample of the set's documents as text files, each pipeline in a
   process of its own: source characters a second, peak memory, and nDCG@10 of what it then finds.
2. Questions at 5,000 and at 20,000 passages of real text, asked of both in turn: bare similarity
   search, our ranked search, our whole quotation answer. Both hold the same passages; the other
   side's vectors are random there, which its exact search does not notice.

Options: `--set documents=1000` in step 1, `--set questions=100` in step 2.
"""

import hashlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from app.domain.corpus import SplitDocument
from app.domain.question import Question
from app.domain.ranking import Selection
from eval.bench.from_files import BOTH, SEED, FromFiles, TextFiles, sample
from eval.bench.straightforward import Straightforward
from eval.compose import CALLER, OPERATOR, Pipeline, build, card, pipeline
from eval.run import RunFolder
from eval.score import mean_scores
from eval.sets import RetrievalSet, read_beir
from eval.suite import Figures, Progress, SuiteRequest, SuiteResult, UnusableSet, whole
from eval.suites.retrieval import split_set

NAME = "pipeline"
SUMMARY = "speed, memory and nDCG@10 against LangChain's splitter and Qdrant local mode, dense only"

DOCUMENTS: Final = 1000
QUESTIONS: Final = 100
SIZES: Final = (5_000, 20_000)
FOUND: Final = 10
RATIOS: Final = ("search_ratio", "answer_ratio")
MEGABYTE: Final = 1024 * 1024
BESIDE_US: Final = Path("../shared/data/beir/scifact-train")


def run(request: SuiteRequest) -> SuiteResult:
    """Both pipelines over `request.data`, a BEIR folder; the folders beside it fill the large
    index.

    Raises:
        UnusableSet: no such folder, or the extra `eval` is not installed.
    """
    options = request.chosen(("documents", "questions"))
    folder = request.data or BESIDE_US
    data = read_beir(folder, request.split)
    some = sample(data, whole(options, "documents", DOCUMENTS))
    taken, characters = _from_files(some, request.progress)
    by_pipeline: dict[str, Figures] = {
        name: {
            "characters_per_second": characters / one.measured.seconds,
            "passages": one.measured.passages,
            "peak_megabytes": one.peak_bytes / MEGABYTE,
            "ndcg@10": mean_scores(some.qrels, one.measured.rankings)["ndcg@10"],
        }
        for name, one in taken.items()
    }
    asked = random.Random(SEED).sample(
        [question.text for question in data.questions],
        min(whole(options, "questions", QUESTIONS), len(data.questions)),
    )
    by_size = _by_size(request, folder, asked)
    undefined = (
        {} if by_size else dict.fromkeys(RATIOS, f"fewer than {SIZES[0]:,} passages to fill with")
    )
    ours, theirs = (by_pipeline[name]["characters_per_second"] for name in BOTH)
    assert ours is not None
    assert theirs is not None
    result = SuiteResult(
        suite=f"bench {NAME}",
        headline={
            "speedup": ours / theirs,
            "ndcg@10": by_pipeline["citewell"]["ndcg@10"],
            **{name: _worst(by_size, name) for name in RATIOS},
            "source_characters": characters,
            "documents": len(some.documents),
            "questions": len(some.questions),
        },
        breakdowns={"by_pipeline": by_pipeline, "by_passages": by_size},
        undefined=undefined,
        fitted_on="nothing is fitted here",
        reported_on=f"{data.name}: {len(some.documents)} documents, seed {SEED}",
        notes=(
            "speedup: source characters a second, ours over theirs, models loaded beforehand.",
            "Ratios: our p50 over that of their bare similarity search, the larger of the sizes.",
        ),
    )
    sha256 = hashlib.sha256(data.model_dump_json().encode()).hexdigest()
    described = card(request, f"bench {NAME}", sha256, None, split=data.split, seed=SEED)
    RunFolder(request.out, described).finish(result)
    return result


def _from_files(data: RetrievalSet, progress: Progress) -> tuple[dict[str, FromFiles], int]:
    """Both pipelines, one after the other; characters in the files."""
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as kept:
        files = TextFiles(Path(kept) / "files", data)
        steps = progress.track(BOTH, "From files to searchable", len(BOTH))
        return {name: files.measure(name) for name in steps}, files.characters


def _by_size(request: SuiteRequest, folder: Path, questions: Sequence[str]) -> dict[str, Figures]:
    """Passages -> seconds of either side; a size that the folders cannot fill is left out."""
    figures: dict[str, Figures] = {}
    documents = list(_filling(folder))
    with pipeline(request.cache) as parts:
        for size in SIZES:
            held = _first(documents, size)
            if held is None:
                continue
            build(parts, held, request.progress)
            figures[str(size)] = _ask_in_turn(parts, _filled(held), questions, request.progress)
    return figures


def _worst(by_size: dict[str, Figures], name: str) -> float | None:
    return max(
        (value for row in by_size.values() if (value := row[name]) is not None), default=None
    )


def _filling(folder: Path) -> Iterator[SplitDocument]:
    """Documents of this set, then those of the sets beside it: real text only, none repeated."""
    seen: set[str] = set()
    beside = sorted(path for path in folder.resolve().parent.iterdir() if path.is_dir())
    for path in [folder.resolve(), *(one for one in beside if one != folder.resolve())]:
        try:
            documents = read_beir(path).documents
        except UnusableSet:
            if path == folder.resolve():
                raise
            continue  # a folder beside the set need not be a set
        for one in split_set(documents, path.name)[0]:
            if one.document.id not in seen:
                seen.add(one.document.id)
                yield one


def _first(documents: Sequence[SplitDocument], size: int) -> list[SplitDocument] | None:
    """The first documents with `size` passages or a few more; None where there are too few."""
    held: list[SplitDocument] = []
    count = 0
    for one in documents:
        held.append(one)
        count += len(one.passages)
        if count >= size:
            return held
    return None


def _filled(held: Sequence[SplitDocument]) -> Straightforward:
    """The other side with the same passages."""
    theirs = Straightforward(timed_only=True)
    texts = [(passage.indexed_text, one.document.id) for one in held for passage in one.passages]
    theirs.add_texts([text for text, _ in texts], [source for _, source in texts])
    return theirs


def _ask_in_turn(
    parts: Pipeline, theirs: Straightforward, questions: Sequence[str], progress: Progress
) -> Figures:
    """Each question to all three in turn, so that whatever else the machine does hits them all."""
    selection = Selection(access=OPERATOR)
    with parts.generations.lease() as snapshot:
        asked: dict[str, Callable[[str], object]] = {
            "similarity": lambda text: theirs.search(text, FOUND),
            "search": lambda text: parts.retriever.retrieve(text, snapshot, selection, FOUND),
            "answer": lambda text: parts.answering.answer(Question.asked(text), CALLER),
        }
        took: dict[str, list[float]] = {name: [] for name in asked}
        for ask in asked.values():
            ask("A question to warm up: the first one of a process is slower.")
        for text in progress.track(questions, "Asking both", len(questions)):
            for name, ask in asked.items():
                # The product remembers a recent question's vector: a blank makes it another text.
                words = f"{text} " if name == "search" else text
                started = time.perf_counter()
                ask(words)
                took[name].append((time.perf_counter() - started) * 1000)
    figures: Figures = {}
    for name, milliseconds in took.items():
        figures[f"{name}_p50_ms"] = statistics.median(milliseconds)
        figures[f"{name}_p95_ms"] = sorted(milliseconds)[int(0.95 * (len(milliseconds) - 1))]
    base = statistics.median(took["similarity"])
    figures["search_ratio"] = statistics.median(took["search"]) / base
    figures["answer_ratio"] = statistics.median(took["answer"]) / base
    return figures
