"""Follow-up questions: is what they leave out put back, and nothing else?

A pair is a conversation, the follow-up question, and the same question written out in full by hand;
a switch is a conversation and a question on another matter, to which nothing may be carried.

    carried            share of the pairs to which something was carried
    wrongly_carried    share of the switches to which something was
    ndcg@10_in_full    of the questions written out in full
    ndcg@10            of what the product makes of the follow-up questions
    ndcg@10_lost       the difference: what the product's reading costs
    ndcg@10_alone      of the follow-up questions by themselves
    ndcg@10_joined     of all turns and the question, one behind the other

The figures of rankings are over the pairs, and need a library; `by_kind` has all by kind.

Data, a file; without --data, our own `eval/own/follow_ups.jsonl`:

    {"id": ..., "kind": ..., "conversation": [{"speaker": "user" or "assistant", "text": ...}, ...],
     "follow_up": ..., "in_full": ..., "relevant": [ID, ...]}
    {"id": ..., "kind": ..., "conversation": [...], "follow_up": ..., "switch": true}

`relevant` are ids of the library's documents that answer the question; all of one question type of
MedQuAD where the id is without `#`. A pair without any counts for `carried` alone.

Options: `--set library=FILE`, documents as JSON lines `{"id", "title", "text"}`; ours are made by
`citewell eval make follow-up-library`.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self

from pydantic import Field, model_validator

from app.domain.frozen import Frozen
from app.domain.manifest import Manifest
from app.domain.ports.index import Snapshot
from app.domain.question import Turn
from app.domain.ranking import Selection
from eval.compose import OPERATOR, Pipeline, card, indexed, pipeline
from eval.jsonl import Id, read_jsonl, sha256_of
from eval.run import RunFolder
from eval.score import per_question
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.sets import SetDocument
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet
from eval.suites.retrieval import DEPTH, PASSAGES, split_set

NAME = "follow_ups"
SUMMARY = "whether a follow-up question is read as the one that was meant"

OWN: Final = Path(__file__).parents[1] / "own" / "follow_ups.jsonl"
CARRIED, WRONGLY = "carried", "wrongly_carried"
IN_FULL, READ, LOST, ALONE, JOINED = (
    "ndcg@10_in_full", "ndcg@10", "ndcg@10_lost", "ndcg@10_alone", "ndcg@10_joined",
)  # fmt: skip
RANKED: Final = (IN_FULL, READ, LOST, ALONE, JOINED)
FIGURES: Final = (CARRIED, WRONGLY, *RANKED)
LONGEST_JOINED: Final = 4_000
FITTED_ON: Final = "The words were written with `follow_ups` in view; `follow_ups_held` was not."


class FollowUp(Frozen):
    """A line of the set."""

    id: Id
    kind: str = Field(min_length=1)
    conversation: tuple[Turn, ...] = Field(min_length=1)
    follow_up: str = Field(min_length=1)
    in_full: str = ""
    relevant: tuple[str, ...] = ()
    switch: bool = False

    @model_validator(mode="after")
    def _pair_or_switch(self) -> Self:
        if self.switch == bool(self.in_full):
            raise ValueError("give `in_full`, or `switch` where nothing may be carried")
        return self


class FollowUpItem(ScoredItem):
    follow_up: str
    read_as: str
    carried: tuple[str, ...]


def run(request: SuiteRequest) -> SuiteResult:
    """Read every question behind its conversation and, with a library, rank by each wording.

    Raises:
        UnusableSet: a malformed line, or a document that the library lacks.
    """
    library = request.chosen(("library",)).get("library")
    path = request.data or OWN
    lines = read_jsonl(path, FollowUp)
    with ExitStack() as open_:
        ranking: _Ranking | None = None
        manifest: Manifest | None = None
        if library is None:
            parts = open_.enter_context(pipeline(request.cache))
        else:
            documents = read_jsonl(Path(library), SetDocument)
            judged = judgements(lines, documents)
            whole, names = split_set(
                request.progress.track(documents, "Splitting"), Path(library).stem
            )
            parts, manifest = open_.enter_context(indexed(request, whole))
            snapshot = open_.enter_context(parts.generations.lease())
            ranking = _Ranking(parts, snapshot, names, judged)
        run_card = card(request, NAME, sha256_of(path), parts, generation=manifest)
        folder = RunFolder(request.out, run_card)
        items = folder.carry_out(
            {one.id: one for one in lines},
            FollowUpItem,
            lambda _, one: _item(parts, ranking, one),
            request.progress,
            "Reading",
        )
    result = _result(items, path, with_library=library is not None)
    folder.finish(result)
    return result


def judgements(
    lines: Sequence[FollowUp], documents: Sequence[SetDocument]
) -> dict[str, dict[str, int]]:
    """Id of the line -> its relevant documents.

    Raises:
        UnusableSet: the library has no document of a name.
    """
    of_name: dict[str, list[str]] = {}
    for one in documents:
        of_name.setdefault(one.id.partition("#")[0], []).append(one.id)
    for line in lines:
        for name in line.relevant:
            if name not in of_name:
                raise UnusableSet(f"The library has no document {name!r} (line {line.id}).")
    return {line.id: {key: 1 for name in line.relevant for key in of_name[name]} for line in lines}


class _Ranking:
    """Asks the product and scores what it ranks."""

    def __init__(
        self,
        parts: Pipeline,
        snapshot: Snapshot,
        names: dict[str, tuple[str, ...]],
        judged: dict[str, dict[str, int]],
    ) -> None:
        self._parts = parts
        self._snapshot = snapshot
        self._names = names
        self._judged = judged

    def ndcg(self, line: FollowUp, text: str) -> float:
        selection = Selection(access=OPERATOR)
        found = self._parts.retriever.retrieve(text, self._snapshot, selection, PASSAGES)
        ours = dict.fromkeys(hit.document_id for hit in found.hits)
        ranked = tuple(name for one in ours for name in self._names[one])[:DEPTH]
        return per_question({"it": self._judged[line.id]}, {"it": ranked})["ndcg@10"]["it"]


def _item(parts: Pipeline, ranking: _Ranking | None, line: FollowUp) -> FollowUpItem:
    alone = parts.follow_ups.stand_alone(line.follow_up, line.conversation)
    shares = {WRONGLY if line.switch else CARRIED: (float(alone.leaned), 1.0)}
    if ranking is not None and line.in_full and line.relevant:
        joined = "\n".join((*(turn.text for turn in line.conversation), line.follow_up))
        gained = {
            IN_FULL: ranking.ndcg(line, line.in_full),
            READ: ranking.ndcg(line, alone.text),
            ALONE: ranking.ndcg(line, line.follow_up),
            JOINED: ranking.ndcg(line, joined[-LONGEST_JOINED:]),
        }
        gained[LOST] = gained[IN_FULL] - gained[READ]
        shares |= {name: (value, 1.0) for name, value in gained.items()}
    return FollowUpItem(
        id=line.id,
        shares=shares,
        groups={"kind": line.kind},
        follow_up=line.follow_up,
        read_as=alone.text,
        carried=alone.carried,
    )


def _result(items: Sequence[FollowUpItem], path: Path, *, with_library: bool) -> SuiteResult:
    headline: Figures = {name: figure(name, items) for name in FIGURES}
    why = "no pair has a relevant document" if with_library else "no library: --set library=FILE"
    undefined = {name: why for name in RANKED if headline[name] is None}
    for name, what in ((CARRIED, "pair"), (WRONGLY, "switch")):
        if headline[name] is None:
            undefined[name] = f"the set has no {what}"
    return SuiteResult(
        suite=NAME,
        headline=headline | {"items": len(items)},
        breakdowns={"by_kind": by_group("kind", FIGURES, items)},
        intervals=intervals(list(FIGURES), items),
        undefined=undefined,
        fitted_on=FITTED_ON,
        reported_on=f"{path.stem}: {len(items)} questions",
        in_sample=(
            dict.fromkeys((CARRIED, WRONGLY), "the words were written with this set in view")
            if path.stem == OWN.stem
            else {}
        ),
        notes=(f"A document's rank is that of its best passage; {PASSAGES} were ranked.",),
    )
