"""Finding identifiers: how much of what names a person is found, and how much else with it.

Data (`--data FILE.jsonl[.gz]`), one text a line:

    {"id": "7", "text": "Seen by Dr Examplo.", "spans": [{"start": 11, "end": 18, "type": "NAME"}]}

Offsets count characters from 0, half-open. Types are the set's own words, or the product's kinds.
A text without spans is a negative: whatever is found in it is false. `citewell eval make
presidio-synthetic` makes a set. Without --data our own sets are read (eval/own): notes and
questions with identifiers, in view and held out; eponyms, drugs, scores and guideline language.

Figures, all but the last by characters, so that half a name found counts half. Where spans overlap,
a character counts once.

    recall             identifier's characters covered by any found span / identifier's characters
    structured_recall  the same over the types that have a form or a label of their own (all but
                       names, addresses and what names nobody; see eval/identifier_types.py)
    typed_recall       as recall, and the span that covers has the identifier's own type, or the
                       product's kind for it; a character under two types counts for each
    precision          found characters that lie in any identifier / found characters
    touched            of the texts without an identifier, the share in which anything was found

`by_type` has recall over the identifiers of a type, precision over the found spans of a type;
`by_set` all five for each of our own sets. A figure is null where the set, or what was found, has
nothing that it speaks of.

The product's own finder is asked, as the settings name it. `--predictions FILE` scores another
system's: a line {id, spans: [{start, end, type}]} for each text. A text that it leaves out counts
as one in which nothing was found; `missing` says how many there are.

Items hold counts by type and never a word of the text.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.frozen import Frozen
from eval.compose import card, product_identifiers
from eval.identifier_types import STRUCTURED, counts_as
from eval.jsonl import Id, read_jsonl, read_recorded, sha256_of
from eval.run import RunFolder
from eval.scored import ScoredItem, Share, by_group, figure, intervals
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet

NAME = "phi"
SUMMARY = "identifiers found and words taken with them, by character"
PREDICTIONS = "JSONL of {id, spans: [{start, end, type}]}"

RECALL, TYPED, PRECISION = "recall", "typed_recall", "precision"
FIGURES: Final = (RECALL, TYPED, PRECISION)
"""That are given for each type too."""
STRUCTURED_RECALL, TOUCHED = "structured_recall", "touched"
HEADLINE: Final = (RECALL, STRUCTURED_RECALL, TYPED, PRECISION, TOUCHED)
WHY_NULL: Final = {
    PRECISION: "nothing was found",
    TOUCHED: "every text holds an identifier",
    STRUCTURED_RECALL: "no text holds an identifier with a form of its own",
}
OWN: Final = Path(__file__).parents[1] / "own"
OWN_SETS: Final = ("identifiers", "identifiers_held", "eponyms")


class TypedSpan(BaseModel):
    """Characters [start, end) of a text, and what they are."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)
    start: int = Field(ge=0)
    end: int
    type: str = Field(min_length=1)

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"end {self.end} is not after start {self.start}")
        return self

    @property
    def characters(self) -> range:
        return range(self.start, self.end)


class LabelledText(BaseModel):
    """One line of the set."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: Id
    text: str = Field(min_length=1)
    spans: tuple[TypedSpan, ...]

    @model_validator(mode="after")
    def _within(self) -> Self:
        for span in self.spans:
            if span.end > len(self.text):
                raise ValueError(
                    f"a span ends at {span.end}, the text has {len(self.text)} characters"
                )
        return self


class FoundSpans(BaseModel):
    """One line of predictions."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: Id
    spans: tuple[TypedSpan, ...]


class TypeCount(Frozen):
    """Spans and their characters, each character once."""

    spans: int
    characters: int


class PhiItem(ScoredItem):
    """One text."""

    gold: dict[str, TypeCount]
    found: dict[str, TypeCount]


def run(request: SuiteRequest) -> SuiteResult:
    """Score what was found, by the product or by another system.

    Raises:
        UnusableSet: a malformed line, a span outside its text, an unknown id.
        ConfigurationError: the settings name a model that cannot be used.
    """
    request.chosen(())
    sets = _sets(request.data)
    texts = [text for those in sets.values() for text in those]
    predicted = None if request.predictions is None else _predicted(request, texts)
    finder = product_identifiers()

    def spans(text: LabelledText) -> Sequence[TypedSpan]:
        if predicted is not None:
            return predicted.get(text.id, ())
        found = finder.find(text.text)
        return [TypedSpan(start=one.start, end=one.end, type=one.kind) for one in found]

    named = {text.id: name for name, those in sets.items() for text in those}
    folder = RunFolder(request.out, card(request, NAME, _hash(request.data), None))
    items = folder.carry_out(
        {text.id: text for text in texts},
        PhiItem,
        lambda key, text: phi_item(text, spans(text), named[key]),
        request.progress,
        "Finding" if predicted is None else "Scoring",
    )
    what = "our own sets" if request.data is None else request.data.name
    result = summarise(
        items,
        f"{what}: {len(texts):,} texts, {sum(not text.spans for text in texts):,} of them "
        "without an identifier",
        None if predicted is None else sum(text.id not in predicted for text in texts),
    )
    folder.finish(result)
    return result


def _sets(data: Path | None) -> dict[str, tuple[LabelledText, ...]]:
    if data is not None:
        return {data.name: read_jsonl(data, LabelledText)}
    return {name: read_jsonl(OWN / f"{name}.jsonl", LabelledText) for name in OWN_SETS}


def _hash(data: Path | None) -> str:
    if data is not None:
        return sha256_of(data)
    each = "".join(sha256_of(OWN / f"{name}.jsonl") for name in OWN_SETS)
    return sha256(each.encode()).hexdigest()


def _predicted(
    request: SuiteRequest, texts: Sequence[LabelledText]
) -> dict[str, tuple[TypedSpan, ...]]:
    """What another system found, by text."""
    path = request.predictions
    assert path is not None
    lengths = {text.id: len(text.text) for text in texts}
    lines = read_recorded(path, FoundSpans, lengths, "text")
    for key, (number, line) in lines.items():
        if any(span.end > lengths[key] for span in line.spans):
            raise UnusableSet(
                f"{path}:{number}: a span ends after the {lengths[key]} characters of the text."
            )
    return {key: line.spans for key, (_, line) in lines.items()}


def phi_item(text: LabelledText, found: Sequence[TypedSpan], of: str = "set") -> PhiItem:
    """The counts of one text of the set `of`."""
    return PhiItem(
        id=text.id,
        shares=_shares(text.spans, found),
        groups={"set": of},
        gold=_counted(text.spans),
        found=_counted(found),
    )


def of_type(name: str, kind: str) -> str:
    """The name under which an item carries a figure of one type."""
    return f"{name}.{kind}"


def _shares(gold: Sequence[TypedSpan], found: Sequence[TypedSpan]) -> dict[str, Share]:
    named, taken = _by_type(gold), _by_type(found)
    every_named, every_taken = _union(named.values()), _union(taken.values())
    shares: dict[str, Share] = {
        RECALL: _share(every_named & every_taken, every_named),
        PRECISION: _share(every_named & every_taken, every_taken),
    }
    structured = _union(at for kind, at in named.items() if kind in STRUCTURED)
    shares[STRUCTURED_RECALL] = _share(structured & every_taken, structured)
    shares[TOUCHED] = (0.0, 0.0) if gold else (float(bool(found)), 1.0)
    typed = {
        kind: _share(at & _union(taken[one] for one in counts_as(kind) & taken.keys()), at)
        for kind, at in named.items()
    }
    shares[TYPED] = (sum(hit for hit, _ in typed.values()), sum(all_ for _, all_ in typed.values()))
    for kind, at in named.items():
        shares[of_type(RECALL, kind)] = _share(at & every_taken, at)
        shares[of_type(TYPED, kind)] = typed[kind]
    for kind, at in taken.items():
        shares[of_type(PRECISION, kind)] = _share(at & every_named, at)
    return {name: share for name, share in shares.items() if share[1]}


def _share(gained: set[int], possible: set[int]) -> tuple[int, int]:
    return len(gained), len(possible)


def _by_type(spans: Iterable[TypedSpan]) -> dict[str, set[int]]:
    """Type -> the characters under it."""
    places: dict[str, set[int]] = {}
    for span in spans:
        places.setdefault(span.type, set()).update(span.characters)
    return places


def _union(sets: Iterable[set[int]]) -> set[int]:
    return set().union(*sets)


def _counted(spans: Sequence[TypedSpan]) -> dict[str, TypeCount]:
    return {
        kind: TypeCount(spans=sum(span.type == kind for span in spans), characters=len(at))
        for kind, at in sorted(_by_type(spans).items())
    }


def summarise(items: Sequence[PhiItem], reported_on: str, missing: int | None) -> SuiteResult:
    """The figures; `missing` is how many texts the predictions left out, None without any."""
    headline: Figures = {
        **{name: figure(name, items) for name in HEADLINE},
        "texts": len(items),
        "identifiers": sum(one.spans for item in items for one in item.gold.values()),
    }
    ours = (
        "no constant; half of presidio-research's set and of our own was read while writing rules"
    )
    return SuiteResult(
        suite=NAME,
        headline=headline if missing is None else {**headline, "missing": missing},
        breakdowns={"by_type": _table(items), "by_set": by_group("set", HEADLINE, items)},
        intervals=intervals(HEADLINE, items),
        undefined={
            name: WHY_NULL.get(name, "no text holds an identifier")
            for name, value in headline.items()
            if value is None
        },
        fitted_on=ours if missing is None else "unknown: another system's predictions",
        reported_on=reported_on,
    )


def _table(items: Sequence[PhiItem]) -> dict[str, Figures]:
    gold = _added(item.gold for item in items)
    found = _added(item.found for item in items)
    return {
        kind: {
            **{name: figure(of_type(name, kind), items) for name in FIGURES},
            "identifiers": gold[kind].spans if kind in gold else 0,
            "found": found[kind].spans if kind in found else 0,
        }
        for kind in sorted(gold.keys() | found.keys())
    }


def _added(counts: Iterable[Mapping[str, TypeCount]]) -> dict[str, TypeCount]:
    total: dict[str, TypeCount] = {}
    for each in counts:
        for kind, one in each.items():
            before = total.get(kind, TypeCount(spans=0, characters=0))
            total[kind] = TypeCount(
                spans=before.spans + one.spans, characters=before.characters + one.characters
            )
    return total
