"""SciFact's claims with their abstracts, in the format of the suite `grounding`.

Reads a folder with `claims_train.jsonl` ({id, claim, evidence: {document: [{sentences, label}]},
cited_doc_ids}) and `corpus.jsonl.gz` ({_id, sentences}): Wadden et al., Fact or fiction: verifying
scientific claims, EMNLP 2020; claims CC BY 4.0, abstracts ODC-By 1.0.

    SUPPORT      claim and annotated abstract   supported
    CONTRADICT   claim and annotated abstract   contradicted
    none         claim without any annotation, with each abstract it cites: SciFact's
                 "not enough information"       unsupported

`--set evidence=abstract` (the default) gives every sentence of the abstract as one text.
`--set evidence=rationale` gives the sentences that annotators named in any rationale for the claim.
An unsupported claim has none, so it gets the sentences of its abstract that share most of its words
(overlap of lower-cased words, each weighed by how few of the abstract's sentences hold it; ties go
to the earlier one), as many as a rationale has in the median of this set: evidence about as long
and about as near as the rationales, so that its length or its subject does not give the label away.
`source` is the abstract's id. A pair whose rationales disagree is an error.
"""

import math
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.jsonl import each_line, read_jsonl, write_jsonl
from eval.makers.claim_line import ClaimLine, Label
from eval.suite import MakeRequest, UnusableSet, chosen

NAME = "scifact-claims"
SUMMARY = "claims for grounding, of SciFact's annotated claims and abstracts"

ABSTRACT, RATIONALE = "abstract", "rationale"
LABELS: Final[Mapping[str, Label]] = {"SUPPORT": "supported", "CONTRADICT": "contradicted"}
UNSUPPORTED: Final = "unsupported"
_WORD = re.compile(r"[a-z0-9]+")


class _Rationale(BaseModel):
    sentences: tuple[int, ...] = Field(min_length=1)
    label: Literal["SUPPORT", "CONTRADICT"]


class _Claim(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: int
    claim: str = Field(min_length=1)
    evidence: dict[str, tuple[_Rationale, ...]]
    cited_doc_ids: tuple[int, ...]


class _Abstract(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str = Field(alias="_id")
    sentences: tuple[str, ...] = Field(min_length=1)


def make(request: MakeRequest) -> int:
    """One line for each claim with each abstract, in the order of the claims.

    Raises:
        UnusableSet: a file is missing or malformed, or names an abstract or a sentence that is not
            there.
    """
    how = chosen(request.options, ("evidence",)).get("evidence", ABSTRACT)
    if how not in (ABSTRACT, RATIONALE):
        raise UnusableSet(f"--set evidence={how}: it is {ABSTRACT} or {RATIONALE}.")
    claims = read_jsonl(request.data / "claims_train.jsonl", _Claim)
    wanted = {document for claim in claims for document in documents(claim)}
    corpus = each_line(request.data / "corpus.jsonl.gz", _Abstract)
    tracked = request.progress.track(corpus, "Reading abstracts")
    abstracts = {one.id: one.sentences for one in tracked if one.id in wanted}
    if lacking := sorted(wanted - abstracts.keys()):
        raise UnusableSet(f"{request.data}: the corpus lacks the abstract {lacking[0]}.")
    size = _usual_size(claims)
    lines = (
        _line(claim, document, abstracts[document], how, size)
        for claim in claims
        for document in documents(claim)
    )
    return write_jsonl(request.out, lines, f"{request.data} pairs no claim with an abstract.")


def documents(claim: _Claim) -> tuple[str, ...]:
    """The abstracts a claim is paired with: the annotated ones, or all it cites where none is."""
    return tuple(claim.evidence) or tuple(dict.fromkeys(map(str, claim.cited_doc_ids)))


def _usual_size(claims: Sequence[_Claim]) -> int:
    """Sentences named for a claim in one abstract: the median, 1 where nothing is annotated."""
    sizes = [len(_named(pair)) for claim in claims for pair in claim.evidence.values()]
    return statistics.median_low(sizes) if sizes else 1


def _named(rationales: Sequence[_Rationale]) -> list[int]:
    return sorted({number for each in rationales for number in each.sentences})


def _line(claim: _Claim, document: str, sentences: Sequence[str], how: str, size: int) -> ClaimLine:
    rationales = claim.evidence.get(document, ())
    labels = {each.label for each in rationales}
    if len(labels) > 1:
        raise UnusableSet(f"Claim {claim.id} is both supported and contradicted by {document}.")
    label = LABELS[labels.pop()] if labels else UNSUPPORTED
    if how == ABSTRACT:
        evidence: tuple[str, ...] = (" ".join(each.strip() for each in sentences),)
    else:
        numbers = _named(rationales) or nearest(claim.claim, sentences, size)
        if numbers[-1] >= len(sentences):
            raise UnusableSet(f"Claim {claim.id} names sentence {numbers[-1]} of {document}.")
        evidence = tuple(sentences[number].strip() for number in numbers)
    return ClaimLine(
        id=f"{claim.id}/{document}",
        claim=claim.claim,
        evidence=evidence,
        label=label,
        source=document,
    )


def nearest(claim: str, sentences: Sequence[str], count: int) -> list[int]:
    """Numbers, ascending, of the `count` sentences that share most words with the claim."""
    asked = _words(claim)
    held = [_words(sentence) for sentence in sentences]
    among = Counter(word for words in held for word in words)

    def overlap(number: int) -> float:
        return sum(math.log(1 + len(held) / among[word]) for word in asked & held[number])

    ranked = sorted(range(len(sentences)), key=lambda number: (-overlap(number), number))
    return sorted(ranked[:count])


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
