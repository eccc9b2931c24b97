"""The ingestion job: how fast against the straightforward pipeline, and how it grows.

1. Files to searchable on real text: a sample of a BEIR set's documents as text files, ours and the
   straightforward pipeline in turn, repeatedly. Every run has a process and a home of its own and
   finds no vector of an earlier one; its models are loaded before its clock starts.
     speedup              source characters a second, ours over theirs; median over the repeats,
                          with speedup_min and speedup_max beside it
     ndcg@10, ndcg@10_gain
                          of what ours then finds, and how much that is above theirs
2. Growth, ours alone, on made-up text at several sizes: everything into a new home (`first`), again
   with nothing changed (`again`), again with one small file changed (`changed`).
     time_growth          slope of seconds over passages on logarithmic scales between neighbouring
                          sizes, the worst one: 1 is linear
     cpu_growth           the same of processor seconds, which other work hardly moves; they include
                          starting the program
     memory_growth        peak memory of the largest size over that of the next smaller: 1 is flat
     own_memory_growth    the same of own memory, which is what a machine must have
     rerun_share, change_share
                          seconds of `again` and of `changed` over those of `first`, at the largest

`by_size` has seconds, rates and memory, `by_stage` the seconds of each run's stages. Peak memory is
resident memory, of all processes at once; `own` leaves out the pages of files, which the system may
take back, and what processes share.

Data: a BEIR folder. Options: `--set documents=1000`, `--set repeats=3`,
`--set sizes=1000,10000,100000` (passages; `none` leaves part 2 out), `--set embedder=hashed|real`
in part 2: `hashed` stands in a random vector for each text, so that all but the model is timed in
minutes; part 1 always runs the real one. An interrupted run goes on with the same `--out`.
"""

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast, get_args

from eval.bench.from_files import BOTH, SEED, FromFiles, TextFiles, sample
from eval.bench.ingest_figures import IngestItem, summarise
from eval.bench.one_ingest import Embedding
from eval.bench.scale import at_size
from eval.compose import card, pipeline
from eval.run import RunFolder
from eval.score import mean_scores
from eval.sets import RetrievalSet, read_beir
from eval.suite import SuiteRequest, SuiteResult, UnusableSet, whole

NAME = "ingest"
SUMMARY = "files to searchable against the straightforward pipeline; time and memory as they grow"

DOCUMENTS: Final = 1000
REPEATS: Final = 3
SIZES: Final = "1000,10000,100000"
NO_SIZES: Final = "none"
BESIDE_US: Final = Path("../shared/data/beir/scifact-train")


def run(request: SuiteRequest) -> SuiteResult:
    """Both parts, kept step by step.

    Raises:
        UnusableSet: no such folder, an option that is none, or the extra `eval` is not installed.
    """
    options = request.chosen(("documents", "repeats", "sizes", "embedder"))
    repeats = whole(options, "repeats", REPEATS)
    sizes = _sizes(options.get("sizes", SIZES))
    embedder = _embedding(options.get("embedder", "hashed"))
    data = read_beir(request.data or BESIDE_US, request.split)
    some = sample(data, whole(options, "documents", DOCUMENTS))
    sha256 = hashlib.sha256(some.model_dump_json().encode()).hexdigest()
    with pipeline(request.cache) as parts:
        described = card(request, f"bench {NAME}", sha256, parts, split=data.split, seed=SEED)
    folder = RunFolder(request.out, described)
    tasks = {
        **{f"repeat-{number}": (number, 0) for number in range(1, repeats + 1)},
        **{f"size-{size}": (0, size) for size in sizes},
    }
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as kept:
        files = TextFiles(Path(kept) / "files", some)

        def once(key: str, task: tuple[int, int]) -> IngestItem:
            number, size = task
            if size:
                return IngestItem(id=key, size=at_size(size, embedder))
            # by turns, so that neither is always the one that finds the machine warm
            order = BOTH if number % 2 else tuple(reversed(BOTH))
            both = {which: files.measure(which) for which in order}
            return _item(key, files.characters, both, some)

        items = folder.carry_out(tasks, IngestItem, once, request.progress, "Ingesting")
    result = summarise(
        f"bench {NAME}", items, embedder, f"{data.name}: {len(some.documents)} documents"
    )
    folder.finish(result)
    return result


def _item(
    key: str, characters: int, both: Mapping[str, FromFiles], some: RetrievalSet
) -> IngestItem:
    ndcg = {
        which: mean_scores(some.qrels, one.measured.rankings)["ndcg@10"]
        for which, one in both.items()
    }
    kept = {
        which: one.model_copy(update={"measured": one.measured.model_copy(update={"rankings": {}})})
        for which, one in both.items()
    }
    return IngestItem(id=key, characters=characters, both=kept, ndcg=ndcg)


def _sizes(text: str) -> list[int]:
    """Ascending, none twice; none at all for `none`."""
    if text == NO_SIZES:
        return []
    parts = text.split(",")
    if not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise UnusableSet(f"--set sizes={text}: write numbers of passages, or {NO_SIZES}.")
    return sorted({int(part) for part in parts})


def _embedding(text: str) -> Embedding:
    if text not in get_args(Embedding):
        raise UnusableSet(f"--set embedder={text}: there is {' and '.join(get_args(Embedding))}.")
    return cast("Embedding", text)
